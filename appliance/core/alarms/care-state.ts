import type { CareTest, Shelf } from "../../contract/alarm-row.ts";
import type { CallId, LineId } from "../../kit/ids.ts";

/**
 * What is still to be done about an alarm. "delay": it must have stood for a while. "quiet": nobody is called at this hour. "calling": people are
 * called one after another. "told": texts and mails have gone, nobody is called. "unheard": all rounds are over.
 */
export type CareTask = {
  alarm: string;
  rule: string;
  stage: "delay" | "quiet" | "calling" | "told" | "unheard";
  /** From 1. */
  round: number;
  /** Numbers called in this round: "person#index". */
  tried: string[];
  /** Nothing is done before. */
  dueAtMs: number;
  /** In a row that no line was free for. */
  noWay: number;
  /** A text with this in it acknowledges. */
  code: string;
  /** Work is opened and mails are written: once. */
  opened?: true;
  /** People who were called or written to. */
  told: string[];
  texted: number;
};

/** A call of the dialer's, ringing or up. */
export type CareCall = {
  id: CallId;
  person: string;
  name: string;
  number: string;
  /** Which of his numbers. */
  index: number;
  /** Alarms he is told of. */
  alarms: string[];
  sinceMs: number;
  answered?: true;
  /** How often the alarms were said. */
  said: number;
  /** The last words are being said. */
  closing?: true;
  /** He leaves it to the next. */
  passed?: true;
  /** Lines it could not be made over. */
  avoid: LineId[];
  test?: string;
};

/** Plain data. Alarms by their ids; `shelves` and `lately` by code and subject. */
export type CareState = {
  /** Calls, texts, mails and notes made so far: part of their ids. */
  n: number;
  tasks: Record<string, CareTask>;
  calls: Record<CallId, CareCall>;
  shelves: Record<string, Shelf>;
  /** Open alarms that work was opened for: a new beginning opens none again. */
  opened?: Record<string, true>;
  /** When an alarm was told to people within the last hour. */
  lately: Record<string, number[]>;
  /** Newest first. */
  tests: CareTest[];
  /** The box is stopping, or its doors are not open yet: nobody is called. */
  halted?: boolean;
};
export const newCare = (): CareState => ({ n: 0, tasks: {}, calls: {}, shelves: {}, lately: {}, tests: [] });

export const own = <T>(of: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;
