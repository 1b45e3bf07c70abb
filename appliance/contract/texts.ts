import Type, { type Static } from "typebox";
import type { LineId } from "../kit/ids.ts";
import { type TextGroup, textStates } from "./text-states.ts";
import { Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** A part that came, `n` from 1. */
const TextPiece = Type.Object({ n: Type.Integer(), text: Type.String(), sentAtMs: Type.Number() }, closed);
/** A part the network took: `reference` is what its report will name (TS 23.040 9.2.3.6). */
const TextMark = Type.Object(
  {
    n: Type.Integer(),
    line: Type.String(),
    reference: Type.Integer(),
    atMs: Type.Number(),
    outcome: Type.Optional(Type.Enum(["delivered", "failed"])),
    /** The attempt a gateway took the whole text by: what it reports of one is of all parts. */
    whole: Type.Optional(Type.String()),
  },
  closed,
);

/** A text message, in or out (S2, S3, S6). */
export const TextRow = Type.Object(
  {
    id: Type.String(),
    direction: Type.Enum(["in", "out"]),
    state: Type.Enum(textStates),
    /** From whom or to whom; a name where the sender gave one. Empty when it could not be read. */
    number: Type.String(),
    /** It came or went this way. */
    line: Type.Optional(Type.String()),
    /** With "[…]" where a part is missing. */
    text: Type.String(),
    /** It came here, or was asked for. */
    atMs: Type.Number(),
    stateAtMs: Type.Number(),
    parts: Type.Integer(),
    /** Ties its parts together (TS 23.040 9.2.3.24.1). */
    reference: Type.Optional(Type.Integer()),
    /** The service centre took it, by the centre's clock. */
    sentAtMs: Type.Optional(Type.Number()),
    pieces: Type.Optional(Type.Array(TextPiece)),
    /** What could not be read, as it lay in the modem. */
    hex: Type.Optional(Type.String()),
    /** Where it lay in a gateway: its port and number there. */
    lay: Type.Optional(Type.Object({ port: Type.String(), index: Type.Integer(), hex: Type.String() }, closed)),
    by: Type.Optional(Type.String()),
    /** Given up when it could not be sent within the time for trying, counted from here. */
    sinceMs: Type.Optional(Type.Number()),
    tries: Type.Optional(Type.Integer()),
    /** Tries in a row of the part at hand that came to nothing for a reason that may be this text's own. */
    refusals: Type.Optional(Type.Integer()),
    /** What its state waits for happens or is over then. */
    dueAtMs: Type.Optional(Type.Number()),
    /** The attempt whose answer is awaited or never came. */
    attempt: Type.Optional(Type.Object({ id: Type.String(), atMs: Type.Number() }, closed)),
    /** Attempts nobody knows the end of, before a person sent it again: a report may still come of them. */
    former: Type.Optional(Type.Array(Type.Object({ line: Type.String(), atMs: Type.Number() }, closed))),
    marks: Type.Optional(Type.Array(TextMark)),
    /** What went wrong last. */
    why: Type.Optional(Type.String()),
  },
  closed,
);
export type TextRow = Static<typeof TextRow>;

/** `parts`: how many it goes out in; who asks has counted. */
export type NewText = Pick<TextRow, "id" | "number" | "text" | "parts">;

/** Where a message lies in a modem; `hex` says which it is, for another may lie there by now. */
export type TextPlace = {
  line: LineId;
  index: number;
  hex: string;
  /** Port of the gateway it lies in, where texts are counted up: one of a higher index came later. */
  port?: string;
};

export type TextPart = { reference: number; total: number; index: number };

export type TextEvent =
  | { on: "text.arrived"; place: TextPlace; from: string; text: string; sentAtMs: number; part?: TextPart }
  | { on: "text.unreadable"; place: TextPlace; fault: string }
  | {
      on: "text.reported";
      place: TextPlace;
      reference: number;
      to: string;
      sentAtMs: number;
      doneAtMs: number;
      outcome: "delivered" | "trying" | "failed";
      status: number;
      /** The attempt meant, where that is known: by gateways. */
      attempt?: string;
    }
  /** Answers `text.send`. "unknown": the network may have it or not. `of`: a trouble that passes is the line's unless it may be this text's alone. */
  | {
      on: "text.answered";
      id: string;
      line: LineId;
      ok: true;
      reference: number;
      /** The whole text has left, not only the part asked for. */
      whole?: true;
    }
  | {
      on: "text.answered";
      id: string;
      line: LineId;
      ok: false;
      retry: "later" | "never" | "unknown";
      of?: "line" | "text";
      why: string;
    }
  | { on: "text.asked"; texts: NewText[]; by: string }
  /** Not sent any more. `row` is the text as it is stored, for an unsure one that is not among the live ones. */
  | { on: "text.cancelled"; text: string; by: string; row?: TextRow }
  /** A person takes it on himself that it may arrive twice. `row` is the text as it is stored, for one that is not among the live ones. */
  | { on: "text.resent"; text: string; by: string; row?: TextRow }
  /** The rows as they are stored, for a state that begins anew beside an old database. */
  | { on: "texts.loaded"; rows: TextRow[] };

const textEventNames = {
  "text.arrived": true,
  "text.unreadable": true,
  "text.reported": true,
  "text.answered": true,
  "text.asked": true,
  "text.cancelled": true,
  "text.resent": true,
  "texts.loaded": true,
} as const satisfies Record<TextEvent["on"], true>;
export const isTextEvent = (event: { on: string }): event is TextEvent => Object.hasOwn(textEventNames, event.on);

/** Both leave the box only when everything before them is on disk. */
export type TextCommand =
  | {
      do: "text.send";
      /** Of this attempt. */
      id: string;
      line: LineId;
      to: string;
      text: string;
      reference: number;
      /** From 1. */
      part: number;
      report: boolean;
    }
  /** It is stored for good and may go from the modem. */
  | { do: "text.delete"; place: TextPlace };

/** How texts go out. */
export const TextSettings = Type.Object(
  {
    /** Lines tried in this order. Default: all lines that may send, in the order of lines. */
    paths: Type.Optional(Type.Array(Slug, { maxItems: 64 })),
    /** Tried so long before it is given up. Default 24. */
    retryForHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 72 })),
    /** Ask for a report of what became of each. Default true. */
    reports: Type.Optional(Type.Boolean()),
    /** Waits so long for a report before a text is shown as unsure. Default 10. */
    reportWaitMin: Type.Optional(Type.Number({ minimum: 0.25, maximum: 60 })),
    /** Texts that are over, and of which no report is waited for any more, are deleted after so many days, those that came and those that left. Default 365. */
    keepDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  },
  closed,
);
export type TextSettings = Static<typeof TextSettings>;
export const textDefaults = { retryForHours: 24, reports: true, reportWaitMin: 10, keepDays: 365 } as const;

/** `for`: what came in, and what he asked for. `text`: in the text or the number. */
export type TextQuery = {
  for?: string;
  direction?: string;
  state?: string;
  group?: TextGroup;
  number?: string;
  text?: string;
  beforeMs?: number;
  limit?: number;
};
