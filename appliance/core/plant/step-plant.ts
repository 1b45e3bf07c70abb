import type { Effect } from "../../contract/effects.ts";
import { type PlantDevice, type PlantEvent, pointIdOf, type Reading } from "../../contract/plant.ts";
import { plantDefaults } from "../../contract/plant-defaults.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { busWords, silentWords } from "./alarm-words.ts";
import { conditionsOf } from "./conditions.ts";
import { own, type PlantState } from "./plant-state.ts";
import { type AlarmWord, badCode, dueOf, forgetWatch, watchPoint } from "./watch-point.ts";
import { movedBeyond, renewMs } from "./worth-telling.ts";

/** The one timer of the plant. */
export const plantTimer = "plant:look";

/** What isn't said from outside: time has passed; the box runs again. */
export type PlantWord = PlantEvent | { on: "plant.look" } | { on: "plant.restart" };
/** Alarms are for the list of alarms. */
export type PlantOut = { effects: Effect[]; alarms: AlarmWord[] };

const silentCode = "device-silent";
const busCode = "bus-down";
/** A value that moves all the time is kept this often, one that rests this seldom. */
const movingRowMs = 30_000;
const restingRowMs = 15 * 60_000;
/** Not renewed for so many of its turns, a value is old. */
const turnsUntilStale = 3;

/** Changes `state` in place. What is said of a device that isn't watched changes nothing. */
export function stepPlant(state: PlantState, event: PlantWord, atMs: number): PlantOut {
  const out: PlantOut = { effects: [], alarms: [] };
  switch (event.on) {
    case "plant.set":
      set(state, event.devices, atMs, out);
      break;
    case "plant.read":
      read(state, event, atMs, out);
      break;
    case "plant.device":
      heardOf(state, event, atMs, out);
      break;
    case "plant.bus":
      bus(state, event, atMs, out);
      break;
    case "plant.look":
      delete state.lookAtMs;
      break;
    case "plant.restart":
      restart(state, atMs);
      break;
    default:
      return exhaustive(event);
  }
  goOn(state, atMs, out);
  return out;
}

function set(state: PlantState, devices: PlantDevice[], atMs: number, out: PlantOut): void {
  const before = new Map(state.devices.map((d) => [d.id, d]));
  const points = new Map(devices.flatMap((d) => d.points.map((p) => [pointIdOf(d.id, p.id), p] as const)));
  for (const id of new Set([...Object.keys(state.watch), ...Object.keys(state.readings)])) {
    const point = points.get(id);
    const still = new Set<string>(point ? [badCode, ...conditionsOf(point).map(({ code }) => code)] : []);
    out.alarms.push(...forgetWatch(state, id, still));
    if (point) continue;
    delete state.readings[id];
    delete state.kept[id];
  }
  state.devices = devices;
  const ids = new Set(devices.map((d) => d.id));
  for (const id of before.keys()) {
    if (ids.has(id)) continue;
    if (own(state.health, id)?.state === "silent") out.alarms.push({ on: "alarm.cleared", code: silentCode, subject: id });
    delete state.health[id];
    out.effects.push({ do: "push", topic: "plant", id });
  }
  const used = new Set(devices.map((d) => d.bus));
  for (const id of Object.keys(state.buses)) {
    if (used.has(id)) continue;
    delete state.buses[id];
    out.alarms.push({ on: "alarm.cleared", code: busCode, subject: id });
  }
  for (const device of devices) {
    const was = before.get(device.id);
    if (was && JSON.stringify(was) === JSON.stringify(device)) continue;
    // What it says may be another register's value from now on.
    if (was) stale(state, device, atMs, out);
    const isDown = own(state.buses, device.bus)?.up === false;
    if (!was || isDown || own(state.health, device.id)?.state === "bus-down")
      state.health[device.id] = { state: isDown ? "bus-down" : "waiting", sinceMs: atMs };
    out.effects.push({ do: "push", topic: "plant", id: device.id });
  }
}

function read(state: PlantState, event: Extract<PlantEvent, { on: "plant.read" }>, atMs: number, out: PlantOut): void {
  const device = state.devices.find((d) => d.id === event.device);
  if (!device) return;
  isUp(state, device, atMs, out);
  for (const { point: name, value, quality } of event.readings) {
    const point = device.points.find((p) => p.id === name);
    if (!point) continue;
    const id = pointIdOf(device.id, name);
    state.readings[id] = { ...(value === undefined || quality !== "good" ? {} : { value }), quality, atMs };
    const alarms = watchPoint(state, device, point, atMs);
    out.alarms.push(...alarms);
    keep(state, id, point, alarms.length > 0, out);
  }
  out.effects.push({ do: "push", topic: "plant", id: device.id });
}

/** A row when there is something to see in it: quality, an alarm, a move, or a long rest. */
function keep(state: PlantState, id: string, point: PlantPoint, alarm: boolean, out: PlantOut): void {
  const now = state.readings[id]!;
  const last = own(state.kept, id);
  const restedMs = last ? now.atMs - last.atMs : Number.POSITIVE_INFINITY;
  const sameQuality = last?.quality === now.quality;
  const moved = now.value !== undefined && last?.value !== undefined && movedBeyond(point, now.value, last.value);
  if (!alarm && sameQuality && !(moved && restedMs >= movingRowMs) && restedMs < restingRowMs && restedMs >= 0) return;
  put(state, id, now, out);
}

function put(state: PlantState, id: string, reading: Reading, out: PlantOut): void {
  state.kept[id] = { ...reading };
  out.effects.push({ do: "store", change: { put: "plant-reading", row: { point: id, ...reading } } });
}

function isUp(state: PlantState, { id }: PlantDevice, atMs: number, out: PlantOut): void {
  const was = own(state.health, id)?.state;
  if (was === "up") return;
  if (was === "silent") out.alarms.push({ on: "alarm.cleared", code: silentCode, subject: id });
  state.health[id] = { state: "up", sinceMs: atMs };
}

function heardOf(state: PlantState, event: Extract<PlantEvent, { on: "plant.device" }>, atMs: number, out: PlantOut): void {
  const device = state.devices.find((d) => d.id === event.device);
  if (!device) return;
  const { id } = device;
  const was = own(state.health, id)?.state;
  if (event.up) isUp(state, device, atMs, out);
  else if (was !== "silent" && was !== "bus-down") {
    state.health[id] = { state: "silent", sinceMs: atMs, why: event.why };
    stale(state, device, atMs, out);
    const text = silentWords(device, event.why);
    out.alarms.push({ on: "alarm.raised", code: silentCode, subject: id, severity: "error", text });
  }
  out.effects.push({ do: "push", topic: "plant", id });
}

function bus(state: PlantState, event: Extract<PlantEvent, { on: "plant.bus" }>, atMs: number, out: PlantOut): void {
  const { bus: id, up, why } = event;
  const devices = state.devices.filter((d) => d.bus === id);
  if (devices.length === 0) return;
  const was = own(state.buses, id)?.up;
  state.buses[id] = { up, why };
  if (was === up) return;
  if (up) out.alarms.push({ on: "alarm.cleared", code: busCode, subject: id });
  else {
    const text = busWords(id, why);
    out.alarms.push({ on: "alarm.raised", code: busCode, subject: id, severity: "error", text });
  }
  for (const device of devices) {
    const before = own(state.health, device.id)?.state;
    if (up && before === "bus-down") state.health[device.id] = { state: "waiting", sinceMs: atMs };
    if (!up) {
      // The bus is the cause: one alarm says it.
      if (before === "silent") out.alarms.push({ on: "alarm.cleared", code: silentCode, subject: device.id });
      state.health[device.id] = { state: "bus-down", sinceMs: atMs, why };
      stale(state, device, atMs, out);
    }
    out.effects.push({ do: "push", topic: "plant", id: device.id });
  }
}

/** Nobody knows what happened meanwhile. What was found silent or down still is until it is heard. */
function restart(state: PlantState, atMs: number): void {
  for (const [id, health] of Object.entries(state.health))
    if (health.state === "up") state.health[id] = { state: "waiting", sinceMs: atMs };
  for (const reading of Object.values(state.readings)) reading.quality = "stale";
  delete state.lookAtMs;
}

function stale(state: PlantState, device: PlantDevice, atMs: number, out: PlantOut): void {
  for (const point of device.points) stalePoint(state, device, point, atMs, out);
}

function stalePoint(state: PlantState, device: PlantDevice, point: PlantPoint, atMs: number, out: PlantOut): void {
  const id = pointIdOf(device.id, point.id);
  const reading = own(state.readings, id);
  if (!reading || reading.quality === "stale") return;
  reading.quality = "stale";
  watchPoint(state, device, point, atMs);
  put(state, id, { ...reading, atMs }, out);
}

const staleAfterMs = ({ pollSec = plantDefaults.pollSec }: PlantPoint): number =>
  turnsUntilStale * Math.max(pollSec * 1000, renewMs);

/** What has lasted long enough happens; then the timer is set for what comes next. */
function goOn(state: PlantState, atMs: number, out: PlantOut): void {
  let next = Number.POSITIVE_INFINITY;
  for (const device of state.devices) {
    for (const point of device.points) {
      const id = pointIdOf(device.id, point.id);
      const reading = own(state.readings, id);
      if (!reading || reading.quality === "stale") continue;
      if (reading.atMs + staleAfterMs(point) <= atMs) {
        stalePoint(state, device, point, atMs, out);
        out.effects.push({ do: "push", topic: "plant", id: device.id });
        continue;
      }
      next = Math.min(next, reading.atMs + staleAfterMs(point));
      const due = dueOf(state, device, point);
      if (due.some((at) => at <= atMs)) {
        const alarms = watchPoint(state, device, point, atMs);
        out.alarms.push(...alarms);
        // What it was about is to be found in its past.
        if (alarms.length > 0) put(state, id, reading, out);
      }
      for (const at of due) if (at > atMs) next = Math.min(next, at);
    }
  }
  // A timer that comes too early only looks again.
  if (next === Number.POSITIVE_INFINITY || (state.lookAtMs !== undefined && state.lookAtMs <= next && state.lookAtMs > atMs))
    return;
  state.lookAtMs = next;
  out.effects.push({ do: "timer.set", key: plantTimer, atMs: next });
}
