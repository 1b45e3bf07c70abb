import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordingSettings } from "../../appliance/contract/recording.ts";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { tone } from "../sim/sound.ts";

type Found = { recording: RecordingRow; call: CallRecord; tags: string[] };
type Check = {
  endedAtMs?: number;
  found?: { links: number; recordings: number; findings: { what: string; recording?: string }[] };
};
type Preview = { revision: string; atMs: number; count: number; going: { id: string; why: string }[] };

const verifyScript = fileURLToPath(new URL("../../scripts/verify", import.meta.url));
let box: LabBox;
let office: ConsoleClient;
let caller: SipPhone;
/** Oldest first. */
let rows: RecordingRow[];

beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
  caller = await SipPhone.open({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
  expect(await caller.register()).toBe(200);
  for (let n = 0; n < 4; n++) {
    const call = await caller.call("96100");
    await call.up;
    await call.sound.say(tone(500 + 100 * n, 8_000));
    call.hangUp();
    await call.ended;
  }
  const found = await office.until<Found[]>(
    "/api/recordings",
    (list) => list.length === 4 && list.every(({ recording }) => recording.state === "complete"),
  );
  rows = found.map(({ recording }) => recording).reverse();
});
afterAll(async () => {
  caller?.close();
  expect(await box?.stop()).toBe(0);
});

const fileOf = (row: RecordingRow): string => join(box.dir, row.path);
async function check(): Promise<NonNullable<Check["found"]>> {
  await office.post("/api/recordings-check");
  const { found } = await office.until<Check>("/api/recordings-check", (state) => state.endedAtMs !== undefined);
  return found!;
}
const script = (...args: string[]) => spawnSync(verifyScript, args, { encoding: "utf8" });
async function settle(change: Partial<RecordingSettings>): Promise<void> {
  await office.changeSettings((settings) => ({ ...settings, recording: { ...settings.recording, ...change } }));
}

test("all is as it was recorded; the box and the command beside it say so", async () => {
  expect(await check()).toMatchObject({ links: 4, recordings: 4, findings: [] });
  const { status, stdout } = script("recordings", "--data", box.dir);
  expect([status, stdout]).toEqual([0, expect.stringContaining("4 recordings, 4 links")]);
});

test("a byte that was edited, a file that was removed and a pair that was swapped are found, and nothing else", async () => {
  const [one, two] = [rows[0]!, rows[1]!];
  const kept = readFileSync(fileOf(one));
  const edited = Buffer.from(kept);
  edited[kept.length >> 1] = edited[kept.length >> 1]! ^ 1;
  writeFileSync(fileOf(one), edited);
  expect((await check()).findings).toMatchObject([{ what: "file-changed", recording: one.id }]);
  const said = script("recordings", "--data", box.dir);
  expect([said.status, said.stdout]).toEqual([1, expect.stringContaining(one.id)]);
  rmSync(fileOf(one));
  expect((await check()).findings).toMatchObject([{ what: "file-missing", recording: one.id }]);
  renameSync(fileOf(two), fileOf(one));
  writeFileSync(fileOf(two), kept);
  const swapped = (await check()).findings.map(({ what, recording }) => `${what} ${recording}`);
  expect(swapped.sort()).toEqual([one, two].map(({ id }) => `file-changed ${id}`).sort());
  renameSync(fileOf(one), `${fileOf(one)}.x`);
  renameSync(fileOf(two), fileOf(one));
  renameSync(`${fileOf(one)}.x`, fileOf(two));
  expect((await check()).findings).toEqual([]);
});

test("a proof holds without the box, and not after a byte of it was changed", async () => {
  const zip = Buffer.from(await office.bytes(`/api/recordings/${rows[1]!.id}/proof?reason=dispute`));
  const file = join(box.dir, "proof.zip");
  writeFileSync(file, zip);
  const held = script("proof", file);
  expect([held.status, held.stdout]).toEqual([0, expect.stringContaining(`${rows[1]!.id}: proven`)]);
  // Somewhere in the sound, which lies at the zip's beginning.
  zip[10_000] = zip[10_000]! ^ 1;
  writeFileSync(file, zip);
  expect(script("proof", file).status).toBe(1);
});

test("sealed after the call: nothing readable lies on the disk, and it sounds as before", async () => {
  const before = await Promise.all(rows.map((row) => office.bytes(`/api/recordings/${row.id}/audio`)));
  await settle({ sealed: true });
  for (const [n, row] of rows.entries()) {
    await office.until<{ sealed: boolean }>(`/api/recordings/${row.id}`, ({ sealed }) => sealed, 60_000);
    expect(Buffer.from(await office.bytes(`/api/recordings/${row.id}/audio`)).equals(Buffer.from(before[n]!))).toBe(true);
    const part = await office.raw("GET", `/api/recordings/${row.id}/audio`, undefined, { range: "bytes=70-99" });
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(Buffer.from(before[n]!.subarray(70, 100)))]).toEqual([
      206,
      true,
    ]);
  }
  expect((await check()).findings).toEqual([]);
  expect(rows.map((row) => [existsSync(fileOf(row)), existsSync(`${fileOf(row)}.sealed`)])).toEqual(
    rows.map(() => [false, true]),
  );
  expect(script("recordings", "--data", box.dir).status).toBe(0);
});

test("what the preview shows is what goes, but for what is held; a plan that is no longer true does not run", async () => {
  const bytes = rows.map((row) => row.bytes!);
  // Room for the youngest and the larger of the two that are its company before the hold and after it.
  const room = bytes[3]! + Math.max(bytes[2]!, bytes[0]!) + 100;
  await settle({ retention: { rules: [], maxGb: Math.max(0.00001, room / 1e9) } });
  const first = await office.get<Preview>("/api/retention/preview");
  expect(first.going.map((g) => g.id)).toEqual([rows[0]!.id, rows[1]!.id]);
  await office.post("/api/holds", { recording: rows[0]!.id, reason: "court case 12" });
  const refused = await office.raw("POST", "/api/retention/run", { revision: first.revision, atMs: first.atMs });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, "plan-changed"]);
  const second = await office.get<Preview>("/api/retention/preview");
  const ran = await office.post<Preview>("/api/retention/run", { revision: second.revision, atMs: second.atMs });
  expect(ran).toEqual(second);
  const states = (await office.get<Found[]>("/api/recordings")).map(({ recording: { id, state } }) => ({ id, state }));
  const going = second.going.map((g) => g.id);
  expect(going).toEqual([rows[1]!.id, rows[2]!.id]);
  expect(
    states
      .filter((s) => s.state === "deleted")
      .map((s) => s.id)
      .sort(),
  ).toEqual(going.sort());
  expect(rows.map((row) => existsSync(`${fileOf(row)}.sealed`))).toEqual([true, false, false, true]);
  const [run] = await office.get<{ by: string; plan: string; deleted: number }[]>("/api/retention/runs");
  expect(run).toMatchObject({ by: "admin", plan: second.revision, deleted: 2 });
  expect(await check()).toMatchObject({ links: 6, findings: [] });
});

test("a limit for calls shows what it would take before it counts; no shorter one than may be set is asked for", async () => {
  // Today's calls are younger than any limit.
  expect(await office.get("/api/retention/calls?days=30")).toMatchObject({ keepDays: 30, count: 0, days: [], more: false });
  for (const days of ["29", "1e9", "x", ""])
    expect([days, (await office.raw("GET", `/api/retention/calls?days=${days}`)).status]).toEqual([days, 400]);
});
