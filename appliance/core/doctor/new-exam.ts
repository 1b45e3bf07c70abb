import type { DoctorEvent } from "../../contract/doctor.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Exam } from "./exam.ts";

/** What the doctor is told of the box. */
export type DoctorView = {
  atMs: number;
  lineOf(id: LineId): LineSettings | undefined;
  numberOf(id: LineId): string | undefined;
  stateOf(id: LineId): "up" | "down" | "off" | "unknown";
  isFree(id: LineId): boolean;
};

/** An examination at its beginning. */
export function newExam(word: Extract<DoctorEvent, { on: "doctor.asked" }>, view: DoctorView): Exam {
  const settings = view.lineOf(word.line);
  const { id, line, partner, by, former } = word;
  const kind = settings?.kind ?? "trunk";
  const number = view.numberOf(line);
  const partnerNumber = partner && view.numberOf(partner);
  return {
    report: {
      id,
      line,
      kind,
      by,
      startedAtMs: view.atMs,
      state: "running",
      step: "taking",
      pass: 1,
      findings: [],
      ...(partner ? { partner } : {}),
    },
    settings: settings ?? { kind: "trunk" },
    line,
    numbers: { ...(number ? { line: number } : {}), ...(partnerNumber ? { partner: partnerNumber } : {}) },
    step: "taking",
    sinceMs: view.atMs,
    pass: 1,
    taken: [],
    turn: 0,
    heardRing: false,
    partnerRings: 0,
    quickCycles: 0,
    offHookMs: 0,
    seen: { state: view.stateOf(line) },
    ...(partner ? { partner } : {}),
    ...(former ? { former } : {}),
  };
}
