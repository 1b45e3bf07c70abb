import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MqttRow } from "../../contract/mqtt.ts";
import { openStore, type Store } from "./store.ts";

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-mqtt-store-"));
  store = await openStore({ dir, hear: () => {} });
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const row = (n: number, topic: string, kind: MqttRow["kind"]): MqttRow => ({
  n,
  topic,
  payload: `{"n":${n}}`,
  retain: kind === "state",
  kind,
  madeAtMs: 1_000 + n,
});
const put = async (...rows: MqttRow[]): Promise<void> => {
  store.put(rows.map((r) => ({ put: "mqtt", row: r })));
  await store.flushed();
};
const left = (): number[] => store.mqttRows(0, 100).map((r) => r.n);

test("messages are kept in order until they are dropped", async () => {
  await put(row(3, "b", "event"), row(1, "a", "state"), row(2, "a", "event"));
  expect(store.mqttRows(1, 1)).toEqual([row(2, "a", "event")]);
  expect(store.mqttWaiting()).toEqual({ count: 3, oldestMs: 1_001 });
  await store.dropMqtt([1, 3]);
  expect(left()).toEqual([2]);
});

test("too many: states that were overtaken go first, then states, then events; the oldest of each", async () => {
  await put(row(1, "e", "event"), row(2, "s", "state"), row(3, "t", "state"), row(4, "s", "state"), row(5, "e", "event"));
  expect(await store.trimMqtt(5)).toBe(0);
  expect(await store.trimMqtt(4)).toBe(1);
  expect(left()).toEqual([1, 3, 4, 5]);
  expect(await store.trimMqtt(2)).toBe(2);
  expect(left()).toEqual([1, 5]);
  expect(await store.trimMqtt(1)).toBe(1);
  expect(left()).toEqual([5]);
});
