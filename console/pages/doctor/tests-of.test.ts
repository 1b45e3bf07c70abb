import { describe, expect, test } from "vitest";
import { doctorSteps } from "../../../appliance/contract/doctor.ts";
import type { DoctorReport } from "../../data/doctor.ts";
import { testsOf, trendOf, underWay } from "./tests-of.ts";

const report = (more: Partial<DoctorReport>): DoctorReport => ({
  id: "r",
  line: "l",
  kind: "analog-line",
  by: "admin",
  startedAtMs: 0,
  state: "running",
  findings: [],
  ...more,
});
const words = { en: "", zh: "" };

describe("the tests of an examination", () => {
  test("what costs money only when it is asked for, what takes two lines only with two", () => {
    expect(testsOf({ kind: "gsm-modem" })).toEqual(["sim", "registration", "signal"]);
    expect(testsOf({ kind: "gsm-modem", tests: ["text", "balance"] }).slice(3)).toEqual(["balance", "text"]);
    expect(testsOf({ kind: "analog-line" })).not.toContain("echo");
    expect(testsOf({ kind: "analog-line", partner: "b" })).toContain("echo");
    expect(testsOf({ kind: "register" })).toEqual(["registration", "options"]);
  });
  test("whatever step it is at, what is under way is something that is done then", () => {
    for (const kind of ["analog-line", "gsm-modem", "trunk", "phone"])
      for (const step of doctorSteps) for (const one of underWay(report({ kind, step }))) expect(one).toMatch(/^[a-z-]+$/);
    expect(underWay(report({ step: "talking", pass: 1 }))).toContain("echo");
    expect(underWay(report({ step: "talking", pass: 2 }))).toEqual(["ring", "caller-id"]);
    expect(underWay(report({ kind: "gsm-modem", step: "hanging-up" }))).toEqual(["call"]);
  });
});

test("reports side by side: a row for each test, a gap where it was not made", () => {
  const rows = trendOf([
    report({ findings: [{ test: "battery", verdict: "good", values: [], words }] }),
    report({
      findings: [
        { test: "level", verdict: "weak", values: [{ name: "lossInDb", value: 12 }], words },
        { test: "battery", verdict: "bad", values: [], words },
      ],
    }),
  ]);
  expect(rows).toEqual([
    {
      test: "battery",
      at: [
        { verdict: "good", unit: "" },
        { verdict: "bad", unit: "" },
      ],
    },
    { test: "level", at: [undefined, { verdict: "weak", unit: "lossInDb", value: 12 }] },
  ]);
});
