import { afterAll, beforeAll, expect, test } from "vitest";
import type { AlarmRow } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { boxAtRest, rssMbOf, stormOfBadMessages } from "../soak/bad-messages.ts";

let box: LabBox;
let office: ConsoleClient;
beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
});
afterAll(async () => expect(await box?.stop()).toBe(0));

/** The last transactions are forgotten after 32 s (RFC 3261 17, timers H and J), the last calls nobody acknowledged as long after their BYE. */
const lingerMs = 120_000;

test("RFC 4475 and twenty thousand broken messages: proper calls go on, nothing is left over, memory stays", {
  timeout: 600_000,
}, async () => {
  const storm = await stormOfBadMessages(box, { messages: 20_000, seed: 4475, perSecond: 2_000, callEveryMs: 2_000 });
  expect(storm.sent.udp + storm.sent.tcp).toBeGreaterThan(19_900);
  expect(storm.sent.tcp).toBeGreaterThan(4_000);
  expect(storm.sent.trunk).toBeGreaterThan(20);
  // Six messages from each address: bans and rates hid nothing from the parser.
  expect(storm.addresses).toBeGreaterThan(3_000);
  expect(storm.answers).toBeGreaterThan(2_000);
  expect(storm.calls).toBeGreaterThan(2);
  const gauges = await boxAtRest(office, lingerMs);
  expect(gauges.signalling!.faults).toBe(0);
  expect(rssMbOf(box.pid)).toBeLessThan(storm.rssMb[0]! + 100);
  // A forged address of the trunk must not shut the trunk out, and no step of the box met a defect.
  const alarms = await office.get<AlarmRow[]>("/api/alarms");
  expect(alarms.map((alarm) => alarm.code).filter((code) => code !== "scanner")).toEqual([]);
  expect(box.output()).not.toMatch(/a step failed|uncaught|unhandled/i);
});
