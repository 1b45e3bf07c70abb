import type { DoctorFinding, DoctorReport } from "../../../appliance/contract/doctor.ts";
import type { LineSettings } from "../../../appliance/contract/line-settings.ts";
import type { Exam, Seen } from "../../../appliance/core/doctor/exam.ts";
import { findingsOf, foundOf } from "../../../appliance/core/doctor/findings.ts";
import { newExam } from "../../../appliance/core/doctor/new-exam.ts";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { siteGear } from "./site-gear.ts";

const day = 24 * 3_600_000;
const lines: readonly LineSettings[] = siteGear().lines ?? [];
type Visit = { line: string; daysAgo: number; seen: Seen; more?: Partial<DoctorReport>; phone?: true };

const exchange = (loss: number, echo: number, more: Partial<Seen> = {}): Seen => ({
  battery: true,
  dialTone: { frequencyHz: 425, levelDbm0: -12 - loss / 2, afterMs: 420 },
  ringback: { frequencyHz: 425, levelDbm0: -13 - loss / 2 },
  answered: true,
  answerReversal: true,
  levels: { toPartnerDbm0: -10 - loss, fromPartnerDbm0: -10 - loss, echoDbm0: -10 - echo },
  cycles: Array.from({ length: 3 }, () => ({ frequencyHz: 425, levelDbm0: -12.2 - loss / 2, onMs: 500, offMs: 500 })),
  hangUp: { reversalMs: 180, busyMs: 640 },
  rings: 2,
  caller: { way: "dtmf", number: "4086002", rings: 0 },
  ...more,
});
const sim = (signalDbm: number, more: Partial<Seen> = {}): Seen => ({
  values: { sim: "ready", registration: "home", operator: "CMCC", signalDbm, ownNumber: "13940850001" },
  balance: { text: "您的余额为 36.20 元" },
  text: { takenMs: 2_300, arrivedMs: 6_100 },
  ...more,
});

/** Newest first: an analog line that gets worse, a SIM whose texts stopped arriving, a trunk, a telephone. */
const visits: Visit[] = [
  { line: "exchange", daysAgo: 0.03, seen: exchange(13, 10, { answerReversal: false, hangUp: { busyMs: 640 } }) },
  { line: "exchange", daysAgo: 6, seen: exchange(9, 16) },
  { line: "exchange", daysAgo: 7, seen: { battery: true }, more: { state: "broken-off", why: "call" } },
  { line: "exchange", daysAgo: 34, seen: exchange(7, 18) },
  { line: "exchange", daysAgo: 63, seen: exchange(6.4, 19) },
  { line: "mobile", daysAgo: 0.2, seen: sim(-99, { text: { takenMs: 2_900 } }) },
  { line: "mobile", daysAgo: 9, seen: sim(-84) },
  { line: "mobile", daysAgo: 40, seen: sim(-71) },
  {
    line: "801",
    daysAgo: 2,
    phone: true,
    seen: { phone: { rang: true, liftedMs: 3_400, key: "5", replaced: true, over: true } },
  },
];

export function pastReports(nowMs: number): DoctorReport[] {
  const made: DoctorReport[] = [];
  for (const [n, { line, daysAgo, seen, more, phone }] of [...visits.entries()].reverse()) {
    const atMs = nowMs - daysAgo * day;
    const view = {
      atMs,
      lineOf: (id: string) => lines.find((one) => one.id === id),
      numberOf: () => "4086001",
      stateOf: () => "up" as const,
      isFree: () => true,
      takesTexts: () => true,
      soundOf: () => ({ srtp: "off" as const, inbandDigits: true, codecs: [] }),
    };
    const former = made.findLast((one) => one.line === line && one.state === "done");
    const isSim = line === "mobile";
    const exam: Exam = {
      ...newExam(
        {
          on: "doctor.asked",
          id: `past-${n}`,
          line: line as LineId,
          by: "admin",
          ...(phone ? { phone } : {}),
          ...(line === "exchange" ? { partner: "exchange2" as LineId } : {}),
          ...(isSim ? { tests: ["balance" as const, "text" as const] } : {}),
          ...(former ? { former } : {}),
        },
        view,
      ),
      seen: { state: "up", ...seen },
      stages: [],
    };
    const { step: _step, pass: _pass, ...report } = exam.report;
    const findings: DoctorFinding[] = findingsOf(exam);
    const found = more ? undefined : foundOf(exam);
    made.push({ ...report, endedAtMs: atMs + 24_000, state: "done", findings, ...(found ? { found } : {}), ...more });
  }
  return made.reverse();
}
