import { exhaustive } from "../../kit/exhaustive.ts";
import type { PendingChange, WriterItem } from "./writer-message.ts";

export type QueuedItem = WriterItem & { serial: number };

/** A batch is one transaction: large enough to share an fsync among many, small enough to be quick. */
const batchItems = 500;

/**
 * What waits to be written, in order. It never forgets a row and never grows without end: at `limit` entries, which takes a disk that
 * failed for minutes, it lets go of the journal (a new snapshot will take its place) and keeps only the newest version of every row.
 * Trace lines beyond `limit` and audit lines are all that is lost, and that is counted.
 */
export class Backlog {
  readonly limit: number;
  #items: QueuedItem[] = [];
  #entries = 0;
  #serial = 0;
  /** Newest version of every row, in the order of their last change; only while the journal is suspended. */
  #rows: Map<string, PendingChange> | undefined;
  #dropped = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Serial of the last item taken in. */
  get serial(): number {
    return this.#serial;
  }
  get entries(): number {
    return this.#entries + (this.#rows?.size ?? 0);
  }
  /** The journal has a gap until the next snapshot; events are not journalled meanwhile. */
  get suspended(): boolean {
    return this.#rows !== undefined;
  }
  get empty(): boolean {
    return this.#items.length === 0 && (this.#rows?.size ?? 0) === 0;
  }
  /** Everything up to this serial has been taken. */
  get takenUpTo(): number {
    if (this.#rows) return 0;
    const [first] = this.#items;
    return first ? Math.max(0, first.serial - 1) : this.#serial;
  }

  push(item: WriterItem): void {
    const serial = ++this.#serial;
    switch (item.kind) {
      case "entry":
        if (this.#rows) {
          this.#merge(this.#rows, item.changes);
          return;
        }
        this.#entries++;
        break;
      case "audit":
        if (this.#rows) {
          this.#dropped++;
          return;
        }
        this.#entries++;
        break;
      case "snapshot":
        // The newest says all; the state of a large site is some megabytes.
        this.#items = this.#items.filter((queued) => queued.kind !== "snapshot");
        this.#resume();
        break;
      case "alive":
        if (this.#items.some((queued) => queued.kind === "alive")) return;
        break;
      case "ask":
        break;
      default:
        exhaustive(item);
    }
    this.#items.push({ ...item, serial });
    if (this.#entries >= this.limit) this.#suspend();
  }

  /** Takes the next batch; while suspended, rows go first. */
  take(): QueuedItem[] {
    if (this.#rows && this.#rows.size > 0) {
      const changes: PendingChange[] = [];
      for (const [key, change] of this.#rows) {
        changes.push(change);
        this.#rows.delete(key);
        if (changes.length >= batchItems) break;
      }
      return [{ kind: "entry", seq: 0, atMs: 0, changes, serial: 0 }];
    }
    const batch = this.#items.splice(0, batchItems);
    for (const item of batch) if (item.kind === "entry" || item.kind === "audit") this.#entries--;
    return withoutSuperseded(batch);
  }

  /** Everything somebody waits for, removed: it will not be written. */
  takeAsks(): number[] {
    const asks = this.#items.flatMap((item) => (item.kind === "ask" ? [item.ask] : []));
    this.#items = this.#items.filter((item) => item.kind !== "ask");
    return asks;
  }

  /** How many trace and audit lines were lost since last asked. */
  takeDropped(): number {
    const n = this.#dropped;
    this.#dropped = 0;
    return n;
  }

  #suspend(): void {
    const rows = new Map<string, PendingChange>();
    const rest: QueuedItem[] = [];
    for (const item of this.#items) {
      if (item.kind === "entry") this.#merge(rows, item.changes);
      // A snapshot stands for the events before it; what follows it is not journalled, so a newer one is wanted all the same.
      else if (item.kind !== "audit") rest.push(item);
      else this.#dropped++;
    }
    this.#items = rest;
    this.#entries = 0;
    this.#rows = rows;
  }

  /** A snapshot holds all that was not journalled: from here on the journal is whole again. */
  #resume(): void {
    const rows = this.#rows;
    if (!rows) return;
    this.#rows = undefined;
    const changes = [...rows.values()];
    const entries: QueuedItem[] = [];
    for (let at = 0; at < changes.length; at += batchItems)
      entries.push({ kind: "entry", seq: 0, atMs: 0, changes: changes.slice(at, at + batchItems), serial: 0 });
    this.#items = [...entries, ...this.#items];
    this.#entries = entries.length;
  }

  #merge(rows: Map<string, PendingChange>, changes: PendingChange[]): void {
    for (const change of changes) {
      const { key } = change;
      if (!rows.has(key) && key.startsWith("trace ") && rows.size >= this.limit) {
        this.#dropped++;
        continue;
      }
      rows.delete(key);
      rows.set(key, change);
    }
  }
}

/** Within one transaction only the newest version of a row is worth writing: a call's row changes with every step of the call. */
function withoutSuperseded(batch: QueuedItem[]): QueuedItem[] {
  const written = new Set<string>();
  for (let at = batch.length - 1; at >= 0; at--) {
    const item = batch[at]!;
    if (item.kind !== "entry") continue;
    const newest = item.changes.toReversed().filter(({ key }) => !written.has(key) && written.add(key));
    if (newest.length < item.changes.length) batch[at] = { ...item, changes: newest.reverse() };
  }
  return batch;
}
