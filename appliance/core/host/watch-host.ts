import type { AlarmCode } from "../../contract/alarms.ts";
import { type HostLimit, type HostReading, hostKind, hostKindNames, type JudgedReading } from "../../contract/host.ts";

/** Values beyond a limit, by alarm. Plain data. */
export type HostWatch = Record<string, { id: string; code: AlarmCode; sinceMs: number; raised: boolean }>;
export type HostNews =
  | { is: "raised"; code: AlarmCode; subject: string; detail: string }
  | { is: "cleared"; code: AlarmCode; subject: string };

const keyOf = (code: string, id: string): string => `${code}|${id}`;
const hostCodes = new Set(hostKindNames.flatMap((kind) => hostKind(kind).code ?? []));

/** Alarms of a former run stand until what they are about is well. */
export function takeUp(open: readonly { code: string; subject: string; raisedAtMs: number }[]): HostWatch {
  const watch: HostWatch = {};
  for (const { code, subject, raisedAtMs } of open)
    if (hostCodes.has(code as AlarmCode))
      watch[keyOf(code, subject)] = { id: subject, code: code as AlarmCode, sinceMs: raisedAtMs, raised: true };
  return watch;
}

/** Limits that hold for a reading: those of its own id before those of its kind, before the usual ones. */
function limitOf({ id, kind }: HostReading, limits: readonly HostLimit[]) {
  const usual = hostKind(kind);
  const set = limits.find((l) => l.kind === kind && l.id === id) ?? limits.find((l) => l.kind === kind && l.id === undefined);
  if (!set) return usual;
  const named = set.high !== undefined || set.low !== undefined;
  const { high, low } = named ? set : usual;
  const bounds = set.off ? {} : { ...(high === undefined ? {} : { high }), ...(low === undefined ? {} : { low }) };
  const { delaySec = usual.delaySec, hysteresis = usual.hysteresis } = set;
  return { unit: usual.unit, ...(usual.code ? { code: usual.code } : {}), delaySec, hysteresis, ...bounds };
}

/**
 * Holds what was read against its limits. An alarm is raised when a value was beyond for the whole delay, and cleared when it is back by
 * the hysteresis, or is no longer read at all. Changes `watch` in place.
 */
export function watchHost(
  watch: HostWatch,
  readings: readonly HostReading[],
  limits: readonly HostLimit[],
  atMs: number,
): { news: HostNews[]; judged: JudgedReading[] } {
  const news: HostNews[] = [];
  const seen = new Set<string>();
  const judged = readings.map((reading): JudgedReading => {
    const { code, unit, high, low, delaySec, hysteresis } = limitOf(reading, limits);
    const shown = { ...reading, unit, ...(high === undefined ? {} : { high }), ...(low === undefined ? {} : { low }) };
    if (code === undefined) return { ...shown, alarm: false };
    const key = keyOf(code, reading.id);
    seen.add(key);
    const known = Object.hasOwn(watch, key) ? watch[key] : undefined;
    const back = known?.raised ? hysteresis : 0;
    const { value } = reading;
    const beyond =
      value !== undefined && ((high !== undefined && value > high - back) || (low !== undefined && value < low + back));
    // At its very limit a value without hysteresis is within.
    if (!beyond) {
      delete watch[key];
      if (known?.raised) news.push({ is: "cleared", code, subject: reading.id });
      return { ...shown, alarm: false };
    }
    const now = known ?? { id: reading.id, code, sinceMs: atMs, raised: false };
    watch[key] = now;
    if (!now.raised && atMs - now.sinceMs >= delaySec * 1000) {
      now.raised = true;
      news.push({ is: "raised", code, subject: reading.id, detail: detailOf(shown) });
    }
    return { ...shown, beyondSinceMs: now.sinceMs, alarm: now.raised };
  });
  for (const [key, { id, code, raised }] of Object.entries(watch)) {
    if (seen.has(key)) continue;
    delete watch[key];
    if (raised) news.push({ is: "cleared", code, subject: id });
  }
  return { news, judged };
}

function detailOf({ label, value, text, unit, high, low }: Omit<JudgedReading, "alarm">): string {
  if (unit === "") return text ? `${label}: ${text}` : label;
  const is = `${label}: ${value === undefined ? "" : Math.round(value * 10) / 10} ${unit}`;
  const limit = high !== undefined && value !== undefined && value > high ? ` > ${high}` : low === undefined ? "" : ` < ${low}`;
  return is + limit;
}
