import type { ExpectationPart, Place, PlayEnd } from "./flow-script.ts";
import type { Sentence } from "./records.ts";
import type { Language } from "./words.ts";

/** A written way out of a node that was taken; `exit` is its path within the node (RFC 6901), e.g. "/choices/1/next". */
export type ExitOf = Place & { exit: string };

/** One moment of a rehearsal. `atMs` counts from its beginning. */
export type PlayStep = { atMs: number } & (
  | ({ step: "node"; type: string; words: Sentence; from?: ExitOf } & Place)
  | ({ step: "note"; kind: "flow" | "decision" | "fault"; words: Sentence } & Place)
  /** `text` is what is spoken; a recorded prompt has its id and, where it has one, its text. */
  | ({ step: "say"; bargeIn: boolean; items: { text: string; language?: Language; prompt?: string }[] } & Place)
  | { step: "silenced" }
  | { step: "key"; key: string }
  | { step: "timer"; inMs: number }
  | { step: "time-up" }
  | { step: "variable"; name: string; label: Sentence; value: string; sensitive: boolean }
  | { step: "language"; language: Language }
  | { step: "lookup"; connector: string; parameters: Record<string, string> }
  | { step: "answer"; connector: string; outcome: string; values: Record<string, unknown> }
  | { step: "record"; variable: string }
  | { step: "recorded"; durationMs: number }
  | { step: "away"; to: "queue" | "transfer" | "voicemail" | "survey"; id: string }
  | { step: "back"; outcome: string }
  | { step: "end"; why: PlayEnd }
);

export type FlowRun = {
  steps: PlayStep[];
  /** Steps beyond the limit were left out. */
  shortened: boolean;
  path: (Place & { from?: ExitOf })[];
  said: string[];
  variables: Record<string, string>;
  end: PlayEnd;
  /** Where it stood at the end. */
  at?: Place;
  durationMs: number;
};

/** Where a script and what happened part. `at` is the place in the expected list. */
export type Parting = { part: ExpectationPart; at?: number; expected: string; got: string; words: Sentence };
export type ScriptVerdict = { script: string; name: string; passed: boolean; partings: Parting[]; end: PlayEnd };

/** How many of the written exits were taken, and in words which were not. */
export type FlowCoverage = { covered: number; total: number; uncovered: (ExitOf & { words: Sentence })[] };
