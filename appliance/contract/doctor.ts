import Type, { type Static } from "typebox";
import type { LineId } from "../kit/ids.ts";
import { AnalogLine } from "./line-settings.ts";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Text = Type.String();
const Num = Type.Number();

export const doctorTests = [
  "battery",
  "dial-tone",
  "ringback",
  "answer-sign",
  "level",
  "echo",
  "busy-tone",
  "hang-up-sign",
  "ring",
  "caller-id",
  "sim",
  "registration",
  "options",
  "signal",
  "balance",
  "text",
  "call",
  "lift",
  "key",
  "replace",
] as const;
export type DoctorTest = (typeof doctorTests)[number];

/** What is done to a line only when it was asked for: it costs money, or takes another line. */
export const doctorChoices = ["balance", "text", "call"] as const satisfies readonly DoctorTest[];
export type DoctorChoice = (typeof doctorChoices)[number];

export const doctorVerdicts = ["good", "weak", "bad", "not-measured"] as const;
export type DoctorVerdict = (typeof doctorVerdicts)[number];

/** A measured value; its name carries its unit (`levelDbm0`, `onMs`, `frequencyHz`). */
const DoctorValue = Type.Object({ name: Text, value: Type.Union([Num, Text]) }, closed);
export type DoctorValue = Static<typeof DoctorValue>;

/** What one test found. `worse`: its verdict is worse than in the report before. */
export const DoctorFinding = Type.Object(
  {
    test: Type.Enum(doctorTests),
    verdict: Type.Enum(doctorVerdicts),
    values: Type.Array(DoctorValue),
    words: Sentence,
    hint: Type.Optional(Sentence),
    worse: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type DoctorFinding = Static<typeof DoctorFinding>;

/** What the exchange was found to do, in the words of the settings: only what was measured. */
const { callerId, answer, hangUpSigns, busyTone, gainInDb } = AnalogLine.properties;
export const FoundHabits = Type.Object(
  {
    callerId: Type.Optional(callerId),
    answer: Type.Optional(answer),
    hangUpSigns: Type.Optional(hangUpSigns),
    busyTone,
    gainInDb,
  },
  closed,
);
export type FoundHabits = Static<typeof FoundHabits>;

/**
 * Why an examination ended before its end. "call": somebody rang in, or the line was needed; "busy": it was not free;
 * "line": it is not there; "time": nothing came of a step; "stopped": by a person; "restart": the box was.
 */
export const doctorEnds = ["call", "busy", "line", "time", "stopped", "restart"] as const;
export type DoctorEnd = (typeof doctorEnds)[number];

export const doctorSteps = [
  "taking",
  "dial-tone",
  "dialling",
  "ringing",
  "talking",
  "hanging-up",
  "pausing",
  "asking",
  "asking-balance",
  "texting",
  "calling",
  "lifting",
  "pressing",
  "replacing",
] as const;
export type DoctorStep = (typeof doctorSteps)[number];

/** One examination of a line, or of a telephone (`kind` "phone"), as it is kept. `partner`: the line it called, and was called by. */
export const DoctorReport = Type.Object(
  {
    id: Text,
    line: Text,
    kind: Text,
    partner: Type.Optional(Text),
    tests: Type.Optional(Type.Array(Type.Enum(doctorChoices))),
    by: Text,
    startedAtMs: Num,
    endedAtMs: Type.Optional(Num),
    state: Type.Enum(["running", "done", "broken-off"]),
    why: Type.Optional(Type.Enum(doctorEnds)),
    /** What is being done; only while it runs. `pass` 2: the partner calls the line. */
    step: Type.Optional(Type.Enum(doctorSteps)),
    pass: Type.Optional(Type.Integer()),
    findings: Type.Array(DoctorFinding),
    found: Type.Optional(FoundHabits),
  },
  closed,
);
export type DoctorReport = Static<typeof DoctorReport>;

/** What is done with an analog line while it is examined. */
export type ProbeOrder =
  /** Answered by "taken" or "given-back". */
  | { do: "take" }
  | { do: "off-hook" | "on-hook" }
  | { do: "dial"; digits: string }
  /** A test tone; told of by "said" when it is over. */
  | { do: "say"; frequencyHz: number; levelDbm0: number; forMs: number }
  /** Level of one frequency over the time to come; told of by "level". */
  | { do: "measure"; frequencyHz: number; forMs: number }
  | { do: "give-back" };

/** What is seen on it. Times are the line's own, by its blocks; `atMs` counts from its being taken. */
export type ProbeSaw = { atMs: number } & (
  | { saw: "taken"; battery: boolean }
  /** It is as it was before: rung, needed, gone, or asked for. */
  | { saw: "given-back"; why: "call" | "busy" | "line" | "asked" }
  | { saw: "ring"; begins: boolean }
  | { saw: "caller"; way: "fsk" | "dtmf"; number: string; withheld: boolean }
  /** A tone that goes on. */
  | { saw: "steady"; frequencyHz: number; levelDbm0: number; fromMs: number }
  /** A tone and the pause behind it. */
  | { saw: "cycle"; frequencyHz: number; levelDbm0: number; onMs: number; offMs: number; fromMs: number }
  | { saw: "polarity" | "battery-gone" | "dialled" | "said" }
  | { saw: "level"; frequencyHz: number; levelDbm0: number }
);

export type DoctorEvent =
  /** `partner`: free, of ours, with a number of its own. With `phone`, `line` is a telephone's number. */
  | {
      on: "doctor.asked";
      id: string;
      line: LineId;
      phone?: true;
      partner?: LineId;
      tests?: DoctorChoice[];
      by: string;
      former?: DoctorReport;
    }
  | { on: "doctor.stopped"; by: string }
  | { on: "doctor.saw"; line: LineId; saw: ProbeSaw }
  /** What a modem tells of itself; of a far side over SIP, what it answered. */
  | { on: "doctor.health"; line: LineId; values: Record<string, number | string> }
  | { on: "doctor.balance"; line: LineId; text?: string };

const doctorEventNames = {
  "doctor.asked": true,
  "doctor.stopped": true,
  "doctor.saw": true,
  "doctor.health": true,
  "doctor.balance": true,
} as const satisfies Record<DoctorEvent["on"], true>;
export const isDoctorEvent = (event: { on: string }): event is DoctorEvent => Object.hasOwn(doctorEventNames, event.on);

export type DoctorCommand =
  | { do: "doctor.probe"; line: LineId; order: ProbeOrder }
  /** Answered by `doctor.health`. */
  | { do: "doctor.ask"; line: LineId }
  /** Answered by `doctor.balance`. */
  | { do: "doctor.askBalance"; line: LineId; code: string };
