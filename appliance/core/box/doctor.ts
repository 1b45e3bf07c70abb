import type { Effect } from "../../contract/effects.ts";
import { callsOnLine } from "../calls/call.ts";
import { newDoctor } from "../doctor/exam.ts";
import type { DoctorView } from "../doctor/new-exam.ts";
import { type DoctorWord, stepDoctor } from "../doctor/step-doctor.ts";
import { outsideLine } from "../lines/outside-lines.ts";
import type { BoxState } from "./box-state.ts";

/** Tells the line doctor of the lines, and whether calls are on them. */
export function hearDoctor(box: BoxState, word: DoctorWord, atMs: number): Effect[] {
  box.doctor ??= newDoctor();
  const { settings } = box;
  const view: DoctorView = {
    atMs,
    lineOf: (id) => settings.lines?.find((line) => line.id === id),
    numberOf: (id) => outsideLine(settings, id)?.number,
    stateOf: (id) => box.lines.lines[id]?.state ?? "unknown",
    isFree: (id) => callsOnLine(box.calls, id) === 0,
  };
  return stepDoctor(box.doctor, word, view);
}
