import type { PlantDevice } from "../../../appliance/contract/plant.ts";
import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import type { FieldbusEvent } from "../../../appliance/edge/modbus/fieldbus-config.ts";
import { FieldbusEdge } from "../../../appliance/edge/modbus/fieldbus-edge.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import type { SlaveFault } from "./slave-faults.ts";
import { TtySlaves } from "./tty-slaves.ts";

export type ManySlaves = {
  seconds: number;
  slaves: number;
  seed: number;
  /** Of all answers. */
  faulty: number;
  /** The adapter is pulled out this often, and put back a second later. */
  pullEverySec?: number;
};
export type ManySlavesSeen = {
  requests: number;
  readings: number;
  /** Sentences; none is to be there. */
  wrong: string[];
  faults: Record<string, number>;
  pulls: number;
  silences: number;
  /** Devices that were read. */
  heard: number;
};

const replyMs = 150;
const bus = "rs485-1";
/** Places of every device; two blocks of each kind are of one length, so that an answer could pass for the other's. */
const words = [
  { fc: 3, first: 0, count: 4 },
  { fc: 3, first: 100, count: 4 },
  { fc: 4, first: 10, count: 2 },
  { fc: 4, first: 60, count: 2 },
] as const;
const coils = 8;

/** Which register of which device it is: no two are alike. */
const tagOf = (unit: number, place: number): number => (unit * 12 + place) & 0xff;
const placeOf = (fc: number, address: number): number => {
  let place = 0;
  for (const block of words) {
    if (block.fc === fc && address >= block.first && address < block.first + block.count) return place + address - block.first;
    place += block.count;
  }
  throw new Error(`no place ${fc} ${address}`);
};
const bitOf = (unit: number, address: number): number => (unit >> (address % 5)) & 1;

function deviceOf(unit: number): PlantDevice {
  const points: PlantPoint[] = words.flatMap(({ fc, first, count }) =>
    Array.from({ length: count }, (_, n): PlantPoint => {
      const address = first + n;
      return { id: `w${fc}-${address}`, name: {}, fc, address, type: "u16", pollSec: 1 };
    }),
  );
  for (let address = 0; address < coils; address++)
    points.push({ id: `c${address}`, name: {}, fc: 1, address, type: "bit", pollSec: 2 });
  return { id: `u${unit}`, name: `u${unit}`, bus, unit, replyMs, points };
}

/** Devices whose every value says whose it is and how old: high byte the place, low byte rising with each request. Judges what the true driver's process tells. */
export async function runManySlaves({ seconds, slaves, seed, faulty, pullEverySec }: ManySlaves): Promise<ManySlavesSeen> {
  const tty = new TtySlaves();
  const seen: ManySlavesSeen = { requests: 0, readings: 0, wrong: [], faults: {}, pulls: 0, silences: 0, heard: 0 };
  const versions = new Map<number, number>();
  for (let unit = 1; unit <= slaves; unit++) {
    const slave = tty.bus.add(unit);
    for (let address = 0; address < coils; address++) slave.coils.set(address, bitOf(unit, address) === 1);
    renew(unit);
  }
  function renew(unit: number): void {
    const version = ((versions.get(unit) ?? 0) + 1) & 0xff;
    versions.set(unit, version);
    const slave = tty.bus.slaves.get(unit)!;
    for (const { fc, first, count } of words)
      for (let address = first; address < first + count; address++)
        (fc === 3 ? slave.holding : slave.input).set(address, (tagOf(unit, placeOf(fc, address)) << 8) | version);
  }
  const random = dice(seed);
  tty.bus.fault = ({ unit }) => {
    seen.requests++;
    renew(unit);
    if (random() >= faulty) return undefined;
    const fault = anyFault(random);
    const name = fault.kind === "late" && fault.ms > 1_000 ? "very late" : fault.kind;
    seen.faults[name] = (seen.faults[name] ?? 0) + 1;
    return fault;
  };

  const last = new Map<string, number>();
  const heard = new Set<string>();
  const tell = (event: Exclude<FieldbusEvent, { on: "written" }>): void => {
    if (event.on === "plant.device" && !event.up) seen.silences++;
    if (event.on !== "plant.read") return;
    const unit = Number(event.device.slice(1));
    heard.add(event.device);
    for (const { point, value, quality } of event.readings) {
      if (quality !== "good" || value === undefined) continue;
      seen.readings++;
      const key = `${event.device}.${point}`;
      if (point.startsWith("c")) {
        if (value !== bitOf(unit, Number(point.slice(1)))) seen.wrong.push(`${key} ${value}`);
        continue;
      }
      const [fc = 0, address = 0] = point.slice(1).split("-").map(Number);
      const age = (value - (last.get(key) ?? value)) & 0xff;
      last.set(key, value & 0xff);
      if (value >> 8 !== tagOf(unit, placeOf(fc, address))) seen.wrong.push(`${key} is another's: ${value.toString(16)}`);
      else if (age > 0x80) seen.wrong.push(`${key} is old: ${value.toString(16)}`);
    }
  };
  const edge = new FieldbusEdge({
    clock: new HostClock(),
    config: {
      buses: [{ id: bus, at: { tty: tty.path, baud: 115_200, parity: "none" } }],
      devices: Array.from({ length: slaves }, (_, n) => deviceOf(n + 1)),
    },
    host: {
      line: () => {},
      raise: () => {},
      clear: () => {},
      health: () => {},
      note: () => {},
    },
    tell,
  });
  const endMs = performance.now() + seconds * 1000;
  let pullMs = performance.now() + (pullEverySec ?? Number.POSITIVE_INFINITY) * 1000;
  while (performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (performance.now() < pullMs) continue;
    pullMs += pullEverySec! * 1000;
    seen.pulls++;
    tty.pullOut();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    tty.plugIn();
  }
  await edge.stop("done");
  tty.close();
  seen.heard = heard.size;
  return seen;
}

function anyFault(random: () => number): SlaveFault {
  const whole = (n: number): number => Math.floor(random() * n);
  const some = (n: number): Uint8Array => Uint8Array.from({ length: 1 + whole(n) }, () => whole(256));
  switch (whole(9)) {
    case 0:
      return { kind: "late", ms: replyMs + 5 + whole(2 * replyMs) };
    case 1:
      return random() < 0.5 ? { kind: "late", ms: 1_001 + whole(4_000) } : { kind: "silent" };
    case 2:
      return { kind: "cut", bytes: 1 + whole(6) };
    case 3:
      return { kind: "byte-by-byte", everyMs: 1 + whole(8) };
    case 4:
      return { kind: "garbage-in-front", bytes: some(20) };
    case 5:
      return { kind: "noise-behind", bytes: random() < 0.5 ? Uint8Array.of(0) : some(8) };
    case 6:
      return { kind: "exception", code: random() < 0.5 ? 5 : 6 };
    case 7:
      return { kind: "wrong-unit" };
    default:
      return { kind: "flipped", bit: whole(80) };
  }
}

/** The same throws for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
