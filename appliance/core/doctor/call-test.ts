import type { MediaDescription } from "../../contract/media.ts";
import type { LegId } from "../../kit/ids.ts";
import type { OwnEvent } from "./concern.ts";
import type { DoctorLeg } from "./exam.ts";
import { type ExamHand, limitsMs } from "./exam-hand.ts";

/** The sound of both is on its way through the network by then; some modems take no key before. */
const settleMs = 2_000;
const keyMs = 8_000;
const keyThere = "5";
const keyBack = "8";
const ringMs = 40_000;

/** The line calls its partner: whether it rings and shows the number, a key is heard there and back, and the end is seen. */
export class CallTest {
  readonly #hand: ExamHand;
  readonly #next: () => void;

  constructor(hand: ExamHand, next: () => void) {
    this.#hand = hand;
    this.#next = next;
  }

  begin(): void {
    const { exam, view } = this.#hand;
    if (!exam.partner || !exam.numbers.partner || !exam.numbers.line) return this.#next();
    exam.seen.call = {};
    this.#hand.enter("calling");
    const near: DoctorLeg = { id: `doctor-${exam.report.id}/1` as LegId, side: "near", state: "opening" };
    this.#hand.openLeg(near, view.soundOf(exam.line));
  }

  hear(event: OwnEvent): void {
    const { exam, view } = this.#hand;
    const seen = exam.seen.call;
    if (!seen || event.on === "text.arrived" || event.on === "text.answered") return;
    if (event.on === "line.ringing") {
      seen.ringMs = view.atMs - exam.sinceMs;
      seen.number = event.from.number;
      const sound = { ...(event.remote ? { remote: event.remote } : {}), ...view.soundOf(exam.partner!) };
      return this.#hand.openLeg({ id: event.leg, side: "far", state: "ringing" }, sound);
    }
    const leg = this.#hand.legOf(event.leg);
    if (leg) this.#ofLeg(leg, event);
  }

  time(): void {
    const { exam } = this.#hand;
    if (exam.step === "talking" && exam.turn < 3) return this.#turn(exam.turn + 1);
    this.#over();
  }

  #ofLeg(leg: DoctorLeg, event: Exclude<OwnEvent, { on: "line.ringing" | "text.arrived" | "text.answered" }>): void {
    const { exam, effects } = this.#hand;
    const seen = exam.seen.call!;
    switch (event.on) {
      case "media.opened":
        return this.#opened(leg, event.local);
      case "media.refused":
        seen.why ??= "no-media";
        return this.#over();
      case "line.answered":
        if (event.remote) effects.push({ do: "media.update", leg: leg.id, remote: event.remote, role: "answer" });
        return this.#up(leg);
      case "line.confirmed":
        return this.#up(leg);
      case "line.digit":
      case "media.digit":
        return this.#key(leg, event.digit);
      case "line.ended":
        leg.state = "ended";
        if (exam.step !== "hanging-up") {
          seen.why ??= event.why;
          return this.#over();
        }
        if (leg.side === "far") seen.hangUpMs = this.#hand.view.atMs - exam.sinceMs;
        if (exam.legs.every(({ state }) => state === "ended")) this.#over();
        return;
    }
  }

  /** The near leg is dialled, the far one answers. */
  #opened(leg: DoctorLeg, local: MediaDescription): void {
    const { exam, effects } = this.#hand;
    const { numbers, line } = exam;
    if (leg.side === "far") effects.push({ do: "line.answer", leg: leg.id, local });
    else if (leg.state === "opening") {
      leg.state = "ringing";
      const to = { kind: "line" as const, line, number: numbers.partner! };
      effects.push({ do: "line.dial", leg: leg.id, to, from: { number: numbers.line! }, local, giveUpMs: ringMs });
    }
  }

  #up(leg: DoctorLeg): void {
    const { exam } = this.#hand;
    leg.state = "up";
    if (exam.step !== "calling" || exam.legs.length < 2 || exam.legs.some(({ state }) => state !== "up")) return;
    exam.seen.call!.answered = true;
    this.#hand.enter("talking", settleMs);
  }

  #key(leg: DoctorLeg, digit: string): void {
    const { exam } = this.#hand;
    const seen = exam.seen.call!;
    if (exam.step !== "talking") return;
    if (exam.turn === 1 && leg.side === "far" && digit === keyThere) {
      seen.keyThere = true;
      this.#turn(2);
    } else if (exam.turn === 2 && leg.side === "near" && digit === keyBack) {
      seen.keyBack = true;
      this.#turn(3);
    }
  }

  /** 0 settling, 1 a key there, 2 a key back, 3 it is hung up. */
  #turn(turn: number): void {
    const { exam, effects } = this.#hand;
    const seen = exam.seen.call!;
    exam.turn = turn;
    if (turn === 3) {
      seen.keyBack ??= false;
      effects.push({ do: "line.hangup", leg: this.#hand.leg("near")!.id, why: "hangup" });
      return this.#hand.enter("hanging-up");
    }
    if (turn === 2) seen.keyThere ??= false;
    const [side, digits] = turn === 1 ? (["near", keyThere] as const) : (["far", keyBack] as const);
    effects.push({ do: "media.digits", leg: this.#hand.leg(side)!.id, digits });
    this.#hand.until(Math.min(keyMs, limitsMs.talking));
  }

  #over(): void {
    this.#hand.dropLegs();
    this.#next();
  }
}
