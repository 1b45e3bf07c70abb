import type { SpokenItem } from "../../contract/effects.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import type { Language } from "../../contract/words.ts";
import { aboutMessage, counted, say } from "./hearing-words.ts";

/** Where somebody stands who hears a box by phone. Plain data. */
export type Hearing = {
  box: string;
  /** "menu": keys are awaited; "message": one is being played; the last four make a greeting. */
  phase: "pin" | "checking" | "menu" | "message" | "greet" | "recording" | "closing" | "decide" | "bye";
  /** Ids of the messages as they stood when he began: new ones first. */
  list: string[];
  at: number;
  typed: string;
  /** Wrong PINs, or waits without a key. */
  lapses: number;
  /** His greeting, recorded and not yet taken. */
  draft?: string;
};

export type HearingEvent =
  | { on: "said" }
  | { on: "digit"; digit: string }
  | { on: "timeUp" }
  | { on: "pinChecked"; right: boolean }
  | { on: "quiet" }
  | { on: "recorded"; path: string | undefined };

export type HearingAct =
  | { act: "say"; items: SpokenItem[] }
  | { act: "wait"; forMs: number }
  | { act: "checkPin"; pin: string }
  | { act: "mark"; message: string; state: "heard" | "deleted"; kept?: boolean }
  | { act: "callBack"; number: string }
  | { act: "record"; maxMs: number }
  | { act: "stopRecord" }
  /** Without a path the box's own greeting is used again. */
  | { act: "greeting"; path?: string }
  | { act: "over" };

/** What it may know of the box at this moment. */
export type HearingView = { messages: readonly MessageRow[]; language: Language; timeZone: string; pinNeeded: boolean };

const keyMs = 8_000;
const pinMs = 10_000;
const longestPin = 12;
const mostLapses = 3;
const greetingMs = 120_000;

export function startHearing(box: string, view: HearingView): { hearing: Hearing; acts: HearingAct[] } {
  const hearing: Hearing = { box, phase: "pin", list: [], at: 0, typed: "", lapses: 0 };
  if (view.pinNeeded) return { hearing, acts: [{ act: "say", items: [say("pin", view.language)] }] };
  return { hearing, acts: open(hearing, view) };
}

/** Changes `hearing` in place. Keys count at any moment, also while something is said. */
export function stepHearing(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  if (hearing.phase === "bye") return event.on === "said" || event.on === "digit" ? [{ act: "over" }] : [];
  switch (hearing.phase) {
    case "pin":
      return pin(hearing, event, view);
    case "checking":
      return checked(hearing, event, view);
    case "menu":
    case "message":
      return menu(hearing, event, view);
    case "greet":
    case "recording":
    case "closing":
      return greeting(hearing, event, view);
    case "decide":
      return decide(hearing, event, view);
  }
}

function bye(hearing: Hearing, { language }: HearingView): HearingAct[] {
  hearing.phase = "bye";
  return [{ act: "say", items: [say("bye", language)] }];
}

function pin(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  switch (event.on) {
    case "said":
      return [{ act: "wait", forMs: pinMs }];
    case "digit":
      if (event.digit !== "#") {
        if (/^[0-9]$/.test(event.digit)) hearing.typed = (hearing.typed + event.digit).slice(0, longestPin);
        return [{ act: "wait", forMs: pinMs }];
      }
      break;
    case "timeUp":
      break;
    default:
      return [];
  }
  const typed = hearing.typed;
  hearing.typed = "";
  if (typed === "") return lapse(hearing, view, [say("pin", view.language)]);
  hearing.phase = "checking";
  return [{ act: "checkPin", pin: typed }];
}

function checked(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  // Who knows at once that he was wrong types on while it is being looked at.
  if (event.on === "digit" && /^[0-9]$/.test(event.digit)) hearing.typed = (hearing.typed + event.digit).slice(0, longestPin);
  if (event.on !== "pinChecked") return [];
  hearing.phase = "pin";
  if (!event.right) return lapse(hearing, view, [say("wrongPin", view.language), say("pin", view.language)]);
  hearing.lapses = 0;
  hearing.typed = "";
  return open(hearing, view);
}

/** Nothing, or nothing right, was pressed: again, and at last goodbye. */
function lapse(hearing: Hearing, view: HearingView, items: SpokenItem[]): HearingAct[] {
  return ++hearing.lapses >= mostLapses ? bye(hearing, view) : [{ act: "say", items }];
}

function open(hearing: Hearing, view: HearingView): HearingAct[] {
  const fresh = view.messages.filter((m) => m.state === "new");
  const old = view.messages.filter((m) => m.state === "heard");
  hearing.list = [...fresh, ...old].map((m) => m.id);
  hearing.at = 0;
  const items = [counted(fresh.length, old.length, view.language)];
  if (hearing.list.length > 0) return message(hearing, view, items);
  hearing.phase = "menu";
  return [{ act: "say", items: [...items, say("emptyMenu", view.language)] }];
}

const current = (hearing: Hearing, view: HearingView): MessageRow | undefined =>
  view.messages.find((m) => m.id === hearing.list[hearing.at]);

/** Plays the message at hand, or what is left to say when there is none. */
function message(hearing: Hearing, view: HearingView, before: SpokenItem[] = []): HearingAct[] {
  while (hearing.at < hearing.list.length && !current(hearing, view)) hearing.at++;
  const row = current(hearing, view);
  if (!row) {
    hearing.phase = "menu";
    return [{ act: "say", items: [...before, say("noMore", view.language), say("emptyMenu", view.language)] }];
  }
  hearing.phase = "message";
  const items = [...before, ...aboutMessage(row, hearing.at + 1, view.language, view.timeZone)];
  return [{ act: "say", items: [...items, { kind: "recording", path: row.path }] }];
}

function menu(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  const { language } = view;
  if (event.on === "timeUp") {
    const again = say(current(hearing, view) ? "menu" : "emptyMenu", language);
    return lapse(hearing, view, [again]);
  }
  if (event.on === "said") {
    if (hearing.phase === "menu") return [{ act: "wait", forMs: keyMs }];
    hearing.phase = "menu";
    return [...heard(current(hearing, view)), { act: "say", items: [say("menu", language)] }];
  }
  if (event.on !== "digit") return [];
  hearing.lapses = 0;
  return key(hearing, event.digit, view);
}

/** Heard to its end, or moved on from by key. */
const heard = (row: MessageRow | undefined): HearingAct[] =>
  row?.state === "new" ? [{ act: "mark", message: row.id, state: "heard" }] : [];

function key(hearing: Hearing, digit: string, view: HearingView): HearingAct[] {
  const row = current(hearing, view);
  const { language } = view;
  const onward = (): HearingAct[] => {
    hearing.at++;
    return message(hearing, view);
  };
  switch (digit) {
    case "1":
      return row ? message(hearing, view) : open(hearing, view);
    case "2":
      return row ? [{ act: "mark", message: row.id, state: "heard", kept: true }, ...onward()] : unknown(hearing, view);
    case "3":
      return row ? [{ act: "mark", message: row.id, state: "deleted" }, ...onward()] : unknown(hearing, view);
    case "4":
      if (!row) return unknown(hearing, view);
      if (row.caller === "anonymous") return [{ act: "say", items: [say("noNumber", language)] }];
      hearing.phase = "bye";
      return [...heard(row), { act: "callBack", number: row.caller }];
    case "6":
    case "#":
      return row ? [...heard(row), ...onward()] : unknown(hearing, view);
    case "7":
      hearing.at = Math.max(0, hearing.at - 1);
      return message(hearing, view);
    case "9":
      hearing.phase = "greet";
      return [{ act: "say", items: [say("greet", language), { kind: "tone", tone: "beep", forMs: 300 }] }];
    case "*":
      return bye(hearing, view);
    default:
      return unknown(hearing, view);
  }
}

function unknown(hearing: Hearing, view: HearingView): HearingAct[] {
  hearing.phase = "menu";
  return [{ act: "say", items: [say(current(hearing, view) ? "menu" : "emptyMenu", view.language)] }];
}

function greeting(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  const { language } = view;
  switch (event.on) {
    case "said":
      if (hearing.phase !== "greet") return [];
      hearing.phase = "recording";
      return [{ act: "record", maxMs: greetingMs }];
    case "digit":
      if (hearing.phase === "greet" && event.digit === "*") return open(hearing, view);
      if (hearing.phase !== "recording") return [];
      hearing.phase = "closing";
      return [{ act: "stopRecord" }];
    case "quiet":
    case "timeUp":
      if (hearing.phase === "closing") return open(hearing, view);
      if (hearing.phase !== "recording") return [];
      hearing.phase = "closing";
      return [{ act: "stopRecord" }];
    case "recorded":
      if (event.path === undefined) {
        hearing.phase = "menu";
        return [{ act: "say", items: [say("nothingSaid", language), say("emptyMenu", language)] }];
      }
      hearing.phase = "decide";
      hearing.draft = event.path;
      return [{ act: "say", items: [{ kind: "recording", path: event.path }, say("decide", language)] }];
    default:
      return [];
  }
}

function decide(hearing: Hearing, event: HearingEvent, view: HearingView): HearingAct[] {
  const { draft } = hearing;
  const { language } = view;
  const done = (acts: HearingAct[], word: "greetingKept" | "greetingUsual"): HearingAct[] => {
    delete hearing.draft;
    hearing.phase = "menu";
    return [...acts, { act: "say", items: [say(word, language), say("emptyMenu", language)] }];
  };
  if (event.on === "said") return [{ act: "wait", forMs: keyMs }];
  if (event.on === "timeUp") return lapse(hearing, view, [say("decide", language)]);
  if (event.on !== "digit") return [];
  switch (event.digit) {
    case "1":
      return done([{ act: "greeting", ...(draft ? { path: draft } : {}) }], "greetingKept");
    case "2":
      hearing.phase = "greet";
      return [{ act: "say", items: [say("greet", language), { kind: "tone", tone: "beep", forMs: 300 }] }];
    case "3":
      return done([{ act: "greeting" }], "greetingUsual");
    case "*":
      delete hearing.draft;
      return open(hearing, view);
    default:
      return [{ act: "say", items: [say("decide", language)] }];
  }
}
