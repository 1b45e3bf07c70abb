import type { OwnEvent } from "./concern.ts";
import type { ExamHand } from "./exam-hand.ts";

/** A text from the line to its partner, or to itself: whether the network takes it, and how long it is on its way. It is kept nowhere. */
export class TextTest {
  readonly #hand: ExamHand;
  readonly #next: () => void;

  constructor(hand: ExamHand, next: () => void) {
    this.#hand = hand;
    this.#next = next;
  }

  begin(): void {
    const { exam, effects, view } = this.#hand;
    const place = [exam.partner, exam.line].find((id) => id !== undefined && view.takesTexts(id));
    const number = place === exam.line ? exam.numbers.line : exam.numbers.partner;
    if (!place || !number) return this.#next();
    const { id } = exam.report;
    const words = `Linebox ${id.slice(0, 8)}`;
    exam.text = { id: `doctor-${id}`, words, to: place };
    exam.seen.text = {};
    this.#hand.enter("texting");
    const attempt = { id: exam.text.id, line: exam.line, to: number, text: words, reference: 0, part: 1, report: false };
    effects.push({ do: "text.send", ...attempt });
  }

  hear(event: OwnEvent): void {
    const { exam, view, effects } = this.#hand;
    const seen = exam.seen.text;
    if (!seen) return;
    const afterMs = view.atMs - exam.sinceMs;
    if (event.on === "text.arrived") {
      effects.push({ do: "text.delete", place: { ...event.place } });
      seen.arrivedMs ??= afterMs;
    } else if (event.on !== "text.answered") return;
    else if (event.ok) seen.takenMs = afterMs;
    else {
      seen.why = event.why;
      // The modem fell silent: the network may have the text all the same.
      if (event.retry === "unknown") return;
      return this.#over();
    }
    if (seen.takenMs !== undefined && seen.arrivedMs !== undefined) this.#over();
  }

  time(): void {
    this.#over();
  }

  #over(): void {
    delete this.#hand.exam.text;
    this.#next();
  }
}
