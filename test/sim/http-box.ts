import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pino } from "pino";
import { expect } from "vitest";
import { readGatewayVendors } from "../../appliance/assembly/gateway-vendors.ts";
import type { DeskEvent } from "../../appliance/contract/effects.ts";
import { type FaultCode, type FaultReply, faults } from "../../appliance/contract/faults.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import type { Role } from "../../appliance/contract/routes.ts";
import type { PlanStep, Settings } from "../../appliance/contract/settings.ts";
import { wallboardOf } from "../../appliance/core/reports/wallboard.ts";
import { defaultSettings } from "../../appliance/core/settings/default-settings.ts";
import type { HttpPorts, LivePatch } from "../../appliance/edge/http/http-ports.ts";
import { httpServer } from "../../appliance/edge/http/http-server.ts";
import { openStore } from "../../appliance/edge/store/store.ts";
import type { AgentId, CallId, RecordingId } from "../../appliance/kit/ids.ts";
import { httpAlarms } from "./http-alarms.ts";
import { httpRecordings } from "./http-recordings.ts";
import { madeUpDiagnostics } from "./made-up-diagnostics.ts";

export const password = "correct horse battery";
export const log = pino({ level: "silent" });
export const recording = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 251));

const runNowhere = { steps: [], shortened: false, path: [], said: [], variables: {}, end: "finished" as const, durationMs: 0 };
export const liveCall = (id: string) => ({
  id,
  direction: "in" as const,
  line: "trunk",
  caller: "13800001001",
  called: "12345",
  language: "zh" as const,
  phase: "ringing" as const,
  phaseSinceMs: 1,
  startedAtMs: 1,
  fields: [],
  recording: false,
});

/** A box as the console's server sees it: a real store, and the rest as small as it can be. */
export async function box() {
  const dir = mkdtempSync(join(tmpdir(), "linebox-http-"));
  const consoleDir = join(dir, "console");
  mkdirSync(join(consoleDir, "assets"), { recursive: true });
  writeFileSync(join(consoleDir, "index.html"), "<!doctype html><title>Linebox</title>");
  writeFileSync(join(consoleDir, "assets", "app-3f2a.js"), "export {};");
  mkdirSync(join(dir, "data", "recordings"), { recursive: true });
  writeFileSync(join(dir, "data", "recordings", "r1.wav"), recording);
  writeFileSync(join(dir, "outside.wav"), "not for you");
  symlinkSync(join(dir, "outside.wav"), join(dir, "data", "recordings", "link.wav"));

  const clock = { nowMs: 1_000_000 };
  const store = await openStore({ dir: join(dir, "data"), hear: () => undefined, nowMs: () => clock.nowMs });
  const call: CallRecord = {
    id: "c1" as CallId,
    direction: "in",
    line: "trunk",
    caller: "138",
    called: "1",
    language: "zh",
    startedAtMs: 5,
    agent: "li" as AgentId,
    fields: [],
    legs: [],
  };
  const row = (id: string, path: string): RecordingRow => ({
    id: id as RecordingId,
    call: call.id,
    path,
    kind: "call",
    startedAtMs: 5,
    state: "complete",
  });
  store.put([
    { put: "call", row: call },
    { put: "recording", row: row("r1", "recordings/r1.wav") },
    { put: "recording", row: row("gone", "recordings/gone.wav") },
    { put: "recording", row: row("escape", "../outside.wav") },
    { put: "recording", row: row("link", "recordings/link.wav") },
    { put: "recording", row: row("folder", "recordings") },
    {
      put: "alarm",
      row: { id: "a1", code: "x", subject: "", severity: "error", words: { zh: "", en: "" }, raisedAtMs: 1, count: 1 },
    },
    {
      put: "alarm-note",
      row: { id: "n1", alarm: "a1", atMs: 1, kind: "called", by: "Wang", words: { zh: "呼叫", en: "Calls Wang" } },
    },
    { put: "agent-state", row: { agent: "li" as AgentId, state: "ready", fromMs: 1 } },
  ]);
  await store.flushed();

  const desk: DeskEvent[] = [];
  const secrets: string[] = [];
  const listeners = new Set<(patch: LivePatch) => void>();
  const state: LiveState = {
    nowMs: 0,
    calls: [],
    queues: [],
    agents: [],
    lines: [],
    phones: [],
    alarms: [],
    items: [],
    bulletins: [],
    plant: [],
    doctor: [],
    texts: [],
    reasons: [],
  };
  const base = defaultSettings("Waterworks", "zh");
  const phone = { id: "801", name: "Desk 1", enabled: true, srtp: "off" as const, maxContacts: 1 };
  const trunk = {
    id: "carrier",
    name: "Carrier",
    enabled: true,
    order: 1,
    kind: "address" as const,
    transport: "udp" as const,
    acceptFrom: [],
    numbers: [],
    maxCalls: 4,
    pingSec: 0,
    srtp: "off" as const,
    inbandDigits: false,
  };
  const agent = { id: "li" as AgentId, name: "李", queues: [], languages: ["zh" as const] };
  const force = {
    revision: 7,
    settings: {
      ...base,
      phones: [phone],
      trunks: [trunk],
      agents: [agent],
      recording: { ...base.recording, agentsHearOwn: true },
    } as Settings,
    pending: undefined as { confirmByMs: number } | undefined,
  };
  const step: PlanStep = {
    what: "site",
    id: "site",
    change: "change",
    words: { zh: "改名", en: "renamed" },
    disturbs: false,
    confirm: false,
  };
  const planned = (document: Settings, ifMatch: number) => {
    if (ifMatch !== force.revision) return { fault: "revision-changed" as const };
    if (document.site.name === "refused")
      return {
        fault: "settings-refused" as const,
        problems: [
          { path: "/site/name", severity: "error" as const, reason: { zh: "不", en: "no" }, hint: { zh: "改", en: "change" } },
        ],
      };
    return { revision: force.revision, plan: [step], warnings: [] };
  };
  const ports: HttpPorts = {
    store,
    live: {
      state: () => state,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    office: {
      boxes: () => [],
      message: () => undefined,
      item: () => undefined,
      greeting: async () => undefined,
      act: () => "ok",
      surveyed: () => "not-found",
      setPin: async () => {},
      setMailPassword: async () => {},
      testMail: async () => ({ sent: false, fault: "no mail server is set up" }),
      mailAgain: async () => "not-found",
    },
    bulletins: { bulletin: (id) => state.bulletins.find((b) => b.id === id) ?? store.bulletin(id), act: async () => "ok" },
    plant: {
      devices: () => [],
      point: () => undefined,
      write: async () => "plant-silent",
      choices: () => ({ buses: [], maps: [] }),
    },
    texts: { text: (id) => store.text(id), parts: () => 1, act: async () => "ok" },
    hardware: someHardware,
    doctor: { now: () => undefined, newest: () => undefined, examine: () => "ok", stop: () => "ok" },
    numbers: {
      callsLastHour: () => 0,
      load: { down: () => false, calls: () => 0 },
      agentAt: () => "li",
      hear: () => true,
      putPin: (owner, pin) => store.putSecret("pin", owner, `hash of ${pin.length}`),
      dropPin: (owner) => store.dropSecret("pin", owner),
      pinOwners: () => store.secretIds("pin") as `role:${string}`[],
      lockedPins: () => [],
    },
    prompts: {
      incoming: join(dir, "uploads"),
      convert: async () => ({ fault: "audio-unreadable", text: "none" }),
      sound: async () => undefined,
      spoken: async () => ({ bytes: 1, type: "audio/wav", read: () => Readable.from(["x"]), close: async () => {} }),
      peaks: async () => ({ durationMs: 0, left: [], right: [] }),
    },
    events: { after: () => [], ends: () => undefined, onMore: () => () => undefined },
    host: {
      view: () => ({
        atMs: clock.nowMs,
        readings: [{ id: "memory", kind: "memory", label: "2000 MB", value: 40, unit: "%", high: 92, alarm: false }],
        mqtt: { state: "off", sinceMs: clock.nowMs, waiting: 0, sent: 0, refused: 0, dropped: 0 },
        hardware: { model: "lab", name: { zh: "实验箱", en: "Lab box" } },
        versions: { linebox: "0", node: "24", kernel: "6" },
      }),
      setMqttSecret: async () => {},
    },
    diagnostics: madeUpDiagnostics,
    webhooks: { states: () => [], test: async () => ({ delivered: true, text: "" }), tryNow: () => true },
    why: {
      waiting: () => ({ summary: { zh: "等", en: "waits" }, agents: [] }),
      idle: () => [],
    },
    desk: async (event) => {
      desk.push(event);
      return "agent" in event && event.agent === "nobody" ? "not-found" : "ok";
    },
    settings: {
      current: () => ({
        revision: force.revision,
        settings: force.settings,
        ...(force.pending ? { pending: force.pending } : {}),
      }),
      plan: async (document, ifMatch) => planned(document, ifMatch),
      async apply(document, ifMatch) {
        const outcome = planned(document, ifMatch);
        if ("fault" in outcome) return outcome;
        force.settings = document;
        force.revision++;
        return { ...outcome, revision: force.revision };
      },
      confirm: async () => (force.pending ? "ok" : "nothing-to-confirm"),
    },
    alarms: httpAlarms,
    scripts: { play: () => runNowhere, run: async () => [] },
    secretChanged: (kind, id) => void secrets.push(`${kind} ${id}`),
    gauges: async () => ({ calls: { live: 0 } }),
    ladder: async () => [],
    figures: {
      figures: async () => ({ bytes: Buffer.from(JSON.stringify({ fromMs: 0, toMs: 1, figures: [], rows: [] })) }),
      behind: async () => ({ unanswered: "not-found" }),
      wallboard: () =>
        wallboardOf(force.settings, clock.nowMs, { byQueue: new Map(), hourly: [], inBand: {} }, [], {
          ready: 0,
          busy: 0,
          notReady: 0,
          loggedOut: 0,
        }),
      catalogue: () => ({ figures: [], withoutRows: [] }),
      csv: async () => ({ bytes: Buffer.from("\uFEFFTime\r\n") }),
      staffing: async () => ({ fault: "not-poisson" }),
    },
    shifts: {
      shifts: () => ({ shifts: [] }),
      put: async () => ({ planned: 0, warnings: [] }),
      copyWeek: async () => ({ problems: [] }),
      attendance: () => ({ fromMs: 0, toMs: 1, rows: [] }),
      correct: async () => undefined,
    },
    recordings: httpRecordings(store, join(dir, "data"), () => clock.nowMs),
    nowMs: () => clock.nowMs,
  };
  const app = await httpServer({ consoleDir, version: "1.2.3", ports, log });
  const people: Record<Role, string> = { administrator: "admin", supervisor: "boss", agent: "li" };
  return {
    app,
    store,
    ports,
    clock,
    desk,
    secrets,
    force,
    consoleDir,
    dataDir: join(dir, "data"),
    state,
    people,
    change: (patch: LivePatch) => {
      for (const listener of listeners) listener(patch);
    },
    listeners,
    /** One user of every role; returns a cookie of each. */
    async staff(): Promise<Record<Role, string>> {
      await store.createFirstUser({ user: "admin", name: "Admin", role: "administrator" }, password);
      await store.putUser({ user: "boss", name: "Boss", role: "supervisor" }, password);
      await store.putUser({ user: "li", name: "Li", role: "agent", agent: "li" }, password);
      const cookie = async (user: string) => `linebox_session=${await store.openSession(user, "127.0.0.1")}`;
      return { administrator: await cookie("admin"), supervisor: await cookie("boss"), agent: await cookie("li") };
    },
    async close() {
      await app.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type Box = Awaited<ReturnType<typeof box>>;

/** What came back, with its JSON if it is that. */
type Answer = {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  json: unknown;
  raw: Buffer;
  cookies: { name: string; value: string; [attribute: string]: unknown }[];
};
export type Sent = { cookie?: string; headers?: Record<string, string>; body?: unknown };
export async function send(
  app: Box["app"],
  method: "GET" | "POST" | "PUT" | "DELETE",
  url: string,
  { cookie, headers, body }: Sent = {},
): Promise<Answer> {
  const answer = await app.inject({
    method,
    url,
    headers: { host: "box.local", ...(cookie ? { cookie } : {}), ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const json = answer.headers["content-type"]?.toString().startsWith("application/json") ? (answer.json() as unknown) : undefined;
  return { status: answer.statusCode, headers: answer.headers, json, raw: answer.rawPayload, cookies: answer.cookies };
}
export const refused = (answer: Awaited<ReturnType<typeof send>>, code: FaultCode) => {
  const reply = answer.json as FaultReply;
  expect([answer.status, reply.code]).toEqual([faults[code].status, code]);
  expect(reply.hint.zh && reply.hint.en && reply.message.zh && reply.message.en).toBeTruthy();
  return reply;
};

/** A box with one modem, and something in another socket. */
const someHardware: HttpPorts["hardware"] = {
  view: () => ({
    model: "gsm-8",
    name: { zh: "模块箱", en: "Modems" },
    ports: [
      {
        id: "gsm1",
        driver: "gsm-modem",
        place: "USB 1-1.1",
        usedBy: { as: "line", id: "sim1", name: "SIM 1", enabled: true },
        health: { signalDbm: -71, operator: "CMCC" },
      },
    ],
    differences: [extraModem],
  }),
  look: () => ({
    found: {
      usb: [{ usbPath: "1-1.2", usbId: "2c7c:0125", product: "EC25", interfaces: [0, 1, 2] }],
      spans: [{ span: 1, name: "WCTDM/0", crc4: false, channels: [{ channel: 1, as: "fxo" }] }],
      channelNodes: [1],
      dahdi: true,
    },
    differences: [extraModem],
    proposed: {
      model: "gsm-8",
      name: { zh: "模块箱", en: "Modems" },
      ports: [{ id: "gsm1", driver: "gsm-modem", usbPath: "1-1.2", family: "quectel-ec2x" }],
      buses: [{ id: "rs485", at: { host: "192.0.2.7", port: 502 } }],
      cabinet: {},
    },
    file: "model: gsm-8\n",
  }),
  gatewayVendors: () => [...readGatewayVendors().vendors.values()],
  restart: () => "not-found",
};
const extraModem = {
  kind: "extra" as const,
  subject: "1-1.2",
  words: { zh: "配置中没有的模块。", en: "A modem the profile doesn't know." },
  hint: { zh: "请采用建议的配置。", en: "Take the profile that is proposed." },
};
