import { expect, test } from "vitest";
import type { AlarmNote } from "../../contract/alarm-row.ts";
import type { BoxEvent } from "../../contract/effects.ts";
import type { MqttSettings } from "../../contract/mqtt.ts";
import type { PublicEvent } from "../../contract/public-event.ts";
import type { AlarmRow, StoreChange } from "../../contract/records.ts";
import { mqttRows, type TelemetryFacts, type TelemetryMemory, topicLevel } from "./mqtt-rows.ts";

const settings: MqttSettings = { enabled: true, host: "localhost", port: 1883, security: "none" };
const alarm: AlarmRow = {
  id: "a1",
  code: "trunk-down",
  subject: "t1",
  severity: "error",
  words: { zh: "中继无响应。", en: "A trunk does not answer." },
  raisedAtMs: 5,
  count: 1,
};
const ended = {
  id: "7-0",
  seq: 7000,
  atMs: 5,
  type: "call.ended",
  call: "c1",
  direction: "in",
  line: "t1",
  caller: "13800138000",
  called: "96100",
  startedAtMs: 1,
  reason: "hangup",
  endedBy: "caller",
  fields: { meter: "4711" },
} as PublicEvent;
const facts = (more: Partial<TelemetryFacts> = {}, seq = 7): TelemetryFacts => ({
  stamped: { seq, atMs: 5, event: { on: "box.stopping" } as BoxEvent },
  changes: [],
  told: [],
  openAlarms: [],
  gauges: () => ({ calls: 0, talking: 0, waiting: 0, agentsIn: 1, agentsReady: 1 }),
  lines: () => [{ id: "t1", state: "up", text: "" }],
  plant: () => [],
  host: () => [],
  ...more,
});
const alarms = (rows: ReturnType<typeof mqttRows>) =>
  rows.filter((r) => r.topic === "alarms/event").map((r) => JSON.parse(r.payload) as Record<string, unknown>);

test("a state is told once and again only when it is another; numbers rise from step to step", () => {
  const memory: TelemetryMemory = new Map();
  const first = mqttRows(facts(), settings, memory);
  expect(first.map((r) => [r.topic, r.retain])).toEqual([
    ["alarms/open", true],
    ["lines/t1", true],
    ["calls", true],
  ]);
  expect(mqttRows(facts({}, 8), settings, memory)).toEqual([]);
  const [down] = mqttRows(facts({ lines: () => [{ id: "t1", state: "down", text: "408" }] }, 9), settings, memory);
  expect(down).toMatchObject({ topic: "lines/t1", kind: "state" });
  expect(down!.n).toBeGreaterThan(first.at(-1)!.n);
  expect(JSON.parse(down!.payload)).toEqual({ n: down!.n, atMs: 5, line: "t1", state: "down", text: "408" });
});

test("an alarm is told when it comes, is acknowledged, by whatever event, and goes; a repeat and calls about it are no news", () => {
  const told = (row: AlarmRow, ...kinds: AlarmNote["kind"][]) => {
    const notes = kinds.map(
      (kind): StoreChange => ({
        put: "alarm-note",
        row: { id: kind, alarm: row.id, atMs: 5, kind, words: alarm.words },
      }),
    );
    const stamped = { seq: 1, atMs: 5, event: { on: "timer.due", key: "k" } } as const;
    return alarms(mqttRows(facts({ changes: [{ put: "alarm", row }, ...notes], stamped }), settings, new Map()));
  };
  expect(told(alarm, "raised")).toMatchObject([{ change: "raised", code: "trunk-down", subject: "t1" }]);
  expect(told({ ...alarm, count: 2 })).toEqual([]);
  expect(told({ ...alarm, acknowledgedBy: "li" }, "outcome", "acknowledged")).toMatchObject([
    { change: "acknowledged", acknowledgedBy: "li" },
  ]);
  expect(told({ ...alarm, clearedAtMs: 9 }, "cleared")).toMatchObject([{ change: "cleared" }]);
});

test("the summary names the worst that is open", () => {
  const [open] = mqttRows(
    facts({
      openAlarms: [
        { ...alarm, severity: "warning" },
        { ...alarm, severity: "critical", acknowledgedBy: "li" },
      ],
    }),
    { ...settings, tell: ["alarms"] },
    new Map(),
  );
  expect(JSON.parse(open!.payload)).toMatchObject({ open: 2, unacknowledged: 1, worst: "critical" });
});

test("no customer's number or entry is told unless that is set", () => {
  const rows = (callEvents?: MqttSettings["callEvents"]) =>
    mqttRows(facts({ told: [ended] }), { ...settings, ...(callEvents ? { callEvents } : {}) }, new Map());
  expect(rows().some((r) => r.topic === "calls/event")).toBe(false);
  const without = rows("without-numbers").find((r) => r.topic === "calls/event")!;
  expect(without.payload).not.toMatch(/13800138000|96100|4711/);
  expect(JSON.parse(without.payload)).toMatchObject({ type: "call.ended", reason: "hangup" });
  expect(rows("with-numbers").find((r) => r.topic === "calls/event")!.payload).toContain("13800138000");
});

test("a value within its deadband is no news, another quality is", () => {
  const memory: TelemetryMemory = new Map();
  const told = (value: number, quality = "good") =>
    mqttRows(
      facts({ plant: () => [{ id: "pit.level", value, quality, unit: "m", deadband: 0.5 }] }),
      { ...settings, tell: ["plant"] },
      memory,
    ).map((r) => [r.topic, (JSON.parse(r.payload) as { value: number }).value]);
  expect(told(1)).toEqual([["plant/pit.level", 1]]);
  expect(told(1.4)).toEqual([]);
  expect(told(1.5)).toEqual([["plant/pit.level", 1.5]]);
  expect(told(1.5, "stale")).toEqual([["plant/pit.level", 1.5]]);
});

test("only what is chosen is told, and an id makes one topic level without wildcards", () => {
  expect(mqttRows(facts(), { ...settings, tell: [] }, new Map())).toEqual([]);
  expect(topicLevel("泵站/1+#")).toBe("___1__");
});
