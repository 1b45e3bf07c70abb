import Type, { type Static } from "typebox";
import { CivilDate } from "./calendar.ts";
import { CallRecord, RecordingRow } from "./records.ts";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Union([schema, Type.Null()]);
const Format = Type.Enum(["wav", "opus", "mp3"]);

/** What people and the box wrote to a recording; `atMs` counts from its start. */
export const RecordingNote = Type.Object(
  {
    n: Type.Integer(),
    atMs: OrNull(Type.Number()),
    tag: OrNull(Type.String()),
    text: Type.String(),
    by: Type.String(),
    madeAtMs: Type.Number(),
  },
  closed,
);
export type RecordingNote = Static<typeof RecordingNote>;

/** A recording, or all of a call, that is kept whatever the rules say. */
export const RecordingHold = Type.Object(
  {
    n: Type.Integer(),
    recording: OrNull(Type.String()),
    call: OrNull(Type.String()),
    reason: Type.String(),
    by: Type.String(),
    atMs: Type.Number(),
    untilMs: OrNull(Type.Number()),
    releasedAtMs: OrNull(Type.Number()),
    releasedBy: OrNull(Type.String()),
  },
  closed,
);
export type RecordingHold = Static<typeof RecordingHold>;

/** Who listened to a recording or took it along, and why. */
export const RecordingAccess = Type.Object(
  {
    recording: Type.String(),
    atMs: Type.Number(),
    who: Type.String(),
    address: Type.String(),
    how: Type.Enum(["heard", "exported"]),
    reason: Type.String(),
  },
  closed,
);
export type RecordingAccess = Static<typeof RecordingAccess>;

/** One link of the chain; `n` rises by one, `body` is JSON text. "derived": the same sound in another form. "deleted": by whom and why; the link stays. */
export const ChainLink = Type.Object(
  {
    n: Type.Integer(),
    recording: Type.String(),
    kind: Type.Enum(["made", "derived", "deleted"]),
    body: Type.String(),
    hash: Type.String(),
  },
  closed,
);
export type ChainLink = Static<typeof ChainLink>;

/** A line of what a search finds. */
export const FoundRecording = Type.Object(
  { recording: RecordingRow, call: Type.Optional(CallRecord), tags: Type.Array(Type.String()) },
  closed,
);
export type FoundRecording = Static<typeof FoundRecording>;

/** A recording with all that is known of it; without a format its sound is gone. */
export const RecordingStory = Type.Object(
  {
    recording: RecordingRow,
    call: Type.Optional(CallRecord),
    format: Type.Optional(Format),
    sealed: Type.Optional(Type.Boolean()),
    /** False: the one who asks may see and write notes, not hear it. */
    audible: Type.Boolean(),
    bytes: Type.Optional(Type.Number()),
    notes: Type.Array(RecordingNote),
    links: Type.Array(ChainLink),
    accesses: Type.Array(RecordingAccess),
  },
  closed,
);
export type RecordingStory = Static<typeof RecordingStory>;

/** One that goes, and by which rule; "size": the oldest goes because all together are too large. */
export const GoingRecording = Type.Object(
  { id: Type.String(), why: Type.String(), bytes: Type.Number(), startedAtMs: Type.Number() },
  closed,
);
export type GoingRecording = Static<typeof GoingRecording>;

/** What the rules of retention take: `count` in all, the first of them by name; `held` would go but for a hold; `more` goes at the next run. */
export const RetentionPreview = Type.Object(
  {
    revision: Type.String(),
    atMs: Type.Number(),
    count: Type.Integer(),
    bytes: Type.Number(),
    held: Type.Integer(),
    more: Type.Boolean(),
    going: Type.Array(GoingRecording),
  },
  closed,
);
export type RetentionPreview = Static<typeof RetentionPreview>;

/**
 * What a rule of how long calls are kept takes, were it in force: calls that began before `beforeMs`, by the site's days.
 * `days` names the first of them, `fromDate` and `toDate` the first and the last of all; `held` and `recorded` would go but for a hold or a recording.
 * `more`: so many calls were looked at that the count ends there.
 */
export const CallsGoing = Type.Object(
  {
    keepDays: Type.Integer(),
    atMs: Type.Number(),
    beforeMs: Type.Number(),
    count: Type.Integer(),
    held: Type.Integer(),
    recorded: Type.Integer(),
    fromDate: Type.Optional(CivilDate),
    toDate: Type.Optional(CivilDate),
    days: Type.Array(Type.Object({ date: CivilDate, count: Type.Integer() }, closed)),
    more: Type.Boolean(),
  },
  closed,
);
export type CallsGoing = Static<typeof CallsGoing>;

export const RetentionRun = Type.Object(
  {
    n: Type.Integer(),
    atMs: Type.Number(),
    by: Type.String(),
    /** Revision of the plan that ran. */
    plan: Type.String(),
    deleted: Type.Integer(),
    bytes: Type.Number(),
    held: Type.Integer(),
  },
  closed,
);
export type RetentionRun = Static<typeof RetentionRun>;

/** Something that is not as it was recorded. */
export const ChainFinding = Type.Object(
  {
    what: Type.Enum([
      "link-missing",
      "link-changed",
      "tail-missing",
      "anchor-changed",
      "not-linked",
      "row-missing",
      "row-changed",
      "file-missing",
      "file-changed",
      "deleted-without-link",
    ]),
    recording: Type.Optional(Type.String()),
    n: Type.Optional(Type.Integer()),
    words: Sentence,
  },
  closed,
);
export type ChainFinding = Static<typeof ChainFinding>;

const Verified = Type.Object(
  {
    links: Type.Integer(),
    recordings: Type.Integer(),
    anchors: Type.Integer(),
    findings: Type.Array(ChainFinding),
    /** There are more findings than are named. */
    more: Type.Boolean(),
  },
  closed,
);
export type Verified = Static<typeof Verified>;

/** The check of all recordings: running, or what it found; ended without `found` it could not be finished. */
export const RecordingsCheck = Type.Object(
  {
    startedAtMs: Type.Number(),
    recordings: Type.Integer(),
    endedAtMs: Type.Optional(Type.Number()),
    found: Type.Optional(Verified),
  },
  closed,
);
export type RecordingsCheck = Static<typeof RecordingsCheck>;

/** Talks drawn for an audit. */
export const QualitySample = Type.Object(
  {
    n: Type.Integer(),
    madeAtMs: Type.Number(),
    by: Type.String(),
    fromMs: Type.Number(),
    toMs: Type.Number(),
    perAgent: Type.Integer(),
    /** With the talks there were it decides which were drawn: anybody can draw them again. */
    seed: Type.String(),
    /** Shorter talks were left out; 0: none. */
    minTalkSec: Type.Number(),
    leaveOutAudited: Type.Boolean(),
    /** How many there were to draw from, and how many were left out; unknown of samples of older versions. */
    talks: OrNull(Type.Integer()),
    tooShort: OrNull(Type.Integer()),
    audited: OrNull(Type.Integer()),
  },
  closed,
);
export type QualitySample = Static<typeof QualitySample>;

/** What the auditor found; without a score he has not been there yet. */
export const QualityResult = Type.Object(
  {
    recording: Type.String(),
    agent: Type.String(),
    score: OrNull(Type.Number()),
    note: OrNull(Type.String()),
    by: OrNull(Type.String()),
    atMs: OrNull(Type.Number()),
  },
  closed,
);
export type QualityResult = Static<typeof QualityResult>;

/** What people do about finished recordings; times are epoch milliseconds. */
export type EvidenceAct =
  | { act: "note"; recording: string; atMs?: number; tag?: string; text: string; by: string; madeAtMs: number }
  | { act: "dropNote"; recording: string; note: number }
  | { act: "hold"; recording?: string; call?: string; reason: string; by: string; atMs: number; untilMs?: number }
  | { act: "release"; hold: number; by: string; atMs: number }
  | { act: "access"; recording: string; who: string; address: string; how: "heard" | "exported"; reason: string; atMs: number }
  | {
      act: "sample";
      by: string;
      atMs: number;
      fromMs: number;
      toMs: number;
      perAgent: number;
      seed: string;
      minTalkMs: number;
      leaveOutAudited: boolean;
      talks: number;
      leftOut: { tooShort: number; audited: number };
      chosen: { recording: string; agent: string }[];
    }
  | { act: "result"; sample: number; recording: string; score: number; note: string; by: string; atMs: number };
