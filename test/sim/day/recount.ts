import type { TraceEntry } from "../../../appliance/contract/records.ts";
import { hourMs } from "./day-plan.ts";
import type { DayWorld } from "./day-world.ts";

/** A stay in a queue, as the call's journey tells it. */
export type ToldStay = {
  call: string;
  queue: string;
  enteredAtMs: number;
  leftAtMs?: number;
  how?: "answered" | "abandoned" | "overflow" | "callback" | "cut-off" | "other";
  agent?: string;
};
/** A call an agent had from a queue, as seen by looking at him all day. */
export type SeenTalk = {
  agent: string;
  call: string;
  queue: string;
  fromMs: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
};
export type SeenState = { state: string; reason?: string; fromMs: number; toMs: number };
type Seen = { state: string; reason?: string; calls: { call: string; held: boolean; talk?: SeenTalk }[]; wraps?: SeenTalk };

/**
 * The day counted a second time, with nothing of the rows that figures are made of and nothing of the code that counts them:
 * stays are read off the calls' journeys, times off the agents themselves as they are from moment to moment.
 */
export class Recount {
  readonly stays: ToldStay[] = [];
  readonly talks: SeenTalk[] = [];
  /** By agent and local hour: state → milliseconds. */
  readonly spent = new Map<string, Map<string, number>>();
  /** Moments of calls that came in over the line. */
  readonly callsIn: { call: string; atMs: number; number: string }[] = [];
  readonly answeredByBox = new Set<string>();
  /** Every ring at an agent for a queue, as the decisions and the journeys tell it. */
  readonly offers: { agent: string; call: string; atMs: number }[] = [];
  /** Calls we made ourselves, and which of them were answered. */
  readonly callsOut = new Map<string, { atMs: number; connected: boolean }>();
  /** Every state an agent was seen in, one after the other, with the reason he gave. */
  readonly seenStates = new Map<string, SeenState[]>();
  /** Every call an agent talked on, from a queue or not, from the moment he was first seen with it. */
  readonly onCalls: { agent: string; call: string; fromMs: number; queue?: string }[] = [];
  /** What callers answered when they were asked, as the journeys tell it. */
  readonly answers: { call: string; atMs: number; kind: "scale" | "closed"; value: number }[] = [];
  readonly #fromMs: number;
  readonly #open = new Map<string, ToldStay>();
  #effects = 0;
  #journal = 0;
  #lastMs: number;
  #seen = new Map<string, Seen>();

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
    this.#lastMs = fromMs;
  }

  look(day: DayWorld): void {
    const { world } = day;
    this.#pass(world.atMs);
    for (; this.#journal < world.journal.length; this.#journal++) {
      const { event, atMs } = world.journal[this.#journal]!;
      if (event.on === "line.ringing" && event.party.kind === "line")
        this.callsIn.push({ call: event.leg.slice(0, event.leg.indexOf("/")), atMs, number: event.from.number });
    }
    for (; this.#effects < world.effects.length; this.#effects++) {
      const effect = world.effects[this.#effects]!;
      if (effect.do === "store" && effect.change.put === "trace") this.#read(effect.change.row);
    }
    this.#see(day);
  }

  hourOf(atMs: number): number {
    return Math.floor((atMs - this.#fromMs) / hourMs);
  }

  /** Time passes with everybody in the state he was last seen in. */
  #pass(toMs: number): void {
    for (const [agent, { state, reason, calls, wraps }] of this.#seen) {
      if (toMs > this.#lastMs) {
        const list = this.seenStates.get(agent) ?? [];
        this.seenStates.set(agent, list);
        list.push({ state, ...(reason ? { reason } : {}), fromMs: this.#lastMs, toMs });
      }
      for (let at = this.#lastMs; at < toMs; ) {
        const next = Math.min(toMs, this.#fromMs + (this.hourOf(at) + 1) * hourMs);
        const key = `${agent} ${this.hourOf(at)}`;
        const hour = this.spent.get(key) ?? new Map<string, number>();
        this.spent.set(key, hour.set(state, (hour.get(state) ?? 0) + next - at));
        at = next;
      }
      const ms = toMs - this.#lastMs;
      for (const { held, talk } of calls) if (talk) talk[held ? "holdMs" : "talkMs"] += ms;
      if (state === "wrap-up" && wraps) wraps.wrapMs += ms;
    }
    this.#lastMs = toMs;
  }

  #see({ world }: DayWorld): void {
    for (const live of Object.values(world.box.agents.agents)) {
      const before = this.#seen.get(live.agent);
      const calls = live.calls.map(({ call, held, terms }) => {
        const queueOf = terms ? { queue: terms.queue as string } : {};
        if (!before?.calls.some((c) => c.call === call))
          this.onCalls.push({ agent: live.agent, call, fromMs: world.atMs, ...queueOf });
        const known = before?.calls.find((c) => c.call === call)?.talk;
        if (known || !terms) return { call, held, ...(known ? { talk: known } : {}) };
        const queue = terms.queue;
        const talk: SeenTalk = { agent: live.agent, call, queue, fromMs: world.atMs, talkMs: 0, holdMs: 0, wrapMs: 0 };
        this.talks.push(talk);
        return { call, held, talk };
      });
      const owed = live.owed && this.talks.findLast((t) => t.agent === live.agent && t.call === live.owed?.call);
      const reason = live.state === "not-ready" && live.reason ? { reason: live.reason } : {};
      this.#seen.set(live.agent, { state: live.state, ...reason, calls, ...(owed ? { wraps: owed } : {}) });
    }
  }

  #read({ call, atMs, words, data, kind }: TraceEntry): void {
    const open = this.#open.get(call);
    const leave = (how: ToldStay["how"], agent?: string): void => {
      if (!open) return;
      Object.assign(open, { leftAtMs: atMs, how, ...(agent ? { agent } : {}) });
      this.#open.delete(call);
    };
    const entered = /^Enters queue "Queue (\w+)"/.exec(words.en)?.[1];
    const answeredBy = /^Agent (\d+) answered after \d+ s of waiting/.exec(words.en)?.[1];
    if (words.en === "Answered by the box") this.answeredByBox.add(call);
    if (kind === "decision") for (const agent of (data as { chosen: string[] }).chosen) this.offers.push({ agent, call, atMs });
    const scored = /^Scored (\d) of 5 /.exec(words.en)?.[1];
    const settled = /^Matter (settled|not settled) /.exec(words.en)?.[1];
    if (scored) this.answers.push({ call, atMs, kind: "scale", value: Number(scored) });
    if (settled) this.answers.push({ call, atMs, kind: "closed", value: settled === "settled" ? 1 : 2 });
    const out = this.callsOut.get(call);
    if (out && kind === "line" && words.en.endsWith(" answered")) out.connected = true;
    if (/^Callback to \d+, attempt \d+/.test(words.en)) this.callsOut.set(call, { atMs, connected: false });
    if (entered) {
      leave("other");
      const stay: ToldStay = { call, queue: entered, enteredAtMs: atMs };
      this.stays.push(stay);
      this.#open.set(call, stay);
    } else if (answeredBy) leave("answered", `a${answeredBy}`);
    else if (words.en.startsWith("Overflows from ")) leave("overflow");
    else if (words.en.startsWith("Will be called back on ")) leave("callback");
    else if (words.en.startsWith("Cut off: ")) leave("cut-off");
    else if (kind === "line" && words.en.startsWith("Call ended: "))
      leave((data as { by: string }).by === "caller" ? "abandoned" : "other");
  }
}
