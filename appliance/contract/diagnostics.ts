import Type, { type Static } from "typebox";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Moment = Type.Integer({ minimum: 0, maximum: 9e15 });
const Count = Type.Integer({ minimum: 0, maximum: 9e15 });
const CaptureId = Type.String({ pattern: "^[a-z0-9-]{1,60}$" });

/** `calls`: SIP and RTP in one file. */
export const CaptureKind = Type.Enum(["calls", "sip", "rtp", "at", "modbus"]);
export type CaptureKind = Static<typeof CaptureKind>;

/** What is asked of a capture. */
export const CaptureWish = Type.Object(
  {
    kind: CaptureKind,
    /** An address for SIP and RTP, a port of the hardware profile for AT, a bus for Modbus; everything without it. */
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: "^[A-Za-z0-9.:_-]+$" })),
    minutes: Type.Integer({ minimum: 1, maximum: 240 }),
    /** Kept at most; the oldest quarter goes when it is reached. */
    megabytes: Type.Integer({ minimum: 1, maximum: 1_000 }),
    /** With what is said in calls (RTP), and numbers and texts (AT). Wants a right of its own, and a reason. */
    content: Type.Optional(Type.Boolean()),
    reason: Type.Optional(Type.String({ minLength: 3, maxLength: 300 })),
  },
  closed,
);
export type CaptureWish = Static<typeof CaptureWish>;

export const Capture = Type.Object(
  {
    id: CaptureId,
    kind: CaptureKind,
    subject: Type.Optional(Type.String()),
    content: Type.Boolean(),
    by: Type.String(),
    startedAtMs: Moment,
    /** Ends by itself then. */
    untilMs: Moment,
    endedAtMs: Type.Optional(Moment),
    /** "restart": the box did. "disk": no room. "lost": what was listened to is gone. */
    ended: Type.Optional(Type.Enum(["asked", "time", "disk", "restart", "lost"])),
    /** Now on disk, and the most it may become. */
    bytes: Count,
    mostBytes: Count,
    /** Packets or lines. */
    packets: Count,
    /** Not written: more came than the disk took. */
    dropped: Count,
    /** The beginning went when the file was full. */
    wrapped: Type.Boolean(),
  },
  closed,
);
export type Capture = Static<typeof Capture>;

/** Something that can be listened to by itself. */
export const CaptureSubject = Type.Object(
  { of: Type.Enum(["address", "modem", "bus"]), id: Type.String(), name: Type.String() },
  closed,
);
export type CaptureSubject = Static<typeof CaptureSubject>;

/** What goes into a support bundle. Secrets never do. */
export const BundleChoices = Type.Object(
  {
    /** Numbers, and names of people, are replaced by stand-ins. */
    hideNumbers: Type.Boolean(),
    hideNames: Type.Boolean(),
    /** Hours of events before now. */
    hours: Type.Integer({ minimum: 1, maximum: 168 }),
    captures: Type.Array(CaptureId, { maxItems: 10 }),
  },
  closed,
);
export type BundleChoices = Static<typeof BundleChoices>;

export const BundlePart = Type.Object(
  {
    name: Type.String(),
    bytes: Count,
    what: Sentence,
    /** Can be read beforehand as it will go. */
    readable: Type.Boolean(),
  },
  closed,
);
export type BundlePart = Static<typeof BundlePart>;

export const SupportBundle = Type.Object(
  {
    id: CaptureId,
    by: Type.String(),
    atMs: Moment,
    /** "preview": everything is gathered and can be read; nothing was written yet. */
    state: Type.Enum(["gathering", "preview", "making", "ready", "failed"]),
    /** 0 … 1 of gathering, or of making. */
    progress: Type.Number({ minimum: 0, maximum: 1 }),
    doing: Type.Optional(Sentence),
    choices: BundleChoices,
    parts: Type.Array(BundlePart),
    /** Of the file, once it is there. */
    bytes: Type.Optional(Count),
    /** Why it failed. */
    why: Type.Optional(Type.String()),
  },
  closed,
);
export type SupportBundle = Static<typeof SupportBundle>;

export const Diagnostics = Type.Object(
  {
    captures: Type.Array(Capture),
    subjects: Type.Array(CaptureSubject),
    bundles: Type.Array(SupportBundle),
    freeMb: Type.Number(),
    /** Captures leave so much free. */
    keepFreeMb: Type.Number(),
    /** The oldest event that is still there. */
    eventsFromMs: Type.Optional(Moment),
  },
  closed,
);
export type Diagnostics = Static<typeof Diagnostics>;
