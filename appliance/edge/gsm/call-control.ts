import type { EndReason } from "../../contract/end-reason.ts";
import type { ModemCall } from "../../wire/at/call-list.ts";
import type { PortNews } from "../ports/port.ts";

/** Whether the sound was switched on; `tries` counts refusals, those before it came on too. */
type Sound = { is: "off" | "asked" | "on"; tries: number };

/** The one call of a modem. */
export type Call =
  | { phase: "idle" }
  /** The number was handed over, the modem hasn't taken it yet. */
  | { phase: "placing"; giveUpAtMs: number }
  /** It has. `unseen` counts lists without the call before it ever stood in one. */
  | { phase: "dialing"; giveUpAtMs: number; index?: number; rings: boolean; unseen: number; sound: Sound; cause?: EndReason }
  | { phase: "incoming"; index: number; number: string }
  /** `refused`: the last try to take it failed; it may have gone meanwhile. */
  | { phase: "answering"; index: number; number: string; tries: number; refused: boolean; sound: Sound }
  | { phase: "active"; index: number; outgoing: boolean; sound: Sound }
  /** We let it go. `looks` counts lists in which it still stands. */
  | { phase: "ending"; why: EndReason; by: "us" | "box"; sent: boolean; looks: number; sinceMs: number; sick: boolean };

export type CallNews =
  | { on: "dial"; number: string; giveUpMs: number }
  | { on: "answer" }
  | { on: "hang-up"; why: EndReason }
  /** Ends of the commands of the same name. */
  | { on: "placed"; ok: boolean; why?: EndReason }
  | { on: "taken"; ok: boolean }
  | { on: "let-go" }
  | { on: "sound"; ok: boolean }
  /** All calls the modem has: the truth. */
  | { on: "list"; calls: readonly ModemCall[] }
  /** The modem said by itself why a call ended; whether it did, the list will say. */
  | { on: "cause"; why: EndReason }
  | { on: "tick" }
  /** The modem is gone, and with it its calls. */
  | { on: "gone" };

export type CallAct =
  | { do: "dial"; number: string }
  | { do: "answer" }
  | { do: "let-go" }
  /** For the list of calls. */
  | { do: "ask" }
  | { do: "sound-on" }
  | { do: "sound-off" }
  | { do: "tell"; news: Extract<PortNews, { on: "incoming" | "progressed" | "answered" | "ended" }> }
  /** The modem does not do what it is told any more: it must be started anew. `sound`: that is all that is wrong with it. */
  | { do: "restart"; why: string; sound?: true };

/** What a step is told besides the news. `soundLate`: the family has sound only once the call is up. */
export type CallAt = { nowMs: number; soundLate: boolean };
export type CallStep = [Call, ...CallAct[]];

const idle: Call = { phase: "idle" };
/** A call just dialled may take this many lists to appear in one. */
const mostUnseen = 3;
const mostTakes = 3;
/** Refusals once the call is up, one each tick of half a second: some firmware takes up to 12 s. */
export const mostSoundTries = 24;
/** So many, and although it came on at last the firmware wants a new start before the next call (SIM7600: its next one may stay silent). */
const sickSoundTries = 6;
/** Lists with a call that was let go before it is let go again. */
const looksBetween = 3;
const endLimitMs = 10_000;

type News<N extends CallNews["on"]> = Extract<CallNews, { on: N }>;
type In<P extends Call["phase"]> = Extract<Call, { phase: P }>;
type Rules = {
  [P in Call["phase"]]: { [N in Exclude<CallNews["on"], "gone">]?: (call: In<P>, news: News<N>, at: CallAt) => CallStep };
};

/** One call, one table: what isn't in it changes nothing. The list of calls decides; everything else only asks for it. */
const rules: Rules = {
  idle: {
    dial: (_, { number, giveUpMs }, { nowMs }) => [
      { phase: "placing", giveUpAtMs: nowMs + giveUpMs },
      { do: "dial", number },
    ],
    list: (_, { calls }) => found(calls),
  },
  placing: {
    placed: ({ giveUpAtMs }, { ok, why }, { soundLate }) =>
      ok
        ? [
            { phase: "dialing", giveUpAtMs, rings: false, unseen: 0, sound: asked(soundLate) },
            ...soundNow(soundLate),
            { do: "ask" },
          ]
        : over(why ?? "rejected", "far", [{ do: "ask" }]),
    "hang-up": (_, { why }, { nowMs }) => letGo(why, "us", nowMs),
  },
  dialing: {
    sound: (call, { ok }) => [{ ...call, sound: soundAfter(call.sound, ok) }],
    cause: (call, { why }) => [{ ...call, cause: why }, { do: "ask" }],
    list: dialled,
    "hang-up": (_, { why }, { nowMs }) => letGo(why, "us", nowMs),
    tick: (call, _, { nowMs }) => (nowMs >= call.giveUpAtMs ? letGo("no-answer", "us", nowMs) : [call]),
  },
  incoming: {
    answer: ({ index, number }) => [
      { phase: "answering", index, number, tries: 0, refused: false, sound: { is: "off", tries: 0 } },
      { do: "answer" },
    ],
    "hang-up": (_, { why }, { nowMs }) => letGo(why, "us", nowMs),
    // Both ways at once: the caller was first. The dialled call has ended for who wanted it, and the caller is told of again.
    dial: (call) => [call, ended("busy", "box"), tellOf(call.number, call.index)],
    list: (call, { calls }) => {
      const mine = calls.find((c) => !c.outgoing && c.index === call.index && c.number === call.number);
      return mine ? [call] : over("abandoned", "far", [], calls);
    },
  },
  answering: {
    taken: (call, { ok }, { soundLate }) =>
      ok
        ? [{ ...call, sound: asked(soundLate) }, ...soundNow(soundLate), { do: "ask" }]
        : [{ ...call, refused: true }, { do: "ask" }],
    sound: (call, { ok }) => [{ ...call, sound: soundAfter(call.sound, ok) }],
    list: (call, { calls }) => {
      const mine = calls.find((c) => !c.outgoing && c.index === call.index && c.number === call.number);
      if (!mine) return over("hangup", "far", [], calls);
      if (isUp(mine)) return activated(call.index, false, call.sound);
      // A list from before it was taken shows it ringing, too.
      if (!call.refused || call.tries >= mostTakes) return [call];
      return [{ ...call, tries: call.tries + 1, refused: false }, { do: "answer" }];
    },
    "hang-up": (_, { why }, { nowMs }) => letGo(why, "us", nowMs),
  },
  active: {
    sound: (call, { ok }, { nowMs }) => {
      const sound = soundAfter(call.sound, ok);
      if (sound.tries < mostSoundTries) return [{ ...call, sound }];
      return [...letGo("no-media", "box", nowMs), { do: "restart", why: "its sound does not come on", sound: true }];
    },
    tick: (call) => (call.sound.is === "off" ? [{ ...call, sound: { ...call.sound, is: "asked" } }, { do: "sound-on" }] : [call]),
    list: (call, { calls }) => {
      const mine = calls.find((c) => c.outgoing === call.outgoing && c.index === call.index && isUp(c));
      return mine ? [call] : over("hangup", "far", [], calls, isSick(call.sound));
    },
    "hang-up": ({ sound }, { why }, { nowMs }) => letGo(why, "us", nowMs, isSick(sound)),
  },
  ending: {
    "let-go": (call) => [{ ...call, sent: true }, { do: "ask" }],
    list: (call, { calls }) => {
      if (!call.sent) return [call];
      if (!calls.some((c) => c.state !== "waiting")) return over(call.why, call.by, [], calls, call.sick);
      const looks = call.looks + 1;
      // An early one may be lost (Huawei, before ^ORIG).
      return looks % looksBetween ? [{ ...call, looks }] : [{ ...call, looks, sent: false }, { do: "let-go" }];
    },
    tick: (call, _, { nowMs }) =>
      nowMs - call.sinceMs < endLimitMs ? [call] : over(call.why, call.by, [{ do: "restart", why: "a call can't be ended" }]),
  },
};

/** What a call becomes by what happened, and what is to be done. */
export function stepCall(call: Call, news: CallNews, at: CallAt): CallStep {
  if (news.on === "gone") return call.phase === "idle" ? [call] : [idle, ended("line-failed", "box")];
  const rule = rules[call.phase][news.on] as ((call: Call, news: CallNews, at: CallAt) => CallStep) | undefined;
  return rule ? rule(call, news, at) : [call];
}

/** How long after the last list the next one is asked for. Nobody may be left hanging because a line got lost. */
export const pollMsOf = ({ phase }: Call): number =>
  phase === "idle" ? 10_000 : phase === "active" ? 2_000 : phase === "ending" ? 500 : 1_000;

function dialled(call: In<"dialing">, { calls }: News<"list">, { soundLate }: CallAt): CallStep {
  const mine = calls.find((c) => c.outgoing && (call.index === undefined || c.index === call.index));
  if (!mine) {
    const unseen = call.unseen + 1;
    const isOver = call.index !== undefined || call.cause !== undefined || unseen >= mostUnseen;
    return isOver ? over(call.cause ?? "rejected", "far", [], calls) : [{ ...call, unseen }];
  }
  if (isUp(mine)) return activated(mine.index, true, call.sound, { do: "tell", news: { on: "answered", assumed: false } });
  const known: Call = { ...call, index: mine.index };
  if (mine.state !== "alerting" || call.rings) return [known];
  // What the network plays to who waits can be heard where there is sound already.
  const how = soundLate ? "ringing" : "early";
  return [
    { ...known, rings: true },
    { do: "tell", news: { on: "progressed", how } },
  ];
}

const isUp = ({ state }: ModemCall): boolean => state === "active" || state === "held";
const asked = (soundLate: boolean): Sound => ({ is: soundLate ? "off" : "asked", tries: 0 });
const soundNow = (soundLate: boolean): CallAct[] => (soundLate ? [] : [{ do: "sound-on" }]);
const soundAfter = ({ tries }: Sound, ok: boolean): Sound => (ok ? { is: "on", tries } : { is: "off", tries: tries + 1 });
const isSick = ({ tries }: Sound): boolean => tries >= sickSoundTries;
const ended = (why: EndReason, by: "far" | "us" | "box"): CallAct => ({ do: "tell", news: { on: "ended", why, by } });

function activated(index: number, outgoing: boolean, sound: Sound, ...first: CallAct[]): CallStep {
  if (sound.is !== "off") return [{ phase: "active", index, outgoing, sound }, ...first];
  return [{ phase: "active", index, outgoing, sound: { is: "asked", tries: 0 } }, ...first, { do: "sound-on" }];
}

const letGo = (why: EndReason, by: "us" | "box", nowMs: number, sick = false): CallStep => [
  { phase: "ending", why, by, sent: false, looks: 0, sinceMs: nowMs, sick },
  { do: "let-go" },
];

/** It ended; `calls` may hold the next one already, and then there is no time to start anew. */
function over(
  why: EndReason,
  by: "far" | "us" | "box",
  then: CallAct[],
  calls: readonly ModemCall[] = [],
  sick = false,
): CallStep {
  const [next, ...acts] = found(calls);
  const cure: CallAct[] = sick && next.phase === "idle" ? [{ do: "restart", why: "its sound came on late", sound: true }] : [];
  return [next, { do: "sound-off" }, ended(why, by), ...then, ...acts, ...cure];
}

/** What stands in the list while we know of no call: a caller, or one that is nobody's. */
function found(calls: readonly ModemCall[]): CallStep {
  const caller = calls.find((c) => !c.outgoing && (c.state === "incoming" || c.state === "waiting"));
  if (caller) return [{ phase: "incoming", index: caller.index, number: caller.number }, tellOf(caller.number, caller.index)];
  return calls.length > 0 ? [idle, { do: "let-go" }] : [idle];
}

const tellOf = (number: string, index: number): CallAct => ({
  do: "tell",
  news: { on: "incoming", from: { number, withheld: number === "" }, ref: `call ${index}` },
});
