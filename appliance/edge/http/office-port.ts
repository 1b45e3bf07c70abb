import type { FaultCode } from "../../contract/faults.ts";
import type { ItemRow } from "../../contract/items.ts";
import type { MailRow } from "../../contract/mail.ts";
import type { OfficeEvent } from "../../contract/office.ts";
import type { ScoreRow, ScoreSummary } from "../../contract/survey.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import type { SoundPort } from "./recordings-port.ts";

export type ScoreSpan = { fromMs: number; toMs: number; survey?: string; queue?: string; agent?: string };
export type ScoreQuery = ScoreSpan & {
  question?: string;
  value?: number;
  /** Per survey up to which score an answer is low; with it only low ones, and matters not settled. */
  lowUpTo?: Record<string, number>;
  beforeMs?: number;
  limit?: number;
};

/** Messages, work, scores and mail, as rows. */
export type OfficeRowsPort = {
  message(id: string): MessageRow | undefined;
  messagesOf(box: string, query: { state?: string; beforeMs?: number; limit?: number }): MessageRow[];
  item(id: string): ItemRow | undefined;
  items(query: { state?: string; kind?: string; agent?: string; call?: string; beforeMs?: number; limit?: number }): ItemRow[];
  /** Newest first. */
  scores(query: ScoreQuery): ScoreRow[];
  scoreCounts(span: ScoreSpan): Omit<ScoreSummary, "surveys">;
  scoresOf(call: string): ScoreRow[];
  mails(limit: number): MailRow[];
};

export type OfficePort = {
  boxes(): { id: string; new: number; heard: number; full: boolean; greeting: boolean; pin: boolean }[];
  /** A message that is not deleted, as it is at this moment. */
  message(id: string): MessageRow | undefined;
  /** An item as it is at this moment, done ones too. */
  item(id: string): ItemRow | undefined;
  /** The recorded greeting of a box; undefined when it has none, or the file is gone. */
  greeting(box: string): Promise<SoundPort | undefined>;
  act(event: OfficeEvent): "ok" | FaultCode;
  /** Whose call it is that can be handed over to a survey now. */
  surveyed(call: string): { agent: string } | FaultCode;
  setPin(box: string, pin: string): Promise<void>;
  setMailPassword(password: string): Promise<void>;
  testMail(to: string): Promise<{ sent: boolean; said?: string; fault?: string }>;
  mailAgain(id: string): Promise<"ok" | FaultCode>;
};
