import type { HandEvent, HandTarget } from "../../../appliance/contract/hand.ts";
import type { SimWorld } from "../../../appliance/core/box/sim/sim-world.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import type { Dice } from "../console-server/dice.ts";
import type { talkActs } from "./day-plan.ts";

type HandAct = HandEvent extends infer E ? (E extends { by: string } ? Omit<E, "by"> : never) : never;

/** What agents and supervisors do with a call in hand: at the console, or with the keys of the phone. */
export class DayHands {
  readonly #world: SimWorld;
  readonly #random: Dice;
  readonly #in: (ms: number, happen: () => void) => void;

  constructor(world: SimWorld, random: Dice, in_: (ms: number, happen: () => void) => void) {
    this.#world = world;
    this.#random = random;
    this.#in = in_;
  }

  act(person: LegId, what: (typeof talkActs)[number], thenMs: number): void {
    const call = this.#world.callOf(person);
    const agent = call?.legs.find((l) => l.id === person)?.agent;
    if (!call || !agent || this.#world.lines.stateOf(person) !== "up") return;
    const id = call.record.id;
    const colleague = this.#other(agent);
    const later = (happen: () => void): void => this.#in(thenMs, happen);
    switch (what) {
      case "consult-complete":
      case "consult-complete-early":
      case "consult-cancel":
      case "conference": {
        this.#do({ on: "desk.consult", agent, to: colleague });
        const on =
          what === "conference" ? "desk.conference" : what === "consult-cancel" ? "desk.consultCancel" : "desk.consultComplete";
        this.#in(what === "consult-complete-early" ? 300 : thenMs, () => this.#do({ on, agent }));
        return;
      }
      case "transfer-agent":
        this.#do({ on: "desk.transfer", agent, to: colleague });
        return;
      case "transfer-queue":
        this.#do({
          on: "desk.transfer",
          agent,
          to: { kind: "queue", queue: this.#random.pick(["bills", "faults", "emergency"]) },
        });
        return;
      case "transfer-outside":
        this.#do({ on: "desk.transfer", agent, to: { kind: "number", number: "13900139000" } });
        return;
      case "refer":
        this.#world.hear({ on: "line.referred", leg: person, to: this.#phoneOf(this.#other(agent)) });
        return;
      case "park":
        this.#do({ on: "desk.park", agent });
        later(() => this.#do({ on: "desk.pickUp", agent, what: { kind: "call", call: id } }));
        return;
      case "listen":
      case "whisper":
      case "barge": {
        const watcher = this.#someone(agent);
        this.#do({ on: "desk.watch", call: id, watcher, mode: what });
        later(() => this.#do({ on: "desk.watch", call: id, watcher, mode: "barge" }));
        this.#in(thenMs * 2, () => this.#do({ on: "desk.watchEnd", call: id, watcher }));
        return;
      }
      case "take-over":
        this.#do({ on: "desk.takeOver", call: id, watcher: this.#someone(agent) });
        return;
      case "release":
        this.#do({ on: "desk.release", call: id, reason: "day" });
        return;
      case "mute":
        this.#do({ on: "desk.mute", agent, muted: true });
        later(() => this.#do({ on: "desk.mute", agent, muted: false }));
        return;
    }
  }

  #do(event: HandAct): void {
    this.#world.hear({ ...event, by: "day" } as HandEvent);
  }

  #agents(but: string): string[] {
    return this.#world.box.settings.agents.map((a) => a.id as string).filter((id) => id !== but);
  }
  #someone(but: string): string {
    const others = this.#agents(but);
    return others.length > 0 ? this.#random.pick(others) : but;
  }
  #other(agent: string): HandTarget {
    const other = this.#someone(agent);
    return this.#random.chance(0.5)
      ? { kind: "agent", agent: other }
      : { kind: "phone", phone: `80${other.slice(1).padStart(2, "0")}` };
  }
  #phoneOf(target: HandTarget): string {
    return target.kind === "phone"
      ? target.phone
      : target.kind === "agent"
        ? `80${target.agent.slice(1).padStart(2, "0")}`
        : "8001";
  }
}
