import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import { isFor, type Reader } from "./open-bulletins.ts";

export type Which = "all" | "mine" | "sent";

/**
 * What was fetched, each with what the stream has said of it since: the one of both that knows of more readings, as the stream tells
 * others than the sender only of their own. Each once, newest first.
 */
export function joinBulletins(fetched: readonly Bulletin[], now: readonly Bulletin[]): Bulletin[] {
  const fresh = new Map(now.map((b) => [b.id, b]));
  const rows = new Map<string, Bulletin>();
  for (const row of fetched) {
    const live = fresh.get(row.id);
    rows.set(row.id, live && weight(live) >= weight(row) ? { ...row, readings: live.readings } : row);
  }
  return [...rows.values()].sort((a, b) => b.sentAtMs - a.sentAtMs);
}
const weight = ({ readings }: Bulletin): number =>
  readings.reduce((sum, r) => sum + (r.acknowledgedAtMs === undefined ? 1 : 2), 0);

export const ofWhich = (rows: readonly Bulletin[], which: Which, reader: Reader): Bulletin[] =>
  rows.filter((b) =>
    which === "all" ? true : which === "sent" ? b.sentBy === reader.user : b.sentBy !== reader.user && isFor(b, reader),
  );
