import type { Vocabulary } from "../expressions/syntax.ts";

/** What a queue's own rule can speak of. Any other name is a fact of the caller ("class", "vip", "language", …), "" when it isn't known. */
export const ruleVocabulary = {
  facts: {
    // The agent.
    agent: "text",
    level: "number",
    share: "number",
    managementGrade: "number",
    idleSec: "number",
    callsToday: "number",
    talkSecToday: "number",
    missedInRow: "number",
    // The caller's place.
    waitedSec: "number",
    priority: "number",
    position: "number",
    // The queue and the moment there.
    waiting: "number",
    hour: "number",
    minute: "number",
    weekday: "text",
    date: "text",
    time: "text",
  },
  functions: {
    /** His grade in a skill, 0 without it. */
    grade: { takes: ["text"], gives: "number" },
    speaks: { takes: ["text"], gives: "boolean" },
    if: { takes: ["boolean", "any", "any"], gives: "any" },
    min: { takes: ["number", "number"], gives: "number" },
    max: { takes: ["number", "number"], gives: "number" },
  },
} as const satisfies Vocabulary;
