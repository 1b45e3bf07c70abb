import { describe, expect, test } from "vitest";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
import { checkSettings } from "./check-settings.ts";

const lab = labSettings("http://127.0.0.1:9");
const shown = (change: Partial<QueueSettings>): string[] => {
  const [first, ...others] = lab.queues;
  return checkSettings({ ...lab, queues: [{ ...first!, ...change }, ...others] }).map(
    (p) => `${p.severity} ${p.path} ${p.reason.en}`,
  );
};
const agent = lab.agents[0]!.id;

describe("how a queue chooses is checked", () => {
  test("a rule: that there is one, and at which character it is wrong", () => {
    expect(shown({ strategy: "rule" })).toContain("error /queues/0/rule The queue goes by a rule, and there is none.");
    expect(shown({ strategy: "rule", rule: "idleSec - callsToday * 10" })).toEqual(shown({}));
    expect(shown({ strategy: "rule", rule: "idleSec - idle(3)" })).toContain(
      "error /queues/0/rule Character 11: there is no function idle.",
    );
  });
  test("calendars and guests that aren't there, and days that end before they begin", () => {
    expect(shown({ hours: "nowhere" })).toContain('error /queues/0/hours There is no calendar "nowhere".');
    const guest = { agent: "nobody" as AgentId, from: "2026-03-14T09:00", to: "2026-03-14T12:00", level: 1 };
    expect(shown({ guests: [guest] })).toContain('error /queues/0/guests/0/agent There is no agent "nobody".');
    expect(shown({ guests: [{ ...guest, agent, to: "2026-03-14T09:00" }] })).toContain(
      "error /queues/0/guests/0/to This ends before it begins.",
    );
  });
  test("skills and grades that nobody has are told, not refused", () => {
    expect(shown({ skills: [{ skill: "rare", grade: 5 }], managementGrade: 9 })).toEqual(
      expect.arrayContaining([
        'warning /queues/0/skills/0 No member has skill "rare" at grade 5.',
        "warning /queues/0/managementGrade No member has management grade 9.",
      ]),
    );
    expect(shown({ classes: [{ class: "vip" }, { class: "vip" }] })).toContain(
      'error /queues/0/classes/1/class "vip" is used twice.',
    );
  });
});
