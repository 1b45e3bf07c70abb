import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AlarmNote, AlarmRow } from "../../appliance/contract/alarm-row.ts";
import type { ItemRow } from "../../appliance/contract/items.ts";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { CallRecord, TraceEntry } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { CallsIn } from "../sim/calls-in.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import type { Slave } from "../sim/modbus/slave.ts";
import { TtySlaves } from "../sim/modbus/tty-slaves.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { readSubmit } from "../sim/modem/network-pdu.ts";
import { SimCard } from "../sim/modem/sim-card.ts";
import { MqttBroker } from "../sim/mqtt-broker.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const zhang = "13900000001";
const wang = "13900000002";
const onCall = 30;
const soon = { timeout: 60_000 };
const inside = {
  ports: [modemPort("gsm1", "1-1.2", "quectel-ec2x"), modemPort("gsm2", "1-1.3", "huawei-e1xx")],
  buses: ["id: rs485-1, at: { tty: /dev/rs485-1, baud: 9600, parity: none }"],
  cabinet: ['leds: { alarm: "lab:red:alarm" }'],
};
const sim1 = {
  id: "sim1",
  name: "SIM 1",
  kind: "gsm-modem",
  enabled: true,
  port: "gsm1",
  order: 50,
  callsOut: false,
  sms: { send: true, receive: true, perHour: 500 },
} as const;
const sim2 = { ...sim1, id: "sim2", name: "SIM 2", port: "gsm2", order: 60 } as const;
const plant: Settings["plant"] = {
  devices: [
    {
      id: "well",
      name: "三号井",
      enabled: true,
      bus: "rs485-1",
      unit: 3,
      points: [
        {
          id: "level",
          name: { zh: "水位", en: "Level" },
          fc: 3,
          address: 300,
          type: "u16",
          scale: 0.01,
          unit: "m",
          pollSec: 1,
          limits: { high: { at: 4, hysteresis: 0.5, severity: "error" } },
        },
      ],
    },
  ],
};
const crew = Array.from({ length: onCall }, (_, n) => ({
  id: `crew${n}`,
  name: `Crew ${n}`,
  language: n % 2 === 0 ? ("zh" as const) : ("en" as const),
  text: `139${String(10_000_000 + n)}`,
}));
const alarmCare: Settings["alarmCare"] = {
  people: [
    { id: "zhang", name: "张工", language: "zh", numbers: [zhang] },
    { id: "wang", name: "王工", language: "zh", numbers: [wang] },
    ...crew,
  ],
  rosters: [
    { id: "duty", name: "值班", people: ["zhang", "wang"] },
    { id: "all", name: "全体", people: crew.map(({ id }) => id) },
  ],
  rules: [
    {
      id: "wells",
      name: "Wells",
      enabled: true,
      codes: ["point-high"],
      roster: "duty",
      call: { rounds: 2, ringSec: 10, pauseSec: 0, roundPauseSec: 5 },
      work: {},
    },
    { id: "emergencies", name: "Emergencies", enabled: true, codes: ["emergency"], roster: "all", text: true },
  ],
};

const modems = {
  "1-1.2": new ModemSim("quectel-ec2x"),
  "1-1.3": new ModemSim("huawei-e1xx", {}, new SimCard(), "861234567890102"),
};
const broker = new MqttBroker();
let sockets: ModemSockets;
let tty: TtySlaves;
let well: Slave;
let lamp: string;
let outside: SipPhone;
let box: LabBox;
let office: ConsoleClient;
/** Calls to the world outside. */
let calls: CallsIn;
const shown = (): string[] => ["brightness", "trigger"].map((file) => readFileSync(join(lamp, file), "utf8"));
const told = (): unknown[] =>
  broker
    .on("linebox/alarms/event")
    .filter((b) => b.code === "point-high")
    .map((b) => b.change);
const live = (): Promise<LiveState> => office.get<LiveState>("/api/live/now");
const highAlarm = async () => (await live()).alarms.find((a) => a.code === "point-high");

beforeAll(async () => {
  sockets = new ModemSockets();
  for (const [path, modem] of Object.entries(modems)) sockets.plugIn(path, modem);
  lamp = join(sockets.root, "sys/class/leds/lab:red:alarm");
  mkdirSync(lamp, { recursive: true });
  writeFileSync(join(lamp, "brightness"), "0");
  writeFileSync(join(lamp, "max_brightness"), "255");
  writeFileSync(join(lamp, "trigger"), "none");
  tty = new TtySlaves();
  well = tty.bus.add(3);
  well.holding.set(300, 231);
  symlinkSync(tty.path, join(sockets.root, "dev/rs485-1"));
  await broker.start();
  box = await startLabBox({ cabinet: hardwareFile(sockets.root, inside) });
  office = await ConsoleClient.admin(box);
  outside = await SipPhone.open({ user: zhang, box: box.sip });
  calls = new CallsIn(outside);
  await office.changeSettings((settings) => {
    // The carrier's side of the trunk is the staff's telephones.
    Object.assign(settings.trunks[0]!, { host: "127.0.0.1", port: outside.port });
    const mqtt = { enabled: true, host: "127.0.0.1", port: broker.port, security: "none" } as const;
    return { ...settings, lines: [sim1, sim2], plant, alarmCare, mqtt };
  });
  await office.until<LiveState>("/api/live/now", (now) =>
    ["sim1", "sim2"].every((id) => now.lines.some((l) => l.id === id && l.state === "up")),
  );
  await vi.waitUntil(() => broker.told.some((t) => t.topic === "linebox/status" && t.payload === "online"), soon);
});
afterAll(async () => {
  outside?.close();
  expect(await box?.stop()).toBe(0);
  await broker.kill();
  tty?.close();
  for (const [path, modem] of Object.entries(modems)) sockets?.pullOut(path, modem);
  sockets?.close();
});

test("a register rises: lamp and broker follow, the telephone rings; nobody answers: the next, who hears the value of now and takes it by a key", async () => {
  well.holding.set(300, 450);
  const first = await calls.come(0);
  expect(first.to).toBe(zhang);
  await expect.poll(shown, soon).toEqual(["255", "timer"]);
  await expect.poll(told, soon).toEqual(["raised"]);
  // It rings until the box gives up; meanwhile the water rises on, and the broker goes.
  await broker.kill();
  await first.ended;
  well.holding.set(300, 512);
  await office.until<{ live: { readings: { value: number }[] } }[]>("/api/plant", ([at]) => at?.live.readings[0]?.value === 5.12);
  const second = await calls.come(1);
  expect(second.to).toBe(wang);
  second.answer();
  await second.up;
  const [record] = await office.until<CallRecord[]>("/api/calls", (rows) => rows[0]?.called === wang);
  const { trace } = await office.until<{ trace: TraceEntry[] }>(`/api/calls/${record!.id}`, (page) =>
    page.trace.some((t) => t.words.zh.startsWith("播报")),
  );
  const words = trace.find((t) => t.words.zh.startsWith("播报"))!.words.zh;
  expect(words).toContain("三号井");
  expect(words).toContain("当前值五点一二米");
  await expect.poll(() => second.sound.heard().some((s) => Math.abs(s) > 1_000), soon).toBe(true);
  await second.sound.press("1");
  await second.ended;
  const open = await highAlarm();
  expect(open).toMatchObject({ acknowledgedBy: "王工", acknowledgedHow: "phone", subject: "well.level" });
  await expect.poll(shown, soon).toEqual(["255", "none"]);
  const items = await office.get<ItemRow[]>("/api/items?kind=alarm");
  expect(items).toMatchObject([{ state: "open" }]);
  const { notes } = await office.get<{ notes: AlarmNote[] }>(`/api/alarms/${items[0]!.alarm!}`);
  expect(notes.filter((n) => n.kind === "called")).toHaveLength(2);
  // The water falls while the broker is still away; when it is back it hears all of it, in order.
  well.holding.set(300, 200);
  await expect.poll(highAlarm, soon).toBeUndefined();
  await expect.poll(shown, soon).toEqual(["0", "none"]);
  broker.told.length = 0;
  await broker.start();
  await expect.poll(() => told().slice(-2), soon).toEqual(["acknowledged", "cleared"]);
  expect(calls.all).toHaveLength(2);
});

test("all on call are told at once by text: thirty people, two modems, each once (O19)", async () => {
  await office.post("/api/emergencies", { number: "2231234", name: "Li", place: "North street 3", nature: "Smell of gas" });
  const taken = () => Object.values(modems).map((modem) => modem.sent.map(({ hex }) => readSubmit(hex)));
  await expect
    .poll(
      () =>
        taken()
          .flat()
          .filter((s) => s.part.index === s.part.total).length,
      soon,
    )
    .toBe(onCall);
  const whole = taken().flat();
  expect([...new Set(whole.map((s) => s.to))].sort()).toEqual(crew.map((p) => p.text).sort());
  for (const { text, language } of crew) {
    const parts = whole.filter((s) => s.to === text).sort((a, b) => a.part.index - b.part.index);
    expect(parts.map((s) => s.part.index)).toEqual(Array.from({ length: parts[0]!.part.total }, (_, n) => n + 1));
    const said = parts.map((s) => s.text).join("");
    expect(said).toContain("North street 3");
    expect(said).toContain(language === "zh" ? "紧急情况" : "mergency");
  }
  expect(taken().every((of) => of.length > 0)).toBe(true);
  await office.until<TextRow[]>("/api/texts?direction=out", (rows) => rows.filter((r) => r.state === "sent").length === onCall);
  const [alarm] = await office.get<AlarmRow[]>("/api/alarms?code=emergency");
  const { notes } = await office.get<{ notes: AlarmNote[] }>(`/api/alarms/${alarm!.id}`);
  expect(notes.filter((n) => n.kind === "texted")).toHaveLength(1);
});
