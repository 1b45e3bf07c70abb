import type { QueueSettings } from "../../contract/queue.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Facts } from "./queue-event.ts";

/** Where a caller stands in the line, and why it is not simply the end. */
export type Standing = { priority: number; placedAtMs: number; because?: Sentence };

/** A VIP stands so much above the queue's own priority when the queue has no class "vip". */
const vipAbove = 10;
const longestHeadStartMs = 2 * 3_600_000;

const whole = (text: string | undefined, least: number, most: number): number | undefined =>
  text !== undefined && /^-?\d{1,10}$/.test(text) ? Math.min(most, Math.max(least, Number(text))) : undefined;
const isYes = (text: string | undefined): boolean => text === "true" || text === "yes" || text === "1";

/**
 * Priority: the highest of what the flow, the caller's number (fact `priority`) and his class give, else the queue's own.
 * Who has a place from before keeps it. Head start of others: the longest of his number's (`headStartMs`) and his class's. Class: fact `class`, or "vip" by fact `vip`.
 */
export function standingOf(
  settings: QueueSettings,
  { priority, placedAtMs, facts = {} }: { priority?: number; placedAtMs?: number; facts?: Facts },
  atMs: number,
): Standing {
  const vip = isYes(facts.vip);
  const name = facts.class ?? (vip ? "vip" : undefined);
  const known = (wanted: string | undefined) => settings.classes?.find((c) => c.class === wanted);
  const own = known(name) ?? (vip ? known("vip") : undefined);
  const vipPriority = vip && own?.priority === undefined ? Math.min(100, settings.priority + vipAbove) : undefined;
  const wishes = [priority, whole(facts.priority, -100, 100), own?.priority, vipPriority].filter((p) => p !== undefined);
  const headStartMs =
    placedAtMs !== undefined ? 0 : Math.max(whole(facts.headStartMs, 0, longestHeadStartMs) ?? 0, own?.headStartMs ?? 0);
  const standing = {
    priority: wishes.length > 0 ? Math.max(...wishes) : settings.priority,
    placedAtMs: placedAtMs === undefined ? atMs - headStartMs : Math.min(atMs, placedAtMs),
  };
  if (standing.priority === settings.priority && headStartMs === 0) return standing;
  return { ...standing, because: words(standing.priority, headStartMs, name) };
}

function words(priority: number, headStartMs: number, name: string | undefined): Sentence {
  const ahead = Math.round(headStartMs / 1000);
  return {
    zh: `优先级 ${priority}${ahead > 0 ? `，提前 ${ahead} 秒` : ""}${name ? `（类别 ${name}）` : ""}`,
    en: `priority ${priority}${ahead > 0 ? `, ${ahead} s of head start` : ""}${name ? ` (class ${name})` : ""}`,
  };
}
