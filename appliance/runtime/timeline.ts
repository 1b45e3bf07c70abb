import type { BoxEvent, Effect, Stamped } from "../contract/effects.ts";
import type { StoreChange } from "../contract/records.ts";
import { BoundedQueue } from "../kit/bounded-queue.ts";
import type { Clock } from "./clock.ts";

export type TimelineParts<State> = {
  state: State;
  /** Pure: changes the state and says what is to be done. */
  step(state: State, stamped: Stamped): Effect[];
  /** Keeps the event and then its rows, in one transaction (house: persist, then acknowledge). */
  keep(stamped: Stamped, changes: StoreChange[]): void;
  /** Hands an effect to the edge it belongs to. */
  perform(effect: Exclude<Effect, { do: "store" }>): void;
  clock: Clock;
  /** First number to give out: one above the last journalled. */
  firstSeq: number;
  /** A step that threw: the event is named, the timeline goes on. */
  fault(stamped: Stamped, error: unknown): void;
  /** Events waiting above this are refused (`hear` returns false). Far above what a box of this size can produce. */
  inboxLimit?: number;
};

/**
 * The one place where things happen in order: inbox → stamp → step → keep → perform.
 * It decides nothing. An event raised while another is being worked waits its turn.
 */
export class Timeline<State> {
  readonly state: State;
  readonly #parts: TimelineParts<State>;
  readonly #inbox: BoundedQueue<BoxEvent>;
  #seq: number;
  #working = false;

  constructor(parts: TimelineParts<State>) {
    this.state = parts.state;
    this.#parts = parts;
    this.#seq = parts.firstSeq;
    this.#inbox = new BoundedQueue(parts.inboxLimit ?? 100_000);
  }

  get seq(): number {
    return this.#seq - 1;
  }

  hear(event: BoxEvent): boolean {
    const taken = this.#inbox.push(event);
    if (!this.#working) this.#drain();
    return taken;
  }

  #drain(): void {
    this.#working = true;
    try {
      for (let event = this.#inbox.shift(); event !== undefined; event = this.#inbox.shift()) this.#work(event);
    } finally {
      this.#working = false;
    }
  }

  #work(event: BoxEvent): void {
    const { clock, step, keep, perform, fault } = this.#parts;
    const stamped: Stamped = { seq: this.#seq++, atMs: clock.nowMs(), event };
    let effects: Effect[];
    try {
      effects = step(this.state, stamped);
    } catch (error) {
      fault(stamped, error);
      keep(stamped, []);
      return;
    }
    const changes: StoreChange[] = [];
    for (const effect of effects) if (effect.do === "store") changes.push(effect.change);
    keep(stamped, changes);
    for (const effect of effects) {
      if (effect.do === "store") continue;
      try {
        perform(effect);
      } catch (error) {
        fault(stamped, error);
      }
    }
  }
}

/** Takes up the state where it was: the same steps over the journal's tail, with nothing performed but what the rows need. */
export function replay<State>(
  state: State,
  tail: Stamped[],
  step: (state: State, stamped: Stamped) => Effect[],
  fault: (stamped: Stamped, error: unknown) => void,
): StoreChange[] {
  const changes: StoreChange[] = [];
  for (const stamped of tail) {
    try {
      for (const effect of step(state, stamped)) if (effect.do === "store") changes.push(effect.change);
    } catch (error) {
      fault(stamped, error);
    }
  }
  return changes;
}
