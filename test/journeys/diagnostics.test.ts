import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capture, Diagnostics, SupportBundle } from "../../appliance/contract/diagnostics.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { readPcap } from "../../appliance/wire/capture/read-pcap.ts";
import { newRtpView, readRtp } from "../../appliance/wire/rtp/packet.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { SimCard } from "../sim/modem/sim-card.ts";
import { SipPhone } from "../sim/sip-phone.ts";
import { unzip } from "../sim/unzip.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const usbPath = "1-1.2";
const pin = "58213";
const caller = "13800138000";
/** What must never leave the box, each where people put it. */
const marks = { trunk: "MARK-trunk-5f1c", phone: "MARK-phone-77ab", token: "MARK-in-address-90d2", mqtt: "MARK-mqtt-31ce" };
const inside = { ports: [modemPort("gsm1", usbPath, "quectel-ec2x")] };

let sockets: ModemSockets;
let modem: ModemSim;
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  sockets = new ModemSockets();
  modem = new ModemSim("quectel-ec2x", { splitReads: true }, new SimCard({ pin }));
  box = await startLabBox({ cabinet: hardwareFile(sockets.root, inside), keep: true });
  office = await ConsoleClient.admin(box);
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  sockets?.pullOut(usbPath, modem);
  sockets?.close();
});

const fileOf = (id: string) => office.bytes(`/api/diagnostics/captures/${id}/file`);
const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** Calls the hotline as phone 8002, for as long as it takes to hear so many packets. */
async function call(packets: number): Promise<void> {
  const phone = await SipPhone.open({ user: "8002", password: box.credentials.phones["8002"]!.password, box: box.sip });
  expect(await phone.register()).toBe(200);
  const made = await phone.call("96100");
  await made.up;
  await expect.poll(() => made.sound.received, { timeout: 30_000 }).toBeGreaterThan(packets);
  made.hangUp();
  await made.ended;
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.endedAtMs !== undefined);
  phone.close();
}

test("a call captured and read back: its INVITE is there, its sound's packets are whole and without their sound", async () => {
  const started = await office.post<Capture>("/api/diagnostics/captures", { kind: "calls", minutes: 5, megabytes: 20 });
  expect(started).toMatchObject({ kind: "calls", content: false, by: "admin" });
  const again = await office.raw("POST", "/api/diagnostics/captures", { kind: "sip", minutes: 5, megabytes: 20 });
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, "capture-runs"]);
  await call(150);
  const stopped = await office.post<Capture>(`/api/diagnostics/captures/${started.id}/stop`);
  expect(stopped).toMatchObject({ ended: "asked", dropped: 0 });
  const bytes = await fileOf(started.id);
  const packets = [...readPcap(bytes)];
  expect(packets).toHaveLength(stopped.packets);
  const sip = packets.map(({ payload }) => utf8(payload)).filter((text) => /SIP\/2\.0/.test(text));
  expect(sip.some((text) => text.startsWith("INVITE sip:96100@"))).toBe(true);
  expect(sip.some((text) => text.startsWith("SIP/2.0 200 OK") && /CSeq: *\d+ INVITE/i.test(text))).toBe(true);
  // Of a digest what could be ground is gone.
  const proofs = sip.flatMap((text) => [...text.matchAll(/response="([^"]*)"/g)].map(([, proof]) => proof!));
  expect(proofs.length).toBeGreaterThan(0);
  for (const proof of proofs) expect(proof).toMatch(/^x+$/);
  // RTP both ways: numbers without a gap, headers and no more.
  const view = newRtpView();
  const streams = new Map<number, { sequences: number[]; kept: number; whole: number }>();
  for (const { payload, length } of packets) {
    if (!readRtp(payload, payload.length, view) || /SIP\/2\.0/.test(utf8(payload)) || view.payloadType >= 64) continue;
    const stream = streams.get(view.ssrc) ?? { sequences: [], kept: 0, whole: 0 };
    stream.sequences.push(view.sequence);
    stream.kept = Math.max(stream.kept, payload.length);
    stream.whole = Math.max(stream.whole, length);
    streams.set(view.ssrc, stream);
  }
  expect(streams.size).toBe(2);
  for (const { sequences, kept, whole } of streams.values()) {
    expect(sequences.length).toBeGreaterThan(100);
    expect(sequences.map((n) => (n - sequences[0]!) & 0xffff)).toEqual(sequences.map((_, n) => n));
    expect(kept).toBe(12);
    expect(whole).toBe(172);
  }
  // Another reader than ours.
  const path = join(box.dir, "read.pcap");
  writeFileSync(path, bytes);
  const read = spawnSync("tcpdump", ["-nn", "-r", path, "udp", "port", String(box.sip.port)], { encoding: "utf8" });
  expect(read.status, read.stderr).toBe(0);
  const told = read.stdout.split("\n").filter((line) => / IP .* > .*: /.test(line));
  expect(told).toHaveLength(sip.length);
});

test("what is said in a call wants a reason, is there then, and is noted", async () => {
  const wish = { kind: "rtp", minutes: 1, megabytes: 5, content: true };
  const refused = await office.raw("POST", "/api/diagnostics/captures", wish);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, "capture-reason"]);
  const { id } = await office.post<Capture>("/api/diagnostics/captures", { ...wish, reason: "one side is silent" });
  await call(20);
  await office.post(`/api/diagnostics/captures/${id}/stop`);
  const sizes = [...readPcap(await fileOf(id))].map(({ payload }) => payload.length);
  expect(Math.max(...sizes)).toBe(172);
});

test("a modem's port captured from its first word on has no PIN in it, and no number", async () => {
  const { id } = await office.post<Capture>("/api/diagnostics/captures", {
    kind: "at",
    subject: "gsm1",
    minutes: 5,
    megabytes: 5,
  });
  await office.changeSettings((settings) => {
    const sim1 = {
      id: "sim1",
      name: "SIM 1",
      kind: "gsm-modem" as const,
      enabled: true,
      port: "gsm1",
      order: 50,
      callsOut: true,
      ownNumber: "13900139055",
      flow: "hotline",
    };
    return { ...settings, lines: [sim1] };
  });
  expect((await office.raw("PUT", "/api/secrets/lines/sim1", { pin })).status).toBe(204);
  sockets.plugIn(usbPath, modem);
  await expect
    .poll(async () => (await office.get<LiveState>("/api/live/now")).lines.find((line) => line.id === "sim1")?.state, {
      timeout: 60_000,
    })
    .toBe("up");
  const far = await modem.callIn(caller);
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.caller === caller, 20_000);
  far.hangUp();
  await office.until<CallRecord[]>("/api/calls", (list) => list[0]?.endedAtMs !== undefined, 20_000);
  await office.post(`/api/diagnostics/captures/${id}/stop`);
  const text = utf8(await fileOf(id));
  expect(modem.sim.tried).toContain(pin);
  expect(text).toContain("AT+CPIN=[secret]");
  expect(text).not.toContain(pin);
  expect(text).not.toContain(caller);
  expect(text).toMatch(/gsm1 < \+CL(?:IP|CC): .*A000\dxxxx00/);
});

test("events of a time go out as lines, without secrets", async () => {
  const { eventsFromMs } = await office.get<Diagnostics>("/api/diagnostics");
  const text = utf8(await office.bytes(`/api/diagnostics/events?fromMs=${eventsFromMs}`));
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { atMs: number; event?: { on: string }; trace?: unknown });
  expect(lines.map(({ atMs }) => atMs)).toEqual(lines.map(({ atMs }) => atMs).sort((a, b) => a - b));
  expect(lines.some(({ event }) => event?.on === "line.ringing")).toBe(true);
  expect(lines.some(({ trace }) => trace !== undefined)).toBe(true);
});

test("a support bundle is looked at, made, opened: what was marked is not in it, and a call can be followed", async () => {
  await office.put("/api/secrets/phones/8001", { password: marks.phone });
  expect((await office.raw("PUT", "/api/secrets/mqtt", { password: marks.mqtt })).status).toBe(204);
  await office.changeSettings((settings) => {
    const connector = {
      id: "marked",
      name: "Marked",
      url: `https://user:${marks.trunk}@shop.example/q?token=${marks.token}`,
      method: "GET" as const,
      timeoutMs: 1_000,
    };
    return { ...settings, connectors: [...settings.connectors, connector] };
  });
  const { captures } = await office.get<Diagnostics>("/api/diagnostics");
  const chosen = captures.filter(({ content }) => !content).map(({ id }) => id);
  const wish = { hideNumbers: true, hideNames: true, hours: 1, captures: chosen };
  const { id } = await office.post<SupportBundle>("/api/diagnostics/bundles", wish);
  const at = `/api/diagnostics/bundles/${id}`;
  const preview = await office.until<SupportBundle>(at, ({ state }) => state === "preview" || state === "failed", 60_000);
  expect(preview).toMatchObject({ state: "preview", by: "admin" });
  const shown = await office.get<{ text: string }>(`${at}/part?name=events.ndjson`);
  await office.post(`${at}/make`);
  const made = await office.until<SupportBundle>(at, ({ state }) => state === "ready" || state === "failed", 60_000);
  expect(made.state).toBe("ready");
  const files = unzip(await office.bytes(`${at}/file`));
  expect([...files.keys()].sort()).toEqual([...made.parts.map(({ name }) => name), "SHA256SUMS"].sort());
  for (const { name, bytes } of made.parts) expect([name, files.get(name)!.length]).toEqual([name, bytes]);
  expect(utf8(files.get("events.ndjson")!).startsWith(shown.text.slice(0, 1_000))).toBe(true);
  const passwords = [...Object.values(box.credentials.phones), box.credentials.admin!].map(({ password }) => password);
  const settingsNow = (await office.get<{ settings: Settings }>("/api/settings")).settings;
  const people = settingsNow.agents.map(({ name }) => name);
  for (const [name, bytes] of files)
    for (const gone of [...Object.values(marks), pin, caller, ...passwords, ...people])
      expect([name, gone, utf8(bytes).includes(gone)]).toEqual([name, gone, false]);
  // The same number is called the same wherever it stands.
  const names = new Set(utf8(files.get("events.ndjson")!).match(/N[0-9a-z]{4}xxxx00/g));
  expect(names.size).toBe(1);
  expect(JSON.parse(utf8(files.get("database.json")!))).toMatchObject({ whole: "ok" });
  expect(JSON.parse(utf8(files.get("hardware.json")!))).toMatchObject({ profile: { model: "lab-box" } });
  const pcap = [...files].find(([name]) => name.endsWith(".pcap"))?.[1];
  expect([...readPcap(pcap!)].some(({ payload }) => utf8(payload).startsWith("INVITE sip:96100@"))).toBe(true);
});

test("a bundle without the console, beside the box that runs; a killed box says what became of its capture", async () => {
  const file = join(box.dir, "shell.zip");
  const node = join(root, "node_modules/.bin/node");
  const shell = spawnSync(node, ["appliance/main.ts", "--data", box.dir, "--support-bundle", file], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/linebox") },
  });
  expect([shell.status, shell.stderr]).toEqual([0, ""]);
  const files = unzip(readFileSync(file));
  expect(files.has("settings.json") && files.has("database.json")).toBe(true);
  for (const [name, bytes] of files)
    for (const gone of [...Object.values(marks), pin, caller]) expect([name, utf8(bytes).includes(gone)]).toEqual([name, false]);
  const { id } = await office.post<Capture>("/api/diagnostics/captures", { kind: "sip", minutes: 5, megabytes: 5 });
  await box.stop("SIGKILL");
  box = await startLabBox({ dir: box.dir });
  office = await ConsoleClient.admin(box);
  const { captures } = await office.get<Diagnostics>("/api/diagnostics");
  expect(captures.find((one) => one.id === id)).toMatchObject({ ended: "restart" });
  expect((await readdir(join(box.dir, "captures"))).some((name) => name.startsWith(id))).toBe(true);
});
