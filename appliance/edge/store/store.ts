import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import Database from "better-sqlite3";
import type { Stamped } from "../../contract/effects.ts";
import type { StoreChange } from "../../contract/records.ts";
import { type AlarmStore, alarmStore } from "./alarm-store.ts";
import { BoxKey } from "./box-key.ts";
import { type BulletinStore, bulletinStore } from "./bulletin-store.ts";
import { type CallKeeping, callKeeping } from "./call-keeping.ts";
import { type CallbackReader, callbackReader } from "./callback-store.ts";
import { type CaseKeeping, caseKeeping } from "./case-keeping.ts";
import { type DoctorStore, doctorStore } from "./doctor-store.ts";
import { type EventStore, eventStore } from "./event-store.ts";
import type { FigurePart } from "./figure-parts.ts";
import { type FigureReader, figureReader } from "./figure-reader.ts";
import { type FlowStore, flowStore } from "./flow-store.ts";
import { type MqttStore, mqttStore } from "./mqtt-store.ts";
import { type OfficeStore, officeStore } from "./office-store.ts";
import { databaseFile } from "./open-database.ts";
import { type PeopleStore, peopleStore } from "./people-store.ts";
import { type PlantStore, plantStore } from "./plant-store.ts";
import { type PromptStore, promptStore } from "./prompt-store.ts";
import { pendingChange } from "./put-change.ts";
import { type RecordReader, recordReader } from "./record-reader.ts";
import { type RecordingStore, recordingStore } from "./recording-store.ts";
import { type SecretStore, secretStore } from "./secret-store.ts";
import { type SettingsStore, settingsStore } from "./settings-store.ts";
import { type ShiftStore, shiftStore } from "./shift-store.ts";
import { type StaffingReader, staffingReader } from "./staffing-reader.ts";
import { StoreOpenError } from "./store-error.ts";
import type { StoreProblem } from "./store-problem.ts";
import { type TextStore, textStore } from "./text-store.ts";
import { type TokenStore, tokenStore } from "./token-store.ts";
import type { AuditRow } from "./write-op.ts";
import { Writer } from "./writer.ts";
import type { PreviousBoot } from "./writer-message.ts";

const heartbeatMs = 1_000;
const defaultLimit = 20_000;

export type StoreOptions = {
  /** The data folder; made when it is not there. */
  dir: string;
  /** What the store has to say about itself; fit for the timeline. */
  hear: (problem: StoreProblem) => void;
  /** The journal has a gap since the disk failed for long: `snapshot` should be called now. */
  wantSnapshot?: () => void;
  nowMs?: () => number;
  /** Entries that may wait in memory; new calls should be refused from a quarter of it (`behind`). */
  waitingLimit?: number;
  /** The database does not grow beyond this; what does not fit is as a full disk. */
  maxBytes?: number;
};

/** The state to go on from: the newest snapshot, and the events after it in order. */
export type Recovery = {
  snapshot?: { seq: number; json: string };
  tail: Stamped[];
  /** The box was stopped in order; true also for the very first start. */
  cleanStop: boolean;
  /** Last moment the box is known to have run; 0 at the very first start. */
  lastAliveMs: number;
};

export type Store = RecordReader &
  CallbackReader &
  FlowStore &
  PromptStore &
  PeopleStore &
  SettingsStore &
  SecretStore &
  TokenStore &
  EventStore &
  FigureReader &
  StaffingReader &
  ShiftStore &
  OfficeStore &
  BulletinStore &
  TextStore &
  CallKeeping &
  CaseKeeping &
  PlantStore &
  DoctorStore &
  MqttStore &
  AlarmStore &
  RecordingStore & {
    /** Of this run. */
    readonly bootId: string;
    recover(): Recovery;
    /** Keeps an event and then its rows, in one transaction. Returns at once; the order of calls is the order on disk. */
    append(entry: Stamped, changes: StoreChange[]): void;
    /** Rows without an event: what a replay found. */
    put(changes: StoreChange[]): void;
    /** The live state after event `seq`; the journal up to it is let go. */
    snapshot(seq: number, json: string): void;
    /** Resolves when all that was handed over before is on disk. */
    flushed(): Promise<void>;
    /** Writing lags far behind: take no new calls. */
    behind(): boolean;
    /** Nobody waits for it; it is kept like every other row. */
    audit(row: Omit<AuditRow, "atMs">): void;
    auditRows(limit: number): AuditRow[];
    /** Rows of a time before it count as late: what was counted of such a time is dropped by them. */
    raiseFigureHorizon(untilMs: number): Promise<void>;
    /** Counts of days that are over, made when so many rows had come late; resolves with how many were kept. */
    keepFigureParts(late: number, parts: FigurePart[]): Promise<number>;
    /** Writes down that the box is being stopped in order. Nothing should be appended after it. */
    markCleanStop(): Promise<void>;
    /** Without `flushed` before, what still waits is lost. */
    close(): Promise<void>;
  };

function recovery(db: Database.Database, previous: PreviousBoot | undefined): Recovery {
  const snapshot = db
    .prepare<[], { seq: number; state: string }>("SELECT seq, state FROM snapshot ORDER BY seq DESC LIMIT 1")
    .get();
  const rows = db
    .prepare<[number], { seq: number; at_ms: number; event: string }>(
      "SELECT seq, at_ms, event FROM journal WHERE seq > ? ORDER BY seq",
    )
    .all(snapshot?.seq ?? -1);
  return {
    ...(snapshot ? { snapshot: { seq: snapshot.seq, json: snapshot.state } } : {}),
    tail: rows.map((row) => ({ seq: row.seq, atMs: row.at_ms, event: JSON.parse(row.event) as Stamped["event"] })),
    cleanStop: previous?.cleanStop ?? true,
    lastAliveMs: previous?.lastAliveMs ?? 0,
  };
}

/** Opens the data folder: one thread that writes, and a connection for reading in this one. Rejects with StoreOpenError. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dir, hear, nowMs = Date.now, wantSnapshot = () => undefined } = options;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new StoreOpenError(dir, `the data folder can't be made (${String(error)})`, "Check the path and its rights.");
  }
  const bootId = randomUUID();
  const start = { dir, bootId, startedMs: nowMs(), ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }) };
  const writer = new Writer({ start, hear, wantSnapshot, limit: options.waitingLimit ?? defaultLimit });
  const previous = await writer.open();
  let key: BoxKey;
  try {
    key = new BoxKey(dir);
  } catch (error) {
    await writer.stop();
    throw error;
  }
  const db = new Database(databaseFile(dir), { readonly: true, fileMustExist: true, timeout: 2_000 });
  const auditRows = db.prepare<[number], AuditRow>(
    "SELECT at_ms AS atMs, who, address, what, subject, outcome FROM audit ORDER BY n DESC LIMIT ?",
  );

  const beat = (): void => writer.push({ kind: "alive", atMs: nowMs() });
  const heartbeat = setInterval(beat, heartbeatMs);
  return {
    ...recordReader(db),
    ...callbackReader(db),
    ...figureReader(db),
    ...staffingReader(db),
    ...shiftStore(db, writer, nowMs),
    ...peopleStore(db, writer, nowMs),
    ...settingsStore(db, writer, nowMs),
    ...flowStore(db, writer, nowMs),
    ...promptStore(db, writer, nowMs),
    ...secretStore(db, writer, key, hear),
    ...tokenStore(db, writer, nowMs),
    ...eventStore(db, writer),
    ...officeStore(db, writer),
    ...bulletinStore(db),
    ...textStore(db, writer, nowMs),
    ...callKeeping(db, writer, key, nowMs),
    ...caseKeeping(db, writer, nowMs),
    ...plantStore(db, writer),
    ...doctorStore(db),
    ...mqttStore(db, writer),
    ...alarmStore(db),
    ...recordingStore(db, writer),
    bootId,
    recover: () => recovery(db, previous),
    append: ({ seq, atMs, event }, changes) =>
      writer.push({ kind: "entry", seq, atMs, event: JSON.stringify(event), changes: changes.map(pendingChange) }),
    put(changes) {
      if (changes.length > 0) writer.push({ kind: "entry", seq: 0, atMs: 0, changes: changes.map(pendingChange) });
    },
    snapshot: (seq, json) => writer.push({ kind: "snapshot", seq, json }),
    flushed: () => writer.flushed(),
    behind: () => writer.behind,
    audit: (row) => writer.push({ kind: "audit", row: { ...row, atMs: nowMs() } }),
    auditRows: (limit) => auditRows.all(limit),
    raiseFigureHorizon: async (untilMs) => void (await writer.ask({ op: "figures.horizon", untilMs })),
    keepFigureParts: (late, parts) => writer.ask({ op: "figures.keep", late, parts }),
    async markCleanStop() {
      clearInterval(heartbeat);
      await writer.ask({ op: "boot.stopClean", bootId, atMs: nowMs() });
    },
    async close() {
      clearInterval(heartbeat);
      // The last connection to close folds the write-ahead log into the database: that must be the one that writes.
      db.close();
      await writer.stop();
    },
  };
}
