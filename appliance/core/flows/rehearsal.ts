import type { SpokenItem } from "../../contract/effects.ts";
import type { FlowContext, FlowLibrary } from "./flow-context.ts";
import type { FlowEffect } from "./flow-effect.ts";
import type { FlowEvent, LookupAnswer } from "./flow-event.ts";
import type { FlowFacts, FlowState } from "./flow-state.ts";
import { RehearsalLimit } from "./rehearsal-limit.ts";
import { type FlowStart, startFlow, stepFlow } from "./step-flow.ts";

/** What a made-up world answers. A lookup that gets undefined is never answered. */
export type RehearsalWorld = {
  /** When the call begins. */
  startMs: number;
  timeZone: string;
  calendars: FlowContext["calendars"];
  queues: FlowContext["queues"];
  lookup?: (connector: string, parameters: Readonly<Record<string, string>>) => (LookupAnswer & { afterMs?: number }) | undefined;
  currency?: FlowContext["currency"];
  /** How a queue, a number or a box gives the caller back; undefined keeps him. */
  returns?: (away: Away) => { outcome: Outcome; afterMs: number } | undefined;
  /** How long the caller speaks into a recording; 0 says nothing. */
  speaksMs?: number;
};
export type Away = Extract<FlowEffect, { do: "flow.queue" | "flow.transfer" | "flow.voicemail" | "flow.survey" }>;
type Outcome = Extract<FlowEvent, { on: "returned" }>["outcome"];

export type RehearsalLine = { atMs: number } & ({ effect: FlowEffect } | { key: string } | { heard: FlowEvent });

const stepLimit = 5000;
const lineLimit = 20_000;

/** How long speech takes, roughly: 4 Chinese characters or 15 letters a second; a recorded prompt counts as 3 s. */
function speechMs(items: readonly SpokenItem[]): number {
  let total = 0;
  for (const item of items) {
    if (item.kind === "silence" || item.kind === "tone") total += item.forMs;
    else if (item.kind === "prompt" || item.kind === "recording") total += 3000;
    else total += item.text.length * (item.language === "zh" ? 250 : 67);
  }
  return Math.max(1, total);
}

/**
 * A call with a made-up caller, clock and connectors, run by the very interpreter that serves real ones.
 * Time passes only in `press`, `pass`, `listen` and `finish`; nothing waits for real.
 */
export class Rehearsal {
  readonly lines: RehearsalLine[] = [];
  nowMs: number;
  readonly #library: FlowLibrary;
  readonly #world: RehearsalWorld;
  #state: FlowState;
  /** What will happen by itself, by token. */
  #due: { atMs: number; token: string; event: FlowEvent }[] = [];
  #steps = 0;
  readonly #giveUp: () => boolean;

  /** Throws RehearsalLimit, from whatever makes time pass, when it goes on for too long or `giveUp` says so. */
  constructor(
    library: FlowLibrary,
    flowId: string,
    facts: FlowFacts,
    world: RehearsalWorld,
    from: FlowStart = {},
    giveUp: () => boolean = () => false,
  ) {
    this.#library = library;
    this.#world = world;
    this.#giveUp = giveUp;
    this.nowMs = world.startMs;
    this.#state = startFlow(library, flowId, facts, from);
    this.hear({ on: "started" });
  }

  get state(): FlowState {
    return this.#state;
  }

  /** What has been or is being said since the line with this number, one string per item; prompts as [id]. */
  heard(since = 0): string[] {
    return this.lines.slice(since).flatMap((line) => {
      if (!("effect" in line) || line.effect.do !== "flow.play") return [];
      return line.effect.items.map((item) =>
        item.kind === "speech"
          ? item.text
          : item.kind === "prompt"
            ? `[${item.prompt}]`
            : item.kind === "recording"
              ? `[${item.path}]`
              : `(${item.forMs} ms)`,
      );
    });
  }

  /** The effects of one kind, oldest first. */
  did<D extends FlowEffect["do"]>(what: D): Extract<FlowEffect, { do: D }>[] {
    return this.lines.flatMap((line) =>
      "effect" in line && line.effect.do === what ? [line.effect as Extract<FlowEffect, { do: D }>] : [],
    );
  }

  hear(event: FlowEvent): void {
    if (++this.#steps > stepLimit || this.lines.length > lineLimit || this.#giveUp()) throw new RehearsalLimit();
    const { timeZone, calendars, queues, currency } = this.#world;
    const context = { nowMs: this.nowMs, timeZone, calendars, queues, ...(currency ? { currency } : {}) };
    const { state, effects } = stepFlow(this.#library, this.#state, event, context);
    this.#state = state;
    // What changed nothing was stale, or nobody listened.
    if (effects.length > 0) this.lines.push({ atMs: this.nowMs, heard: event });
    for (const effect of effects) {
      this.lines.push({ atMs: this.nowMs, effect });
      this.#perform(effect);
    }
  }

  /** Presses keys one after the other. */
  press(keys: string, gapMs = 150): this {
    for (const key of keys) {
      this.pass(gapMs);
      this.lines.push({ atMs: this.nowMs, key });
      this.hear({ on: "digit", digit: key });
    }
    return this;
  }

  /** Lets time pass; what falls due happens in order. */
  pass(forMs: number): this {
    const untilMs = this.nowMs + forMs;
    while (this.#next(untilMs));
    this.nowMs = untilMs;
    return this;
  }

  /** Listens until nothing is spoken and nothing is looked up any more. */
  listen(): this {
    while (this.#due.some(({ event }) => event.on !== "timer") && this.#next(Number.POSITIVE_INFINITY));
    return this;
  }

  /** Does nothing until nothing happens any more: the flow has ended or the caller is in somebody else's hands. */
  finish(): this {
    while (this.#next(Number.POSITIVE_INFINITY));
    return this;
  }

  /** The queue, the transfer or the voicemail is over. */
  back(outcome: Extract<FlowEvent, { on: "returned" }>["outcome"]): this {
    const { wait } = this.#state;
    if (wait.kind === "away") this.hear({ on: "returned", token: wait.token, outcome });
    return this;
  }

  #next(untilMs: number): boolean {
    const [first] = [...this.#due].sort((a, b) => a.atMs - b.atMs);
    if (!first || first.atMs > untilMs) return false;
    this.#due = this.#due.filter((due) => due !== first);
    this.nowMs = Math.max(this.nowMs, first.atMs);
    this.hear(first.event);
    return true;
  }

  #schedule(inMs: number, token: string, event: FlowEvent): void {
    this.#due.push({ atMs: this.nowMs + inMs, token, event });
  }

  #perform(effect: FlowEffect): void {
    switch (effect.do) {
      case "flow.play":
        this.#schedule(speechMs(effect.items), effect.token, { on: "played", token: effect.token, how: "finished" });
        break;
      case "flow.timer":
        this.#schedule(effect.inMs, effect.token, { on: "timer", token: effect.token });
        break;
      case "flow.stopPlay":
      case "flow.cancelTimer":
        this.#due = this.#due.filter(({ token }) => token !== effect.token);
        break;
      case "flow.lookup": {
        const answer = this.#world.lookup?.(effect.connector, effect.parameters);
        if (!answer) break;
        const { afterMs = 300, outcome, values } = answer;
        const { token, timeoutMs } = effect;
        // The connector keeps the flow's time: what comes later counts as failed.
        const late = afterMs > timeoutMs;
        const told = late ? { outcome: "failed" as const, values: {} } : { outcome, values };
        this.#schedule(late ? timeoutMs : afterMs, token, { on: "lookedUp", token, ...told });
        break;
      }
      case "flow.record": {
        const speaksMs = this.#world.speaksMs ?? 5000;
        const recorded = {
          on: "recorded",
          token: effect.token,
          how: "silence",
          recording: `recording-${effect.token}`,
          durationMs: speaksMs,
        } as const;
        if (effect.silenceMs > 0) this.#schedule(speaksMs + effect.silenceMs, effect.token, recorded);
        break;
      }
      case "flow.stopRecord": {
        const durationMs = Math.max(1, this.#world.speaksMs ?? 5000);
        this.#due = this.#due.filter(({ token }) => token !== effect.token);
        this.#schedule(50, effect.token, {
          on: "recorded",
          token: effect.token,
          how: "stopped",
          recording: `recording-${effect.token}`,
          durationMs,
        });
        break;
      }
      case "flow.end":
        this.#due = [];
        break;
      case "flow.queue":
      case "flow.transfer":
      case "flow.voicemail":
      case "flow.survey": {
        const back = this.#world.returns?.(effect);
        if (back) this.#schedule(back.afterMs, effect.token, { on: "returned", token: effect.token, outcome: back.outcome });
        break;
      }
      case "flow.variable":
      case "flow.note":
      case "flow.noticed":
      case "flow.language":
        break;
    }
  }
}
