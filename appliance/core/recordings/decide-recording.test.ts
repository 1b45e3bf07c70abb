import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarSettings } from "../../contract/calendar.ts";
import type { RecordingRule } from "../../contract/recording.ts";
import { decideRecording, type RecordingFacts } from "./decide-recording.ts";
import { mayHear } from "./may-hear.ts";

const noon = Date.UTC(2026, 2, 2, 4, 0, 0);
const facts: RecordingFacts = { call: "c1", direction: "in", lines: ["trunk"] };
const rule = (more: Partial<RecordingRule>): RecordingRule => ({ id: "r", record: false, ...more });
const decide = (rules: RecordingRule[], more: Partial<RecordingFacts> = {}, calendars: CalendarSettings[] = []) =>
  decideRecording(rules, { ...facts, ...more }, noon, calendars);

describe("which calls are recorded", () => {
  it("all of them, when nobody said otherwise (R5)", () => {
    expect(decide([])).toEqual({ record: true });
  });

  it("by the first rule that fits in everything it names", () => {
    const rules = [rule({ id: "vip", queues: ["vip"], agents: ["a1"] }), rule({ id: "in", directions: ["in"], record: true })];
    expect(decide(rules, { queue: "vip", agent: "a1" }).rule?.id).toBe("vip");
    expect(decide(rules, { queue: "vip", agent: "a2" }).rule?.id).toBe("in");
    expect(decide(rules, { direction: "out" })).toEqual({ record: true });
    expect(decide([rule({ lines: ["b"] })], { lines: ["a", "b"] }).record).toBe(false);
  });

  it("a queue or an agent that is not known yet does not fit", () => {
    const rules = [rule({ queues: ["vip"] }), rule({ agents: ["a1"] })];
    expect(decide(rules).record).toBe(true);
    expect(decide(rules, { queue: "vip" }).record).toBe(false);
    expect(decide(rules, { queue: "other", agent: "a1" }).record).toBe(false);
  });

  it("by the hours of a calendar; one that is gone fits never", () => {
    const weekly = { mon: [{ from: "08:00", to: "17:00" }] };
    const office = { id: "office", name: "Office", timeZone: "Asia/Shanghai", weekly, holidays: [], workdays: [] };
    const open = rule({ hours: { calendar: "office", when: "open" } });
    const shut = rule({ hours: { calendar: "office", when: "closed" } });
    expect(decide([open], {}, [office]).record).toBe(false);
    expect(decide([shut], {}, [office]).record).toBe(true);
    expect(decide([shut], {}, []).record).toBe(true);
  });

  it("a share is drawn from the call's id: always the same, and about as many as was asked", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 100 }), (call, sharePercent) => {
        const rules = [rule({ record: true, sharePercent })];
        const { record } = decide(rules, { call });
        expect(decide(rules, { call }).record).toBe(record);
        if (sharePercent === 100) expect(record).toBe(true);
        if (sharePercent === 0) expect(record).toBe(false);
      }),
    );
    const recorded = Array.from({ length: 10_000 }, (_, n) =>
      decide([rule({ record: true, sharePercent: 30 })], { call: `k${n}` }),
    );
    const share = recorded.filter((v) => v.record).length / 10_000;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.02);
  });
});

describe("who may hear a recording", () => {
  const call = { agent: "a1" as never };
  const own = { role: "agent" as const, agent: "a1" };
  it("administrators and supervisors; agents their own, where the settings say so", () => {
    expect(mayHear({ role: "supervisor" }, {}, call, {})).toBe(true);
    expect(mayHear(own, {}, call, {})).toBe(true);
    expect(mayHear(own, {}, call, { agentsHearOwn: false })).toBe(false);
    expect(mayHear(own, {}, call, { agentsHearOwn: true })).toBe(true);
    expect(mayHear({ role: "agent", agent: "a2" }, {}, call, { agentsHearOwn: true })).toBe(false);
    expect(mayHear({ role: "agent" }, {}, undefined, { agentsHearOwn: true })).toBe(false);
  });
  it("by the rule it was made under, whatever the settings say", () => {
    expect(mayHear({ role: "supervisor" }, { hear: ["administrator"] }, call, { agentsHearOwn: true })).toBe(false);
    expect(mayHear(own, { hear: ["administrator"] }, call, { agentsHearOwn: true })).toBe(false);
    expect(mayHear(own, { hear: ["agent"] }, call, {})).toBe(true);
    // A supervisor who takes calls himself hears his own by that rule.
    expect(mayHear({ role: "supervisor", agent: "a1" }, { hear: ["agent"] }, call, {})).toBe(true);
  });
});
