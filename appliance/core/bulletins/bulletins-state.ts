import type { Bulletin, BulletinReading, BulletinRow } from "../../contract/bulletins.ts";

type LiveBulletin = { row: BulletinRow; readings: BulletinReading[] };
/** What is shown at this moment; what is over is only rows. Plain data. */
export type BulletinsState = { live: Record<string, LiveBulletin> };
export const newBulletins = (): BulletinsState => ({ live: {} });

/** Nobody reads more at once: beyond it no new one is taken. */
export const mostBulletins = 200;
export const isFullOfBulletins = ({ live }: BulletinsState): boolean => Object.keys(live).length >= mostBulletins;

export const bulletinNow = ({ live }: BulletinsState, id: string): Bulletin | undefined =>
  Object.hasOwn(live, id) ? { ...live[id]!.row, readings: live[id]!.readings.map((r) => ({ ...r })) } : undefined;

/** Newest first. */
export const liveBulletins = (state: BulletinsState): Bulletin[] =>
  Object.keys(state.live)
    .map((id) => bulletinNow(state, id)!)
    .sort((a, b) => b.sentAtMs - a.sentAtMs);
