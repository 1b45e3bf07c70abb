import type { BoxEvent } from "../../../contract/effects.ts";
import type { LampDialog } from "../../../contract/lamp.ts";
import type { LineCommand } from "../../../contract/line.ts";
import type { LegId } from "../../../kit/ids.ts";
import type { Answer } from "./answer.ts";
import { must } from "./must.ts";

type Dial = Extract<LineCommand, { do: "line.dial" }>;
type LineLeg = { direction: "in" | "out"; state: "ringing" | "up" | "let-go"; offer: boolean; dial?: Dial };

/** The lines and phones as the box sees them: who calls, who is rung, who is up; nothing may be said to a leg that isn't there. */
export class SimLines {
  readonly #say: (answer: Answer) => void;
  readonly #legs = new Map<LegId, LineLeg>();
  /** How calls in were let go, by leg. */
  readonly refused = new Map<LegId, string>();
  /** Answers to the far sides' changed offers. */
  readonly accepted: { leg: LegId; direction: string; version: number }[] = [];
  /** What each phone's lamp shows. */
  readonly lamps = new Map<string, number>();
  /** What each busy lamp was told last. */
  readonly busy = new Map<string, LampDialog[]>();
  readonly progress: { leg: LegId; how: string }[] = [];

  constructor(say: (answer: Answer) => void) {
    this.#say = say;
  }

  live(leg: LegId): boolean {
    const known = this.#legs.get(leg);
    return known !== undefined && known.state !== "let-go";
  }
  stateOf(leg: LegId): string {
    return this.#legs.get(leg)?.state ?? "gone";
  }
  /** Everybody who is being rung, oldest first. */
  get ringing(): { leg: LegId; to: string }[] {
    return [...this.#legs]
      .filter(([, l]) => l.direction === "out" && l.state === "ringing")
      .map(([leg, l]) => ({ leg, to: l.dial!.to.number }));
  }
  get all(): { leg: LegId; direction: "in" | "out"; state: string }[] {
    return [...this.#legs].map(([leg, { direction, state }]) => ({ leg, direction, state }));
  }
  /** Ringing leg towards a number. */
  to(number: string): LegId {
    const found = this.ringing.find((r) => r.to === number);
    must(found !== undefined, `${number} rings`);
    return found.leg;
  }
  dialOf(leg: LegId): Dial | undefined {
    return this.#legs.get(leg)?.dial;
  }

  lost(): void {
    this.#legs.clear();
  }

  heard(event: BoxEvent): void {
    if (event.on === "line.ringing")
      this.#legs.set(event.leg, { direction: "in", state: "ringing", offer: event.remote !== undefined });
    else if (event.on === "line.answered" && this.stateOf(event.leg) === "ringing") this.#legs.get(event.leg)!.state = "up";
    else if (event.on === "line.ended") this.#legs.delete(event.leg);
  }

  perform(command: LineCommand): void {
    if (command.do === "line.messages") {
      this.lamps.set(command.phone, command.waiting);
      return;
    }
    if (command.do === "line.lamp") {
      if (command.dialogs) this.busy.set(command.subject, command.dialogs);
      else this.busy.delete(command.subject);
      return;
    }
    if (command.do === "line.dial") {
      must(!this.#legs.has(command.leg), `${command.leg} is dialled once`);
      this.#legs.set(command.leg, { direction: "out", state: "ringing", offer: true, dial: command });
      return;
    }
    const leg = this.#legs.get(command.leg);
    must(leg !== undefined && leg.state !== "let-go", `${command.do}: ${command.leg} is there`);
    switch (command.do) {
      case "line.progress":
        must(leg.state === "ringing", `${command.leg} still rings when it is told of progress`);
        this.progress.push({ leg: command.leg, how: command.how });
        return;
      case "line.answer":
        must(leg.direction === "in" && leg.state === "ringing", `${command.leg} is answered once`);
        leg.state = "up";
        this.#say({
          from: command.leg,
          event: { on: "line.confirmed", leg: command.leg, ...(leg.offer ? {} : { remote: { ...command.local, port: 4000 } }) },
        });
        return;
      case "line.accept":
        this.accepted.push({ leg: command.leg, direction: command.local.direction, version: command.local.sessionVersion });
        return;
      case "line.hangup":
        if (leg.direction === "in" && leg.state === "ringing") this.refused.set(command.leg, command.why);
        leg.state = "let-go";
        this.#say({ from: command.leg, event: { on: "line.ended", leg: command.leg, why: command.why, by: "us" } });
        return;
      default:
        return;
    }
  }
}
