import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HardwareProfile } from "../../../appliance/contract/hardware.ts";
import type { LineEvent } from "../../../appliance/contract/line.ts";
import { event } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { DahdiEdge } from "../../../appliance/edge/dahdi/dahdi-edge.ts";
import type { LegId, LineId, PhoneId } from "../../../appliance/kit/ids.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import { analogLine } from "../../sim/dahdi/analog-line.ts";
import { DahdiCard } from "../../sim/dahdi/dahdi-card.ts";
import { HandsetEnd } from "../../sim/dahdi/handset-end.ts";

const phone = "8001" as PhoneId;
const patience = { timeout: 30_000 };
const profile: HardwareProfile = {
  model: "lab",
  name: { zh: "实验", en: "Lab" },
  ports: [
    { id: "fxo1", driver: "fxo", channel: 1 },
    { id: "fxs1", driver: "fxs", channel: 2 },
  ],
  buses: [],
  cabinet: {},
};

let card: DahdiCard;
let desk: HandsetEnd;
let edge: DahdiEdge;
const events: LineEvent[] = [];
const alarms = new Set<string>();

beforeAll(async () => {
  card = await DahdiCard.open({ 1: "fxo", 2: "fxs" });
  desk = new HandsetEnd(card, 2);
  edge = new DahdiEdge({
    clock: new HostClock(),
    profile,
    settings: {
      ...labSettings("http://127.0.0.1:1"),
      lines: [analogLine],
      analogPhones: [{ port: "fxs1", phone, callerId: "fsk", messageLamp: "fsk" }],
    },
    root: card.directory,
    mediaAddress: "127.0.0.1",
    host: {
      line: (one) => void events.push(one),
      own: () => {},
      raise: (code, subject) => void alarms.add(`${code} ${subject}`),
      clear: (code, subject) => void alarms.delete(`${code} ${subject}`),
      health: () => {},
      note: () => {},
    },
  });
});
afterAll(async () => {
  await edge.stop("the test is over");
  await card.stop();
});

const lineState = (): string | undefined => events.flatMap((e) => (e.on === "line.state" ? [e.state] : [])).at(-1);
const phoneThere = (): boolean | undefined =>
  events.flatMap((e) => (e.on === "phone.state" ? [e.contacts.length === 1] : [])).at(-1);
const bothAre = async (there: boolean): Promise<void> => {
  await expect.poll(() => [lineState(), phoneThere()], patience).toEqual([there ? "up" : "down", there]);
};

/** The process of the cards among this one's children. */
function processOfCards(): number {
  const isOurs = (pid: string): boolean => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dahdi-process");
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  return Number(readdirSync("/proc").find((name) => /^\d+$/.test(name) && isOurs(name)));
}

test("lines and telephones are there; whose they are is known", async () => {
  await bothAre(true);
  expect(edge.owns({ kind: "line", line: analogLine.id as LineId })).toBe(true);
  expect(edge.owns({ kind: "phone", phone })).toBe(true);
  expect(edge.owns({ kind: "phone", phone: "8002" as PhoneId })).toBe(false);
});

test("the lamp is lit; when the process dies its call ends, lines and telephones are gone, and all come back, the lamp too", async () => {
  edge.perform({ do: "line.messages", phone, waiting: 2 });
  await expect.poll(() => desk.lamps.at(-1), patience).toBe(true);
  const leg = "call/1" as LegId;
  const from = { number: "1" };
  const local = { address: "127.0.0.1", port: 9, codecs: [{ name: "PCMA", payloadType: 8 }], ptimeMs: 20, direction: "sendrecv" };
  const offer = { ...local, rtcp: { mux: true, port: 9 }, sessionId: "1", sessionVersion: 1 } as never;
  edge.perform({ do: "line.dial", leg, to: { kind: "phone", phone, number: phone }, from, local: offer, giveUpMs: 60_000 });
  await desk.until("rings");
  const lit = desk.lamps.length;
  const died = processOfCards();
  events.splice(0);
  process.kill(died, "SIGKILL");
  await expect.poll(() => events.find((e) => e.on === "line.ended"), patience).toMatchObject({ leg, why: "line-failed" });
  await expect.poll(() => events.some((e) => e.on === "line.state" && e.state === "down"), patience).toBe(true);
  expect(events.some((e) => e.on === "phone.state" && e.contacts.length === 0)).toBe(true);
  await bothAre(true);
  expect(processOfCards()).not.toBe(died);
  await expect.poll(() => desk.lamps.slice(lit), patience).toContain(true);
  edge.perform({ do: "line.messages", phone, waiting: 0 });
  await expect.poll(() => desk.lamps.at(-1), patience).toBe(false);
});

test("an alarm of the card takes the line down and is told; its end brings it back", async () => {
  card.send({ do: "event", channel: 1, code: event.alarm });
  await expect.poll(() => [lineState(), alarms.has(`analog-port-down ${analogLine.id}`)], patience).toEqual(["down", true]);
  card.send({ do: "event", channel: 1, code: event.noAlarm });
  await expect.poll(() => [lineState(), alarms.has(`analog-port-down ${analogLine.id}`)], patience).toEqual(["up", false]);
});

test("a card that is taken out takes line and telephone with it; put back, both serve", async () => {
  for (const channel of [1, 2]) card.send({ do: "pull", channel });
  await bothAre(false);
  expect([...alarms].sort()).toEqual([`analog-port-down ${analogLine.id}`, "analog-port-down 8001"].sort());
  for (const channel of [1, 2]) card.send({ do: "put-back", channel });
  await bothAre(true);
  expect([...alarms]).toEqual([]);
});
