import type { DoctorReport, DoctorStep } from "../../contract/doctor.ts";
import type { EndReason } from "../../contract/end-reason.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { LegId, LineId } from "../../kit/ids.ts";

export type ToneCycle = { frequencyHz: number; levelDbm0: number; onMs: number; offMs: number };

/** What was seen so far, in plain values. What is missing was not measured. */
export type Seen = {
  battery?: boolean;
  /** `null`: waited for in vain. */
  dialTone?: { frequencyHz: number; levelDbm0: number; afterMs: number } | null;
  ringback?: { frequencyHz: number; levelDbm0: number } | null;
  answered?: boolean;
  answerReversal?: boolean;
  /** From the line to its partner, the other way, and back to itself. */
  levels?: { toPartnerDbm0?: number; fromPartnerDbm0?: number; echoDbm0?: number };
  /** Cycles heard after the far end had hung up, newest last. */
  cycles?: ToneCycle[];
  hangUp?: { busyMs?: number; reversalMs?: number; batteryMs?: number; waitedMs?: number };
  rings?: number;
  caller?: { way: "fsk" | "dtmf"; number: string; rings: number } | null;
  values?: Record<string, number | string>;
  balance?: { text?: string };
  state?: "up" | "down" | "off" | "unknown";
  /** A text that was sent: the network had it, and it came. */
  text?: { takenMs?: number; arrivedMs?: number; why?: string };
  /** A call from the line to its partner. Keys were heard there, and back. */
  call?: {
    ringMs?: number;
    number?: string;
    answered?: boolean;
    keyThere?: boolean;
    keyBack?: boolean;
    hangUpMs?: number;
    why?: EndReason;
  };
  /** A telephone with somebody beside it. */
  phone?: { rang?: boolean; liftedMs?: number; key?: string; replaced?: boolean; why?: EndReason; over?: boolean };
};

/** What is done one after the other to what isn't an analog line. */
export type Stage = "ask" | "balance" | "text" | "call" | "phone";
/** A leg of the doctor's own: he calls by the near one and is called by the far one. */
export type DoctorLeg = { id: LegId; side: "near" | "far"; state: "opening" | "ringing" | "up" | "ended" };

/** An examination under way. Plain data. */
export type Exam = {
  report: DoctorReport;
  former?: DoctorReport;
  settings: LineSettings | { kind: "trunk" } | { kind: "phone" };
  line: LineId;
  partner?: LineId;
  numbers: { line?: string; partner?: string };
  step: DoctorStep;
  /** Moment the step began, and on the line's own clock. */
  sinceMs: number;
  pass: 1 | 2;
  taken: LineId[];
  /** Turns of the step "talking". */
  turn: number;
  /** Bursts of ring-back heard and rings seen in this pass. */
  heardRing: boolean;
  partnerRings: number;
  quickCycles: number;
  seen: Seen;
  /** What is still to be done; the first is under way. */
  stages: Stage[];
  legs: DoctorLeg[];
  /** The text that is under way, and the line it is to come to. */
  text?: { id: string; words: string; to: LineId };
};

/** One at a time. `last`: the newest that is over, until its row can be read. */
export type DoctorState = { exam?: Exam; last?: DoctorReport };
export const newDoctor = (): DoctorState => ({});
/** What people see of it now. */
export const liveDoctor = (state: DoctorState | undefined): DoctorReport[] => (state?.exam ? [state.exam.report] : []);
export const doctorTimer = "doctor:step";
/** Level of the test tone, well below what overloads any line. */
export const sentDbm0 = -10;
export const testToneHz = 1000;
