import type { MediaDescription } from "../../contract/media.ts";
import type { LegId, PhoneId } from "../../kit/ids.ts";
import type { OwnEvent } from "./concern.ts";
import type { DoctorLeg } from "./exam.ts";
import { type ExamHand, limitsMs } from "./exam-hand.ts";

/** Rings a telephone; whoever stands beside it lifts it, presses a key and hangs up. */
export class PhoneTest {
  readonly #hand: ExamHand;

  constructor(hand: ExamHand) {
    this.#hand = hand;
  }

  begin(): void {
    const { exam, view } = this.#hand;
    exam.seen.phone = {};
    this.#hand.enter("lifting");
    const leg: DoctorLeg = { id: `doctor-${exam.report.id}/1` as LegId, side: "near", state: "opening" };
    this.#hand.openLeg(leg, view.soundOf(exam.line));
  }

  hear(event: OwnEvent): void {
    const { exam, effects, view } = this.#hand;
    const seen = exam.seen.phone;
    const [leg] = exam.legs;
    if (!seen || !leg) return;
    switch (event.on) {
      case "media.opened":
        return this.#opened(leg, event.local);
      case "media.refused":
        seen.why = "no-media";
        return this.#over();
      case "line.progressed":
        seen.rang = true;
        return;
      case "line.answered":
        leg.state = "up";
        seen.rang = true;
        seen.liftedMs = view.atMs - exam.sinceMs;
        if (event.remote) effects.push({ do: "media.update", leg: leg.id, remote: event.remote, role: "answer" });
        this.#hand.enter("pressing");
        return this.#tone("beep");
      case "line.digit":
      case "media.digit":
        if (exam.step !== "pressing") return;
        seen.key = event.digit;
        this.#hand.enter("replacing");
        return this.#tone("busy");
      case "line.ended":
        leg.state = "ended";
        if (seen.liftedMs === undefined) seen.why = event.why;
        else seen.replaced = event.by === "far";
        return this.#over();
    }
  }

  /** Nobody did what was asked for. */
  time(): void {
    const { exam } = this.#hand;
    if (exam.step !== "pressing") return this.#over();
    this.#hand.enter("replacing");
    this.#tone("busy");
  }

  #over(): void {
    const { phone } = this.#hand.exam.seen;
    if (phone) phone.over = true;
    this.#hand.end();
  }

  #opened(leg: DoctorLeg, local: MediaDescription): void {
    if (leg.state !== "opening") return;
    leg.state = "ringing";
    const phone = this.#hand.exam.line as string as PhoneId;
    this.#hand.effects.push({
      do: "line.dial",
      leg: leg.id,
      to: { kind: "phone", phone, number: phone },
      from: { number: phone, name: "Linebox" },
      local,
      giveUpMs: limitsMs.lifting + 5_000,
    });
  }

  /** A short one asks for a key, the busy tone for hanging up. */
  #tone(tone: "beep" | "busy"): void {
    const forMs = tone === "beep" ? 400 : limitsMs.replacing;
    const [leg] = this.#hand.exam.legs;
    const items = [{ kind: "tone" as const, tone, forMs }];
    if (leg)
      this.#hand.effects.push({ do: "media.play", leg: leg.id, play: `doctor-${tone}`, items, bargeIn: false, repeat: false });
  }
}
