import type { DoctorEvent } from "../../contract/doctor.ts";
import type { Effect } from "../../contract/effects.ts";
import { AnalogExam } from "./analog-exam.ts";
import type { OwnEvent } from "./concern.ts";
import type { DoctorState } from "./exam.ts";
import { ExamHand } from "./exam-hand.ts";
import { type DoctorView, newExam } from "./new-exam.ts";
import { StagedExam } from "./staged-exam.ts";

export type DoctorWord =
  | DoctorEvent
  | { on: "doctor.time" }
  /** Of a call or a text of the doctor's own. */
  | { on: "doctor.own"; event: OwnEvent }
  /** Somebody calls on a line that is being examined, or it is needed for a call. */
  | { on: "doctor.needed" }
  /** The box began anew: nobody knows what the lines did meanwhile. */
  | { on: "doctor.restart" };

/** One step of the line doctor. Changes `state` in place. Asks one line at a time, and lets go at once for whoever calls. */
export function stepDoctor(state: DoctorState, word: DoctorWord, view: DoctorView): Effect[] {
  if (word.on === "doctor.asked") return state.exam ? [] : begin(state, word, view);
  const { exam } = state;
  if (!exam) return [];
  const hand = new ExamHand(state, exam, view);
  hear(hand, word);
  return hand.effects;
}

function begin(state: DoctorState, word: Extract<DoctorEvent, { on: "doctor.asked" }>, view: DoctorView): Effect[] {
  state.exam = newExam(word, view);
  const hand = new ExamHand(state, state.exam, view);
  if (!hand.lines.every((id) => view.isFree(id))) hand.end("busy");
  else if (state.exam.settings.kind === "analog-line") new AnalogExam(hand).begin();
  else new StagedExam(hand).begin();
  return hand.effects;
}

function hear(hand: ExamHand, word: Exclude<DoctorWord, { on: "doctor.asked" }>): void {
  const { exam } = hand;
  const isAnalog = exam.settings.kind === "analog-line";
  switch (word.on) {
    case "doctor.stopped":
      return hand.end("stopped");
    case "doctor.restart":
      return hand.end("restart");
    case "doctor.needed":
      return hand.end("call");
    case "doctor.time":
      return isAnalog ? new AnalogExam(hand).time() : new StagedExam(hand).time();
    case "doctor.saw":
      return isAnalog && hand.lines.includes(word.line) ? new AnalogExam(hand).saw(word.line, word.saw) : undefined;
    default:
      return isAnalog ? undefined : new StagedExam(hand).hear(word);
  }
}
