import { doctorChoices, doctorTests } from "../../../appliance/contract/doctor.ts";
import type { DoctorReport, DoctorTest } from "../../data/doctor.ts";

const analogAlone: DoctorTest[] = ["battery", "dial-tone", "busy-tone"];
const analogTwo: DoctorTest[] = [
  "battery",
  "dial-tone",
  "ringback",
  "answer-sign",
  "level",
  "echo",
  "busy-tone",
  "hang-up-sign",
  "ring",
  "caller-id",
];

/** The tests of an examination, in the order they are shown in. */
export function testsOf({ kind, partner, tests = [] }: Pick<DoctorReport, "kind" | "partner" | "tests">): DoctorTest[] {
  switch (kind) {
    case "analog-line":
      return partner === undefined ? analogAlone : analogTwo;
    case "gsm-modem":
      return ["sim", "registration", "signal", ...doctorChoices.filter((one) => tests.includes(one))];
    case "phone":
      return ["ring", "lift", "key", "replace"];
    default:
      return ["registration", "options", ...(["text", "call"] as const).filter((one) => tests.includes(one))];
  }
}

/** What the step of the moment is about. */
export function underWay({ kind, step, pass }: DoctorReport): DoctorTest[] {
  const isAnalog = kind === "analog-line";
  if (isAnalog && pass === 2) return ["ring", "caller-id"];
  switch (step) {
    case "taking":
      return isAnalog ? ["battery"] : [];
    case "dial-tone":
      return ["dial-tone"];
    case "dialling":
      return ["ringback", "busy-tone"];
    case "ringing":
      return ["ringback"];
    case "talking":
      return isAnalog ? ["answer-sign", "level", "echo"] : ["call"];
    case "hanging-up":
      return isAnalog ? ["busy-tone", "hang-up-sign"] : ["call"];
    case "asking":
      return ["sim", "registration", "signal", "options"];
    case "asking-balance":
      return ["balance"];
    case "texting":
      return ["text"];
    case "calling":
      return ["call"];
    case "lifting":
      return ["ring", "lift"];
    case "pressing":
      return ["key"];
    case "replacing":
      return ["replace"];
    default:
      return [];
  }
}

/** The value of each test that tells most when it is followed over time. */
const leading: Partial<Record<DoctorTest, string>> = {
  "dial-tone": "levelDbm0",
  ringback: "levelDbm0",
  level: "lossInDb",
  echo: "returnLossDb",
  "busy-tone": "frequencyHz",
  "hang-up-sign": "busyToneAfterMs",
  signal: "signalDbm",
  options: "optionsMs",
  text: "arrivedMs",
  call: "ringAfterMs",
};
export type Trend = { test: DoctorTest; at: ({ verdict: string; value?: number; unit: string } | undefined)[] };

/** Reports side by side, in their order: one row for each test that any of them has. */
export function trendOf(reports: readonly DoctorReport[]): Trend[] {
  const known = new Set(reports.flatMap((one) => one.findings.map(({ test }) => test)));
  return doctorTests
    .filter((test) => known.has(test))
    .map((test) => ({
      test,
      at: reports.map(({ findings }) => {
        const found = findings.find((one) => one.test === test);
        if (!found) return undefined;
        const name = leading[test] ?? "";
        const value = found.values.find((one) => one.name === name)?.value;
        return { verdict: found.verdict, unit: name, ...(typeof value === "number" ? { value } : {}) };
      }),
    }));
}
