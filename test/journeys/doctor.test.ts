import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DoctorReport, DoctorTest, FoundHabits } from "../../appliance/contract/doctor.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord } from "../../appliance/contract/records.ts";
import type { PlanStep, Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { analogLine } from "../sim/dahdi/analog-line.ts";
import { DahdiCard } from "../sim/dahdi/dahdi-card.ts";
import { ExchangeEnd } from "../sim/dahdi/exchange-end.ts";
import { hardwareFile } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";

const caller = "13800138000";
const numbers = { 1: "8101", 2: "8102" } as const;
/** A house exchange: its busy tone is like no country's, it tells numbers by keys, and turns nothing round. */
const habits = { toneHz: 425, busyMs: [300, 200] as [number, number], lossDb: 6, echoDb: 20, guardMs: 300 };
const patience = { timeout: 60_000 };

const inside = { ports: ["id: fxo1, driver: fxo, channel: 1", "id: fxo2, driver: fxo, channel: 2"] };

let dir: string;
let card: DahdiCard;
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  card = await DahdiCard.open({ 1: "fxo", 2: "fxo" }, habits);
  card.send({ do: "connect", numbers, way: "dtmf" });
  dir = mkdtempSync(join(tmpdir(), "linebox-doctor-"));
  mkdirSync(join(dir, "dev"));
  symlinkSync(card.directory, join(dir, "dev/dahdi"));
  box = await startLabBox({ cabinet: hardwareFile(dir, inside) });
  office = await ConsoleClient.admin(box);
  await office.changeSettings(
    (settings): Settings => ({
      ...settings,
      lines: ([1, 2] as const).map((n) => ({
        ...analogLine,
        id: `fxo${n}`,
        port: `fxo${n}`,
        ownNumber: numbers[n],
        flow: "hotline",
      })),
    }),
  );
  const areUp = ({ lines }: LiveState): boolean => lines.filter((l) => l.kind === "analog-line" && l.state === "up").length === 2;
  await office.until<LiveState>("/api/live/now", areUp, 60_000);
}, 120_000);
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  await card?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const live = (): Promise<LiveState> => office.get<LiveState>("/api/live/now");
const reportOf = (id: string, good: (report: DoctorReport) => boolean): Promise<DoctorReport> =>
  office.until<DoctorReport>(`/api/doctor/reports/${id}`, good, 90_000);
const examine = async (line: string, partner: string): Promise<string> =>
  (await office.post<{ id: string }>("/api/doctor/examine", { line, partner })).id;
const measured = ({ findings }: DoctorReport, test: DoctorTest, name: string): number | string | undefined =>
  findings.find((one) => one.test === test)?.values.find((one) => one.name === name)?.value;

let report: DoctorReport;

test("two lines call each other, and the report says what their exchange does", async () => {
  const id = await examine("fxo1", "fxo2");
  // What is under way is pushed to whoever looks.
  await expect.poll(async () => (await live()).doctor[0], patience).toMatchObject({ id, state: "running" });
  report = await reportOf(id, ({ state }) => state !== "running");
  expect(report).toMatchObject({ state: "done", partner: "fxo2", by: "admin" });
  expect(report.found).toEqual({
    callerId: ["dtmf"],
    answer: "assumed",
    hangUpSigns: ["busy-tone"],
    busyTone: { frequencyHz: 425, onMs: 300, offMs: 200 },
  });
  expect(measured(report, "dial-tone", "frequencyHz")).toBe(425);
  expect(measured(report, "caller-id", "number")).toBe(numbers[2]);
  expect(Math.abs(Number(measured(report, "level", "lossOutDb")) - habits.lossDb)).toBeLessThan(2);
  expect(report.findings.find((one) => one.test === "answer-sign")?.verdict).toBe("weak");
  expect((await live()).doctor).toEqual([]);
  expect((await office.get<DoctorReport[]>("/api/doctor/reports?line=fxo1"))[0]?.id).toBe(id);
});

test("what it found is taken over, by the settings' own way", async () => {
  const proposal = await office.get<{ revision: number; before: FoundHabits; after: FoundHabits; plan: PlanStep[] }>(
    `/api/doctor/reports/${report.id}/proposal`,
  );
  expect(proposal.after.busyTone).toEqual(report.found?.busyTone);
  expect(proposal.plan.length).toBeGreaterThan(0);
  await office.post(`/api/doctor/reports/${report.id}/take-over`, { revision: proposal.revision });
  const { settings } = await office.get<{ settings: Settings }>("/api/settings");
  expect(settings.lines?.[0]).toMatchObject(report.found ?? {});
  await expect.poll(async () => (await live()).lines.find((l) => l.id === "fxo1"), patience).toMatchObject({ state: "up" });
});

test("a caller who rings in the middle of the next one is served; when he hangs up, the line is free", async () => {
  const id = await examine("fxo2", "fxo1");
  await reportOf(id, ({ step }) => step === "dial-tone" || step === "dialling");
  const exchange = new ExchangeEnd(card, 1);
  exchange.way = "dtmf";
  const far = await exchange.callIn(caller);
  expect(await reportOf(id, ({ state }) => state !== "running")).toMatchObject({ state: "broken-off", why: "call" });
  const isAnswered = (calls: CallRecord[]): boolean => calls[0]?.line === "fxo1" && calls[0].answeredAtMs !== undefined;
  const [call] = (await office.until<CallRecord[]>("/api/calls", isAnswered, 60_000)) as [CallRecord];
  expect(call.caller).toBe(caller);
  far.hangUp();
  // Its exchange's tone is like no country's: only what was taken over tells it.
  await far.ended;
  const { record } = await office.until<{ record: CallRecord }>(
    `/api/calls/${call.id}`,
    (page) => page.record.endedAtMs !== undefined,
    60_000,
  );
  expect(record).toMatchObject({ endReason: "hangup", endedBy: "caller" });
});
