import type { BulletinEvent, BulletinReading, BulletinRow } from "../../contract/bulletins.ts";
import type { Effect } from "../../contract/effects.ts";
import type { AgentId } from "../../kit/ids.ts";
import { type BulletinsState, isFullOfBulletins } from "./bulletins-state.ts";
import { isMeantFor } from "./shown-to.ts";

const dayMs = 86_400_000;
const longestMs = 30 * dayMs;
/** More people than any site has. */
const mostReadings = 500;
const timerPrefix = "office:bulletin:";

/** The agents that a new bulletin is for, at this moment. */
export type AudienceOf = (to: BulletinRow["to"]) => AgentId[];

export const bulletinOfTimer = (key: string): string | undefined =>
  key.startsWith(timerPrefix) ? key.slice(timerPrefix.length) : undefined;

/** Changes `state` in place and says what is to be done. An act on a bulletin that is over, or not for who acts, changes nothing. */
export function stepBulletins(state: BulletinsState, event: BulletinEvent, atMs: number, audienceOf: AudienceOf): Effect[] {
  if (event.on === "bulletin.sent") return sent(state, event, atMs, audienceOf);
  const live = Object.hasOwn(state.live, event.bulletin) ? state.live[event.bulletin] : undefined;
  if (!live) return [];
  if (event.on === "bulletin.withdrawn") {
    const row: BulletinRow = { ...live.row, withdrawnAtMs: atMs, withdrawnBy: event.by };
    return [{ do: "store", change: { put: "bulletin", row } }, ...over(state, row.id)];
  }
  const { user, agent } = event;
  if (!isMeantFor(live.row, { user, ...(agent ? { agent } : {}) })) return [];
  const before = live.readings.find((r) => r.user === user);
  const acknowledges = event.on === "bulletin.acknowledged";
  // The first time counts.
  if (before && (!acknowledges || before.acknowledgedAtMs !== undefined)) return [];
  if (!before && live.readings.length >= mostReadings) return [];
  const reading: BulletinReading = {
    ...(before ?? { bulletin: live.row.id, user, ...(agent ? { agent } : {}), readAtMs: atMs }),
    ...(acknowledges ? { acknowledgedAtMs: atMs } : {}),
  };
  live.readings = [...live.readings.filter((r) => r !== before), reading];
  return [
    { do: "store", change: { put: "bulletin-reading", row: { ...reading } } },
    { do: "push", topic: "bulletins", id: live.row.id },
  ];
}

/** Its time is over: it leaves the consoles. */
export function bulletinOver(state: BulletinsState, id: string, atMs: number): Effect[] {
  const live = Object.hasOwn(state.live, id) ? state.live[id] : undefined;
  return live && live.row.untilMs <= atMs ? over(state, id) : [];
}

/** What was stored and is not over: a state that begins anew takes it up. */
export function loadBulletins(
  state: BulletinsState,
  stored: readonly (BulletinRow & { readings: BulletinReading[] })[],
  atMs: number,
): Effect[] {
  return stored.flatMap(({ readings, ...row }) => {
    const gone = row.withdrawnAtMs !== undefined || row.untilMs <= atMs;
    if (gone || Object.hasOwn(state.live, row.id) || isFullOfBulletins(state)) return [];
    state.live[row.id] = { row, readings };
    return shown(row);
  });
}

function sent(
  state: BulletinsState,
  { bulletin, by, byName }: Extract<BulletinEvent, { on: "bulletin.sent" }>,
  atMs: number,
  audienceOf: AudienceOf,
): Effect[] {
  if (isFullOfBulletins(state) || Object.hasOwn(state.live, bulletin.id)) return [];
  const untilMs = Math.min(bulletin.untilMs ?? atMs + dayMs, atMs + longestMs);
  if (untilMs <= atMs) return [];
  const row: BulletinRow = {
    ...bulletin,
    agents: audienceOf(bulletin.to),
    sentAtMs: atMs,
    sentBy: by,
    ...(byName === undefined ? {} : { sentByName: byName }),
    untilMs,
  };
  state.live[row.id] = { row, readings: [] };
  return [{ do: "store", change: { put: "bulletin", row: { ...row } } }, ...shown(row)];
}

const shown = ({ id, untilMs }: BulletinRow): Effect[] => [
  { do: "timer.set", key: timerPrefix + id, atMs: untilMs },
  { do: "push", topic: "bulletins", id },
];

function over(state: BulletinsState, id: string): Effect[] {
  delete state.live[id];
  return [
    { do: "timer.clear", key: timerPrefix + id },
    { do: "push", topic: "bulletins", id },
  ];
}
