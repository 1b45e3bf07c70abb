import type { DoctorEnd, DoctorStep, ProbeOrder } from "../../contract/doctor.ts";
import type { Effect } from "../../contract/effects.ts";
import type { LegId, LineId } from "../../kit/ids.ts";
import { type DoctorLeg, type DoctorState, doctorTimer, type Exam } from "./exam.ts";
import { findingsOf, foundOf } from "./findings.ts";
import type { DoctorView } from "./new-exam.ts";

/** Longest a step may take: beyond it, what it waits for is not there. */
export const limitsMs: Record<DoctorStep, number> = {
  taking: 8_000,
  "dial-tone": 6_000,
  dialling: 20_000,
  ringing: 25_000,
  talking: 12_000,
  "hanging-up": 14_000,
  pausing: 2_500,
  asking: 12_000,
  "asking-balance": 40_000,
  texting: 90_000,
  calling: 45_000,
  lifting: 45_000,
  pressing: 30_000,
  replacing: 30_000,
};

/** What every examination does: goes a step further, asks for something, lets go of all it holds and writes its report. */
export class ExamHand {
  readonly effects: Effect[] = [];
  readonly exam: Exam;
  readonly view: DoctorView;
  readonly #state: DoctorState;

  constructor(state: DoctorState, exam: Exam, view: DoctorView) {
    this.#state = state;
    this.exam = exam;
    this.view = view;
  }

  get lines(): LineId[] {
    const { line, partner } = this.exam;
    return partner ? [line, partner] : [line];
  }

  /** `limitMs` is given where the next turn comes by time. */
  enter(step: DoctorStep, limitMs = limitsMs[step]): void {
    const { exam } = this;
    exam.step = step;
    exam.turn = 0;
    exam.sinceMs = this.view.atMs;
    exam.report = { ...exam.report, step, pass: exam.pass, findings: findingsOf(exam) };
    this.until(limitMs);
    this.effects.push({ do: "push", topic: "doctor", id: exam.report.id });
  }

  until(limitMs: number): void {
    this.effects.push({ do: "timer.set", key: doctorTimer, atMs: this.view.atMs + limitMs });
  }
  order(line: LineId, order: ProbeOrder): void {
    this.effects.push({ do: "doctor.probe", line, order });
  }

  /** A leg of our own, with its sound. */
  openLeg(leg: DoctorLeg, sound: Omit<Extract<Effect, { do: "media.open" }>, "do" | "leg">): void {
    this.exam.legs.push(leg);
    this.effects.push({ do: "media.open", leg: leg.id, ...sound });
  }
  leg(side: DoctorLeg["side"]): DoctorLeg | undefined {
    return this.exam.legs.find((leg) => leg.side === side);
  }
  legOf(id: LegId): DoctorLeg | undefined {
    return this.exam.legs.find((leg) => leg.id === id);
  }
  dropLegs(): void {
    for (const { id, state } of this.exam.legs.splice(0)) {
      if (state !== "ended") this.effects.push({ do: "line.hangup", leg: id, why: "hangup" });
      this.effects.push({ do: "media.close", leg: id });
    }
  }

  /** `ringing`: the line that rings for somebody from outside gets back first. */
  end(why?: DoctorEnd, ringing?: LineId): void {
    const { exam } = this;
    this.dropLegs();
    const order = ringing ? [ringing, ...this.lines.filter((id) => id !== ringing)] : this.lines;
    if (exam.settings.kind === "analog-line") for (const line of order) this.order(line, { do: "give-back" });
    const { step: _step, pass: _pass, ...report } = exam.report;
    const found = why === undefined ? foundOf(exam) : undefined;
    const row = {
      ...report,
      endedAtMs: this.view.atMs,
      state: why === undefined ? ("done" as const) : ("broken-off" as const),
      findings: findingsOf(exam),
      ...(why ? { why } : {}),
      ...(found ? { found } : {}),
    };
    delete this.#state.exam;
    this.#state.last = row;
    this.effects.push(
      { do: "timer.clear", key: doctorTimer },
      { do: "store", change: { put: "doctor", row } },
      { do: "push", topic: "doctor", id: row.id },
    );
  }
}
