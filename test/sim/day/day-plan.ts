import { type Dice, dice } from "../console-server/dice.ts";

/** A caller as he sets out: what he will do is known beforehand, what comes of it is not. */
export type CallerPlan = {
  atMs: number;
  number: string;
  /** Keys he presses, one after another, and how long he thinks before each. */
  keys: { key: string; afterMs: number }[];
  /** How long he waits for a person before he rings off. */
  patienceMs: number;
  /** Asks to be called back after waiting so long. */
  callbackAfterMs?: number;
  talkMs: number;
  /** Who ends the talk. */
  endedBy: "caller" | "agent";
  /** Moments of the talk, from its begin. */
  holds: { atMs: number; forMs: number; how: "phone" | "console" }[];
  /** What the agent, or a supervisor, does with the call besides. */
  act?: { atMs: number; what: (typeof talkActs)[number]; thenMs: number };
  /** Rings again after giving up, so much later. */
  againAfterMs?: number;
};

/** What people do with a call in hand. */
export const talkActs = [
  "consult-complete",
  "consult-complete-early",
  "consult-cancel",
  "conference",
  "transfer-agent",
  "transfer-queue",
  "transfer-outside",
  "refer",
  "park",
  "listen",
  "whisper",
  "barge",
  "take-over",
  "release",
  "mute",
] as const;

export type AgentPlan = {
  agent: string;
  phone: string;
  fromMs: number;
  toMs: number;
  breaks: { atMs: number; forMs: number; reason: string }[];
  /** Share of rings he takes, and how fast. */
  takes: number;
  answerMs: [number, number];
  /** Ends wrap-up himself, in this share of cases. */
  endsWrapUp: number;
};

export type DayPlan = { seed: number; fromMs: number; callers: CallerPlan[]; agents: AgentPlan[] };

export const hourMs = 3_600_000;
/** Share of the day's calls by hour: the morning peak, lunch, the afternoon, a quiet evening. */
const profile = [0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 9, 12, 11, 8, 5, 6, 8, 9, 8, 6, 4, 3, 2, 1.5, 1, 0.5];

/** The same seed gives the same day. `fromMs` is local midnight. */
export function dayPlan(seed: number, fromMs: number, { calls, agents }: { calls: number; agents: number }): DayPlan {
  const random = dice(seed);
  const callers = Array.from({ length: calls }, () => callerPlan(random, fromMs + arrival(random)));
  // One pipe bursts: a tenth more calls within twenty minutes.
  const burstMs = fromMs + Math.floor(random.between(9, 16) * hourMs);
  for (let i = 0; i < calls / 10; i++) callers.push(callerPlan(random, burstMs + Math.floor(random.next() * 20 * 60_000)));
  callers.sort((a, b) => a.atMs - b.atMs);
  return { seed, fromMs, callers, agents: Array.from({ length: agents }, (_, i) => agentPlan(random, fromMs, i + 1)) };
}

function arrival(random: Dice): number {
  let share = random.next() * profile.reduce((a, b) => a + b, 0);
  const hour = profile.findIndex((weight) => {
    share -= weight;
    return share < 0;
  });
  return Math.floor((Math.max(0, hour) + random.next()) * hourMs);
}

function callerPlan(random: Dice, atMs: number): CallerPlan {
  const talkMs = Math.max(4_000, Math.min(1_200_000, lognormal(random, 55_000, 0.8)));
  const holds: CallerPlan["holds"] = [];
  if (random.chance(0.12))
    holds.push({
      atMs: Math.floor(random.between(0.1, 0.8) * talkMs),
      forMs: Math.floor(random.between(3_000, 60_000)),
      how: random.chance(0.5) ? "phone" : "console",
    });
  const keys = random.chance(0.08)
    ? []
    : [{ key: random.pick(["1", "1", "1", "2", "2", "3", "9", "7", "0"]), afterMs: Math.floor(random.between(800, 9_000)) }];
  return {
    atMs,
    // Some numbers call more than once a day.
    number: `138${String(Math.floor(random.next() * 3_000)).padStart(8, "0")}`,
    keys,
    patienceMs: Math.max(1_500, Math.min(1_500_000, lognormal(random, 180_000, 1.1))),
    ...(random.chance(0.2) ? { callbackAfterMs: Math.floor(random.between(12_000, 70_000)) } : {}),
    talkMs,
    endedBy: random.chance(0.75) ? "caller" : "agent",
    holds,
    ...(random.chance(0.25)
      ? {
          act: {
            atMs: Math.floor(random.between(0.05, 0.7) * talkMs),
            what: random.pick(talkActs),
            thenMs: random.between(500, 25_000),
          },
        }
      : {}),
    ...(random.chance(0.4) ? { againAfterMs: Math.floor(random.between(20_000, 1_800_000)) } : {}),
  };
}

function agentPlan(random: Dice, fromMs: number, n: number): AgentPlan {
  // Early, middle and late shifts, and one who stays the night.
  const [from, to] =
    n === 1
      ? [0, 24]
      : random.pick([
          [7.5, 15.5],
          [8, 16.5],
          [9, 18],
          [13, 22],
        ] as const);
  const shiftFrom = fromMs + Math.floor((from + random.between(-0.05, 0.1)) * hourMs);
  const shiftTo = fromMs + Math.floor((to - random.between(0.02, 0.1)) * hourMs);
  const breaks = Array.from({ length: 3 }, (_, i) => ({
    atMs: shiftFrom + Math.floor(((i + 0.5 + random.next() * 0.5) / 3.2) * (shiftTo - shiftFrom)),
    forMs: Math.floor(random.between(4, 35) * 60_000),
    reason: random.pick(["break", "lunch", "back-office"]),
  }));
  const quick = random.between(1_500, 4_000);
  return {
    agent: `a${n}`,
    phone: `80${String(n).padStart(2, "0")}`,
    fromMs: Math.max(fromMs, shiftFrom),
    toMs: shiftTo,
    breaks,
    takes: random.between(0.9, 1),
    answerMs: [quick, quick + random.between(500, 6_000)],
    endsWrapUp: random.between(0, 0.7),
  };
}

/** Median and spread of a quantity that is often short and sometimes very long (Box–Muller). */
function lognormal(random: Dice, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.floor(median * Math.exp(sigma * normal));
}
