import type { Vocabulary } from "../expressions/syntax.ts";

/** What a flow's expressions and templates can speak of: the call and the moment, calendars and queues. Everything else is a variable. */
export const flowVocabulary = {
  facts: {
    caller: "text",
    called: "text",
    /** The number first called, before the call was sent here; `called` when nobody sent it. */
    calledFirst: "text",
    line: "text",
    language: "text",
    /** Local, of the site: "2026-02-17", "08:05", "mon". */
    date: "text",
    time: "text",
    weekday: "text",
    year: "number",
    month: "number",
    day: "number",
    hour: "number",
    minute: "number",
  },
  functions: {
    open: { takes: ["text"], gives: "boolean", refers: "calendar" },
    holiday: { takes: ["text"], gives: "boolean", refers: "calendar" },
    waiting: { takes: ["text"], gives: "number", refers: "queue" },
    agentsReady: { takes: ["text"], gives: "number", refers: "queue" },
    agentsLoggedIn: { takes: ["text"], gives: "number", refers: "queue" },
    expectedWaitSec: { takes: ["text"], gives: "number", refers: "queue" },
  },
} as const satisfies Vocabulary;
