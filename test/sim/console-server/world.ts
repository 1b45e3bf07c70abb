import { boxReasons, defaultNotReadyReasons } from "../../../appliance/contract/agent.ts";
import type { LiveAlarm } from "../../../appliance/contract/alarm-row.ts";
import type { EndReason } from "../../../appliance/contract/end-reason.ts";
import type { LiveAgent, LiveCall, LiveLine, LivePhone, LiveQueue, LiveState } from "../../../appliance/contract/live.ts";
import type { AgentStateRow, CallRecord, RecordingRow, Sentence, TraceEntry } from "../../../appliance/contract/records.ts";
import type { LadderEntry } from "../../../appliance/contract/routes.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { AgentId } from "../../../appliance/kit/ids.ts";
import { type Dice, dice } from "./dice.ts";
import { life } from "./life.ts";
import { SipText } from "./sip-text.ts";

export type SimAgent = LiveAgent & {
  missed: number;
  idleSinceMs: number;
  wakeAtMs?: number;
  levels: Map<string, number>;
  rows: AgentStateRow[];
};
export type SimCall = {
  live: LiveCall;
  record: CallRecord;
  trace: TraceEntry[];
  sip: SipText;
  recordings: RecordingRow[];
  script: Generator<number, void, void>;
  dueAtMs: number;
  hungUp?: boolean;
  ended?: boolean;
  position?: { queue: string; enteredAtMs: number; priority: number; offeredTo: string[] };
};
type Tally = { offered: number; answered: number; inTime: number; abandoned: number; short: number; waitMs: number };

/** A made-up day of a small hotline, moved on by `advance`. Everything is plain data; nothing real is called. */
export class World {
  readonly random: Dice;
  nowMs: number;
  readonly agents = new Map<string, SimAgent>();
  readonly calls = new Map<string, SimCall>();
  readonly kept: SimCall[] = [];
  readonly tallies = new Map<string, Tally>();
  readonly alarms = new Map<string, LiveAlarm>();
  readonly lines = new Map<string, LiveLine>();
  /** Ids that changed since the last look, by topic. */
  readonly touched = new Set<string>();
  settings: Settings;
  private nextArrivalMs: number;
  private count = 0;
  peakFromMs = Number.POSITIVE_INFINITY;

  constructor(settings: Settings, startMs: number, seed: number) {
    this.settings = settings;
    this.nowMs = startMs;
    this.random = dice(seed);
    this.nextArrivalMs = startMs + 5_000;
    for (const queue of settings.queues) this.tallies.set(queue.id, emptyTally());
    for (const [i, a] of settings.agents.entries()) {
      const agent: SimAgent = {
        id: a.id,
        name: a.name,
        ...(a.phone ? { phone: a.phone } : {}),
        phoneUp: true,
        state: i === 5 ? "logged-out" : "ready",
        sinceMs: startMs,
        queues: a.queues.map((q) => q.queue),
        levels: new Map(a.queues.map((q) => [q.queue as string, q.level])),
        missed: 0,
        idleSinceMs: startMs,
        rows: [{ agent: a.id, state: i === 5 ? "logged-out" : "ready", fromMs: startMs }],
      };
      this.agents.set(a.id, agent);
    }
    for (const t of settings.trunks)
      this.lines.set(t.id, {
        id: t.id,
        name: t.name,
        kind: t.kind,
        state: "up",
        text: t.kind,
        words: t.kind === "register" ? { zh: "已注册", en: "registered" } : { zh: "按地址识别", en: "known by its address" },
        calls: 0,
        maxCalls: t.maxCalls,
      });
  }

  advance(toMs: number): void {
    while (this.nowMs < toMs) {
      const dayBefore = localDay(this.nowMs);
      this.nowMs = Math.min(toMs, this.nowMs + 500);
      if (localDay(this.nowMs) !== dayBefore) for (const id of this.tallies.keys()) this.tallies.set(id, emptyTally());
      if (this.nowMs >= this.nextArrivalMs) this.arrive();
      for (const call of this.calls.values()) if (call.dueAtMs <= this.nowMs) this.resume(call);
      for (const agent of this.agents.values()) this.live(agent);
    }
  }

  private resume(call: SimCall): void {
    const step = call.script.next();
    if (step.done || call.ended) {
      this.calls.delete(call.live.id);
      const line = this.lines.get(call.live.line);
      if (line) line.calls = Math.max(0, line.calls - 1);
      this.touch("lines", call.live.line);
    } else call.dueAtMs = this.nowMs + step.value;
    this.touch("calls", call.live.id);
  }

  /** About 65 calls an hour, in small bursts; more than the seats can bear from `peakFromMs` on. */
  private arrive(): void {
    this.nextArrivalMs =
      this.nowMs + Math.max(2_000, -Math.log(1 - this.random.next()) * (this.nowMs > this.peakFromMs ? 23_000 : 56_000));
    // A box that is not set up has no queue for anybody to wait in.
    if (this.tallies.size === 0) return;
    const r = this.random;
    this.count += 1;
    const id = `c${this.nowMs.toString(36)}${this.count.toString(36)}`;
    const caller = r.chance(0.72)
      ? `1${r.pick(["38", "39", "35", "36", "58", "86", "31", "77"])}${r.digits(8)}`
      : r.chance(0.1)
        ? ""
        : `0411${r.pick(["8", "3"])}${r.digits(7)}`;
    const line = r.chance(0.8) ? "unicom" : "telecom";
    const regular = r.chance(0.2) ? r.pick(["海昌小区物业", "清源中学", "孙建国", "万达广场工程部"]) : undefined;
    const live: LiveCall = {
      id,
      direction: "in",
      line,
      caller,
      ...(regular ? { callerName: regular } : {}),
      called: line === "unicom" ? "96390" : "041184567700",
      language: "zh",
      phase: "ringing",
      phaseSinceMs: this.nowMs,
      startedAtMs: this.nowMs,
      fields: [],
      recording: false,
    };
    const { phase: _phase, phaseSinceMs: _since, recording: _recording, ...base } = live;
    const record = { ...base, legs: [] } as unknown as CallRecord;
    const call: SimCall = {
      live,
      record,
      trace: [],
      sip: new SipText(),
      recordings: [],
      script: undefined as never,
      dueAtMs: this.nowMs,
    };
    call.script = life(this, call);
    this.calls.set(id, call);
    this.kept.push(call);
    if (this.kept.length > 3_000) this.kept.shift();
    const l = this.lines.get(line);
    if (l) l.calls += 1;
    this.touch("lines", line);
    this.resume(call);
  }

  note(call: SimCall, kind: TraceEntry["kind"], zh: string, en: string, data?: unknown): void {
    call.trace.push({
      call: call.record.id,
      n: call.trace.length + 1,
      atMs: this.nowMs,
      kind,
      words: { zh, en },
      ...(data === undefined ? {} : { data }),
    });
  }

  phase(call: SimCall, phase: LiveCall["phase"], at?: string): void {
    if (call.live.phase !== phase) call.live.phaseSinceMs = this.nowMs;
    call.live.phase = phase;
    if (at === undefined) delete call.live.at;
    else call.live.at = { zh: at, en: at };
  }

  /** Any way of ending a call goes through here. */
  end(call: SimCall, why: EndReason, by: "caller" | "agent" | "box"): void {
    call.ended = true;
    call.record.endedAtMs = this.nowMs;
    call.record.endReason = why;
    call.record.endedBy = by;
    for (const r of call.recordings)
      if (r.state === "recording") {
        r.state = "complete";
        r.durationMs = this.nowMs - r.startedAtMs;
        r.bytes = Math.round(r.durationMs * 16) + 58;
        r.sha256 = Array.from({ length: 64 }, () => "0123456789abcdef"[Math.floor(this.random.next() * 16)]).join("");
      }
  }

  setAgent(
    agent: SimAgent,
    state: LiveAgent["state"],
    more: { reason?: string; reasonWords?: Sentence; limitMs?: number; call?: string; wakeMs?: number } = {},
  ): void {
    const open = agent.rows.at(-1);
    if (open) open.toMs = this.nowMs;
    agent.rows.push({ agent: agent.id as AgentId, state, ...(more.reason ? { reason: more.reason } : {}), fromMs: this.nowMs });
    if (agent.rows.length > 200) agent.rows.shift();
    agent.state = state;
    agent.sinceMs = this.nowMs;
    if (state === "ready") agent.idleSinceMs = this.nowMs;
    if (more.reasonWords) agent.reason = more.reasonWords;
    else delete agent.reason;
    if (more.limitMs) agent.limitAtMs = this.nowMs + more.limitMs;
    else delete agent.limitAtMs;
    if (more.call) agent.call = more.call;
    else delete agent.call;
    if (more.wakeMs) agent.wakeAtMs = this.nowMs + more.wakeMs;
    else delete agent.wakeAtMs;
    this.touch("agents", agent.id);
    for (const queue of agent.queues) this.touch("queues", queue);
  }

  notReady(agent: SimAgent, code: string, backMs?: number): void {
    const reason = [...defaultNotReadyReasons, ...Object.values(boxReasons)].find((r) => r.code === code);
    const words = { zh: reason?.name.zh ?? code, en: reason?.name.en ?? code };
    this.setAgent(agent, "not-ready", {
      reason: code,
      reasonWords: words,
      limitMs: reason?.limitMs ?? 3_600_000,
      ...(backMs ? { wakeMs: backMs } : {}),
    });
  }

  /** Agents take breaks and come back; nobody stays away for ever. */
  private live(agent: SimAgent): void {
    const due = agent.wakeAtMs !== undefined && this.nowMs >= agent.wakeAtMs;
    const over = agent.limitAtMs !== undefined && this.nowMs >= agent.limitAtMs;
    if ((agent.state === "wrap-up" || agent.state === "not-ready") && (due || over)) this.setAgent(agent, "ready");
    else if (agent.state === "logged-out" && due) this.setAgent(agent, "ready");
    else if (agent.state === "ready" && this.random.chance(0.5 / 4_000))
      this.notReady(agent, this.random.pick(["break", "break", "back-office", "lunch"]), this.random.between(120_000, 1_500_000));
  }

  touch(topic: keyof LiveState, id: string): void {
    this.touched.add(`${topic} ${id}`);
  }

  waitingIn(queue: string): SimCall[] {
    return [...this.calls.values()]
      .filter((c) => c.position?.queue === queue)
      .sort(
        (a, b) =>
          (b.position?.priority ?? 0) - (a.position?.priority ?? 0) ||
          (a.position?.enteredAtMs ?? 0) - (b.position?.enteredAtMs ?? 0),
      );
  }

  liveQueue(id: string): LiveQueue | undefined {
    const settings = this.settings.queues.find((q) => q.id === id);
    if (!settings) return undefined;
    const t = this.tallies.get(id) ?? emptyTally();
    const members = [...this.agents.values()].filter((a) => a.queues.includes(id));
    const of = (...states: LiveAgent["state"][]) => members.filter((a) => states.includes(a.state)).length;
    const base = t.offered - t.short;
    return {
      id,
      name: settings.name,
      waiting: this.waitingIn(id).map((c, i) => ({
        call: c.live.id,
        caller: c.live.caller,
        sinceMs: c.position?.enteredAtMs ?? 0,
        position: i + 1,
        priority: c.position?.priority ?? 5,
        offeredTo: c.position?.offeredTo ?? [],
      })),
      expectedWaitMs: 45_000 + 20_000 * this.waitingIn(id).length,
      agents: {
        ready: of("ready"),
        busy: of("ringing", "talking", "hold", "wrap-up"),
        notReady: of("not-ready"),
        loggedOut: of("logged-out"),
      },
      today: {
        offered: t.offered,
        answered: t.answered,
        abandoned: t.abandoned,
        shortAbandoned: t.short,
        ...(base > 0 ? { serviceLevel: t.inTime / base } : {}),
        ...(t.answered > 0 ? { averageAnswerSec: t.waitMs / t.answered / 1000 } : {}),
      },
      serviceLevelSec: settings.serviceLevelSec,
    };
  }

  liveAgent(a: SimAgent): LiveAgent {
    const { missed: _m, idleSinceMs: _i, wakeAtMs: _w, levels: _l, rows: _r, ...seen } = a;
    return seen;
  }

  phones(): LivePhone[] {
    return this.settings.phones.map((p) => ({
      id: p.id,
      name: p.name,
      contacts:
        p.id === "806"
          ? []
          : [
              {
                address: `192.0.2.${100 + Number(p.id.slice(1))}:5060`,
                transport: "udp",
                userAgent: "Yealink SIP-T31P 124.86.0.40",
                expiresAtMs: this.nowMs + 240_000,
              },
            ],
    }));
  }

  state(): LiveState {
    return {
      nowMs: this.nowMs,
      calls: [...this.calls.values()].map((c) => structuredClone(c.live)),
      queues: this.settings.queues.flatMap((q) => this.liveQueue(q.id) ?? []),
      agents: [...this.agents.values()].map((a) => structuredClone(this.liveAgent(a))),
      lines: [...this.lines.values()].map((l) => ({ ...l })),
      phones: this.phones(),
      alarms: [...this.alarms.values()].map((a) => ({ ...a })),
      items: [],
      bulletins: [],
      plant: [],
      doctor: [],
      texts: [],
      reasons: this.settings.reasons.map(({ code, name, limitMs }) => ({ code, name, limitMs })),
    };
  }

  ladder(id: string): LadderEntry[] {
    return this.kept.find((c) => c.live.id === id)?.sip.entries ?? [];
  }
}

const emptyTally = (): Tally => ({ offered: 0, answered: 0, inTime: 0, abandoned: 0, short: 0, waitMs: 0 });
const localDay = (ms: number): number => Math.floor((ms + 8 * 3_600_000) / 86_400_000);
