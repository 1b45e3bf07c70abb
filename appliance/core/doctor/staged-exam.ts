import type { DoctorEvent } from "../../contract/doctor.ts";
import { CallTest } from "./call-test.ts";
import type { OwnEvent } from "./concern.ts";
import type { ExamHand } from "./exam-hand.ts";
import { PhoneTest } from "./phone-test.ts";
import { TextTest } from "./text-test.ts";

type Heard = Extract<DoctorEvent, { on: "doctor.health" | "doctor.balance" }> | { on: "doctor.own"; event: OwnEvent };

/** Everything but an analog line: one test after the other, each with what it needs. */
export class StagedExam {
  readonly #hand: ExamHand;

  constructor(hand: ExamHand) {
    this.#hand = hand;
  }

  begin(): void {
    const { exam, effects, view } = this.#hand;
    switch (exam.stages[0]) {
      case "ask":
        this.#hand.enter("asking");
        effects.push({ do: "doctor.ask", line: exam.line });
        return;
      case "balance": {
        const code = exam.settings.kind === "gsm-modem" ? exam.settings.balance?.code : undefined;
        if (code === undefined) return this.#next();
        this.#hand.enter("asking-balance");
        effects.push({ do: "doctor.askBalance", line: exam.line, code });
        return;
      }
      case "text":
        return new TextTest(this.#hand, () => this.#next()).begin();
      case "call":
        // What was free at the beginning may be in a call by now.
        if (!this.#hand.lines.every((id) => view.isFree(id))) return this.#hand.end("call");
        return new CallTest(this.#hand, () => this.#next()).begin();
      case "phone":
        return new PhoneTest(this.#hand).begin();
      case undefined:
        return this.#hand.end();
    }
  }

  hear(word: Heard): void {
    const { exam } = this.#hand;
    const [stage] = exam.stages;
    if (word.on === "doctor.own") {
      if (stage === "text") new TextTest(this.#hand, () => this.#next()).hear(word.event);
      else if (stage === "call") new CallTest(this.#hand, () => this.#next()).hear(word.event);
      else if (stage === "phone") new PhoneTest(this.#hand).hear(word.event);
    } else if (word.line !== exam.line) return;
    else if (word.on === "doctor.health" && stage === "ask") {
      exam.seen.values = word.values;
      this.#next();
    } else if (word.on === "doctor.balance" && stage === "balance") {
      exam.seen.balance = word.text === undefined ? {} : { text: word.text };
      this.#next();
    }
  }

  time(): void {
    const { exam } = this.#hand;
    switch (exam.stages[0]) {
      case "ask":
        exam.seen.values = {};
        return this.#next();
      case "balance":
        exam.seen.balance ??= {};
        return this.#next();
      case "text":
        return new TextTest(this.#hand, () => this.#next()).time();
      case "call":
        return new CallTest(this.#hand, () => this.#next()).time();
      case "phone":
        return new PhoneTest(this.#hand).time();
      case undefined:
        return this.#hand.end();
    }
  }

  #next(): void {
    this.#hand.exam.stages.shift();
    this.begin();
  }
}
