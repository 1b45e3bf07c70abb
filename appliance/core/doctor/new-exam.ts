import type { DoctorEvent } from "../../contract/doctor.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { MediaCommand } from "../../contract/media.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Exam, Stage } from "./exam.ts";

/** What the doctor is told of the box. */
export type DoctorView = {
  atMs: number;
  lineOf(id: LineId): LineSettings | undefined;
  numberOf(id: LineId): string | undefined;
  stateOf(id: LineId): "up" | "down" | "off" | "unknown";
  /** No call is on the line or telephone. */
  isFree(id: LineId): boolean;
  /** What comes to it by text is heard of. */
  takesTexts(id: LineId): boolean;
  /** How the sound to and from it is to be. */
  soundOf(id: LineId): Pick<Extract<MediaCommand, { do: "media.open" }>, "srtp" | "inbandDigits" | "codecs">;
};

type Asked = Extract<DoctorEvent, { on: "doctor.asked" }>;

const stagesOf = ({ phone, tests = [] }: Asked, kind: Exam["settings"]["kind"]): Stage[] => {
  if (kind === "analog-line") return [];
  return phone ? ["phone"] : ["ask", ...(["balance", "text", "call"] as const).filter((one) => tests.includes(one))];
};

/** An examination at its beginning. */
export function newExam(word: Asked, view: DoctorView): Exam {
  const { id, line, partner, by, former, phone, tests } = word;
  const settings = phone ? { kind: "phone" as const } : (view.lineOf(line) ?? { kind: "trunk" as const });
  const { kind } = settings;
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
      ...(tests && tests.length > 0 ? { tests } : {}),
    },
    settings,
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
    seen: { state: view.stateOf(line) },
    stages: stagesOf(word, kind),
    legs: [],
    ...(partner ? { partner } : {}),
    ...(former ? { former } : {}),
  };
}
