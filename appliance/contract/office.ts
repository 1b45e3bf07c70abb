import type { CallId } from "../kit/ids.ts";
import { type Bulletin, type BulletinEvent, isBulletinEvent } from "./bulletins.ts";
import { type ItemEvent, type ItemRow, isItemEvent } from "./items.ts";
import { isTextEvent, type TextCommand, type TextEvent } from "./texts.ts";
import { type GreetingRow, isMessageEvent, type MessageEvent, type MessageRow } from "./voicemail.ts";
import type { Language } from "./words.ts";

/** What calls leave behind for people, messages and work, what people tell each other, and text messages. */
export type OfficeWord = MessageEvent | ItemEvent | BulletinEvent | TextEvent;

export type OfficeEvent =
  | OfficeWord
  /** The rows as they are stored, for a state that begins anew beside an old database. */
  | { on: "office.loaded"; messages: MessageRow[]; items: ItemRow[]; greetings: GreetingRow[]; bulletins?: Bulletin[] }
  /** The agent on this call is done: the caller is asked. */
  | { on: "desk.survey"; call: CallId; by: string };

export type OfficeCommand =
  /** Answers `message.transcribed`. `path` is relative to the data folder. */
  | { do: "transcribe.ask"; message: string; path: string; language: Language }
  /** A mail was written down: send what waits. */
  | { do: "mail.wake" }
  | TextCommand;

/** What the office hears, told from all other events; the agent's wish for a survey is the call's matter. */
export const isOfficeEvent = (event: { on: string }): event is Exclude<OfficeEvent, { on: "desk.survey" }> =>
  event.on === "office.loaded" || isMessageEvent(event) || isItemEvent(event) || isBulletinEvent(event) || isTextEvent(event);
