import type { LadderEntry } from "../../appliance/contract/routes.ts";

export type LadderColumn = { peer: string; isBox: boolean };
export type LadderArrow = {
  kind: "arrow";
  /** Index into the entries given. */
  entry: number;
  from: number;
  to: number;
  /** The same message was sent before (RFC 3261 17.1.1.2: no answer came in time). */
  again: boolean;
  tone: "request" | "fine" | "failure";
};
/** Quiet time between two messages. */
export type LadderPause = { kind: "pause"; forMs: number };
export type LadderLayout = { columns: LadderColumn[]; rows: (LadderArrow | LadderPause)[] };

const pauseMs = 2_000;

/**
 * Where everything stands: the first peer left, the box next to it, all others to the right in the order they appear.
 * Rows are in time order; long silence becomes a row of its own.
 */
export function layLadder(entries: readonly LadderEntry[]): LadderLayout {
  const order = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.atMs - b.entry.atMs || a.index - b.index);
  const peers = [...new Set(order.map(({ entry }) => entry.peer))];
  const [first, ...others] = peers;
  const columns: LadderColumn[] =
    first === undefined
      ? []
      : [{ peer: first, isBox: false }, { peer: "", isBox: true }, ...others.map((peer) => ({ peer, isBox: false }))];
  const columnOf = new Map(columns.map((c, i) => [c.isBox ? "" : c.peer, i]));
  const seen = new Set<string>();
  const rows: LadderLayout["rows"] = [];
  let lastMs: number | undefined;
  for (const { entry, index } of order) {
    if (lastMs !== undefined && entry.atMs - lastMs >= pauseMs) rows.push({ kind: "pause", forMs: entry.atMs - lastMs });
    lastMs = entry.atMs;
    const key = `${entry.direction} ${entry.peer} ${entry.text}`;
    const peer = columnOf.get(entry.peer) ?? 0;
    const box = columnOf.get("") ?? 1;
    rows.push({
      kind: "arrow",
      entry: index,
      from: entry.direction === "in" ? peer : box,
      to: entry.direction === "in" ? box : peer,
      again: seen.has(key),
      tone: toneOf(entry.firstLine),
    });
    seen.add(key);
  }
  return { columns, rows };
}

/** RFC 3261 7.2: the class of a status is its first digit. 401 and 407 only ask who is there. */
function toneOf(firstLine: string): LadderArrow["tone"] {
  const status = Number(/^SIP\/2\.0 (\d{3})/.exec(firstLine)?.[1] ?? 0);
  if (status === 0) return "request";
  return status >= 400 && status !== 401 && status !== 407 && status !== 487 ? "failure" : "fine";
}

/** What fits on an arrow: "INVITE", "180 Ringing". */
export function shortLine(firstLine: string): string {
  const status = /^SIP\/2\.0 (\d{3}.*)$/.exec(firstLine)?.[1];
  return status ?? firstLine.split(" ")[0] ?? firstLine;
}
