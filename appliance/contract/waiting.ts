import type { AgentId, QueueId } from "../kit/ids.ts";
import type { CallField } from "./records.ts";
import type { Language } from "./words.ts";

/** Who waits, as far as a callback needs to know. */
export type WaitingCaller = {
  /** Absent when withheld. */
  number?: string;
  name?: string;
  language: Language;
  /** The number he called. */
  called: string;
  fields: CallField[];
};

/** Where a supervisor moves somebody who waits. `place`: 1 is the front. */
export type MoveTo = { queue: QueueId } | { place: number } | { agent: AgentId };

/** What a supervisor does to a callback. `now`: without waiting for the next attempt; the hours hold all the same. */
export type CallbackAct = { act: "cancel" } | { act: "front" } | { act: "now" } | { act: "number"; number: string };
