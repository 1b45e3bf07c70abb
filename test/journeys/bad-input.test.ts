import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AlarmRow, CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import type { Settings, SettingsProblem } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, type LabOptions, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

type InForce = { revision: number; settings: Settings };

async function withBox(options: LabOptions, work: (box: LabBox, office: ConsoleClient) => Promise<void>): Promise<void> {
  const box = await startLabBox(options);
  try {
    const office = await ConsoleClient.admin(box);
    await work(box, office);
  } finally {
    expect(await box.stop()).toBe(0);
  }
}

test("a wrong settings document is refused with path, reason and hint, and the old one stays in force", () =>
  withBox({}, async (box, office) => {
    const { revision, settings } = await office.get<InForce>("/api/settings");
    const wrong = structuredClone(settings);
    wrong.trunks[0]!.numbers[0]!.flow = "nowhere";
    wrong.queues[0]!.overflow.to = { kind: "queue", queue: "hotline" as never };
    const refused = await office.raw("PUT", "/api/settings", wrong, { "if-match": `"${revision}"` });
    expect(refused.status).toBe(422);
    const { code, problems } = (await refused.json()) as { code: string; problems: SettingsProblem[] };
    expect(code).toBe("settings-refused");
    const paths = problems.filter((p) => p.severity === "error").map((p) => p.path);
    expect(paths).toContain("/trunks/0/numbers/0/flow");
    expect(paths).toContain("/queues/0/overflow/to/queue");
    for (const problem of problems)
      for (const words of [problem.reason, problem.hint]) expect(words.zh.length * words.en.length).toBeGreaterThan(0);
    const misshapen = await office.raw("PUT", "/api/settings", { ...settings, colour: "blue" }, { "if-match": `"${revision}"` });
    expect(misshapen.status).toBe(400);
    expect(((await misshapen.json()) as { problems: SettingsProblem[] }).problems[0]!.path).toContain("colour");
    expect(await office.get<InForce>("/api/settings")).toMatchObject({ revision, settings });
    const caller = await SipPhone.open({ user: "13500000000", box: box.sip });
    const call = await caller.call("96100");
    await call.up;
    call.hangUp();
    caller.close();
  }));

test("a damaged prompt file is named in an alarm, its text is spoken, the call goes on", () =>
  withBox({}, async (box, office) => {
    await mkdir(join(box.dir, "prompts"), { recursive: true });
    await writeFile(join(box.dir, "prompts", "welcome-zh.wav"), "RIFF, but not really");
    const { revision, settings } = await office.get<InForce>("/api/settings");
    settings.prompts.push({
      id: "welcome",
      name: "Welcome",
      text: { zh: "您好。", en: "Hello." },
      file: { zh: "welcome-zh.wav" },
    });
    const text = { zh: "请稍候。", en: "One moment." };
    settings.flows.push({
      id: "greeting",
      name: "Greeting",
      languageDefault: "zh",
      start: "notice",
      nodes: {
        notice: { type: "prompt", items: [{ kind: "prompt", prompt: "welcome" }], next: "moment" },
        moment: { type: "prompt", items: [{ kind: "text", text }], next: "bye" },
        bye: { type: "hangup" },
      },
    });
    settings.trunks[0]!.numbers.unshift({ pattern: "96111", flow: "greeting" });
    const applied = await office.raw("PUT", "/api/settings", settings, { "if-match": `"${revision}"` });
    expect(applied.status, await applied.clone().text()).toBe(200);
    await office.until<AlarmRow[]>("/api/alarms", (alarms) =>
      alarms.some((a) => a.code === "prompt-damaged" && a.words.en.includes("welcome-zh.wav") && a.clearedAtMs === undefined),
    );
    const caller = await SipPhone.open({ user: "13500000001", box: box.sip });
    const call = await caller.call("96111");
    await call.up;
    const [record] = await office.until<CallRecord[]>("/api/calls", (calls) => calls.length === 1);
    // It was spoken all the same: the flow came to its next step.
    const page = await office.until<{ trace: TraceEntry[] }>(`/api/calls/${record!.id}`, (c) =>
      c.trace.some((t) => (t.data as { node?: string } | undefined)?.node === "moment"),
    );
    expect(page.trace.some((t) => t.kind === "fault" && t.words.en.includes("welcome-zh.wav"))).toBe(true);
    expect(call.sound.heard().some((s) => Math.abs(s) > 2000)).toBe(true);
    call.hangUp();
    caller.close();
  }));

test("a full disk stops the recording with an alarm, never the call", () =>
  withBox({ recordingsDiskKb: 64 }, async (box, office) => {
    const caller = await SipPhone.open({ user: "13500000002", box: box.sip });
    const call = await caller.call("96100");
    await call.up;
    // 16 KB a second: the small disk is full after four.
    await office.until<AlarmRow[]>(
      "/api/alarms",
      (alarms) => alarms.some((a) => a.code === "recording-failed" && a.severity === "critical"),
      20_000,
    );
    const [record] = await office.until<CallRecord[]>("/api/calls", (calls) => calls.length === 1);
    const { recordings } = await office.get<{ recordings: RecordingRow[] }>(`/api/calls/${record!.id}`);
    expect(recordings[0]!.state).toBe("failed");
    const before = call.sound.received;
    await office.until<{ trace: TraceEntry[] }>(
      `/api/calls/${record!.id}`,
      (c) => c.trace.some((t) => (t.data as { node?: string } | undefined)?.node === "language"),
      40_000,
    );
    expect(call.sound.received).toBeGreaterThan(before);
    call.hangUp();
    await call.ended;
    await office.until<{ record: CallRecord }>(`/api/calls/${record!.id}`, (c) => c.record.endReason === "hangup");
    caller.close();
  }));

test("a disk without room for new sounds: what was made plays on, and what is new is heard too", () =>
  withBox({ soundsDiskKb: 64 }, async (box, office) => {
    const caller = await SipPhone.open({ user: "13500000003", box: box.sip });
    const call = await caller.call("96100");
    await call.up;
    const [record] = await office.until<CallRecord[]>("/api/calls", (calls) => calls.length === 1);
    const { trace } = await office.until<{ trace: TraceEntry[] }>(
      `/api/calls/${record!.id}`,
      (c) => c.trace.some((t) => (t.data as { node?: string } | undefined)?.node === "language"),
      40_000,
    );
    expect(trace.filter((t) => t.kind === "fault")).toEqual([]);
    expect(call.sound.heard().some((s) => Math.abs(s) > 2000)).toBe(true);
    expect((await office.get<AlarmRow[]>("/api/alarms")).filter((a) => a.code === "speech-failed")).toEqual([]);
    // The disk is full, and what it had no room for lies in memory.
    const made = readdirSync("/dev/shm").filter((name) => name.startsWith("linebox-sounds-"));
    expect(made.flatMap((name) => readdirSync(join("/dev/shm", name))).length).toBeGreaterThan(0);
    call.hangUp();
    await call.ended;
    caller.close();
  }));
