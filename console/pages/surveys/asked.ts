import type { ScoreSpan } from "../../data/surveys.ts";
import { civil, midnightOf } from "../../words/civil.ts";
import { daysOf, type Question, readQuestion } from "../figures/question.ts";

/** What is asked, as it stands in the address; `opened` are the answers that one number is made of. */
export type Asked = Pick<Question, "when" | "from" | "to" | "queue" | "agent"> & { opened?: Opened };
export type Opened = { survey: string; question?: string; value?: number; low?: true };

export function readAsked(query: Record<string, string>): Asked {
  const { when, from, to, queue, agent } = readQuestion({ when: "days7", ...query });
  const { survey, question, value, low } = query;
  const opened = survey ? openedOf(survey, question, value, low) : undefined;
  return {
    when,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(queue ? { queue } : {}),
    ...(agent ? { agent } : {}),
    ...(opened ? { opened } : {}),
  };
}
const openedOf = (survey: string, question?: string, value?: string, low?: string): Opened => ({
  survey,
  ...(question ? { question } : {}),
  ...(/^[1-5]$/.test(value ?? "") ? { value: Number(value) } : {}),
  ...(low === "1" ? { low: true as const } : {}),
});

/** The address of a question; what is usual is not written down. */
export function writeAsked({ opened, when, ...rest }: Asked): string {
  const all = {
    ...(when === "days7" ? {} : { when }),
    ...rest,
    ...(opened ? { ...opened, low: opened.low ? "1" : undefined } : {}),
  };
  const given = Object.entries(all).filter(([, v]) => v !== undefined && v !== "");
  const query = new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString();
  return query ? `/surveys?${query}` : "/surveys";
}

/** The time that is meant, from the beginning of a day to the end of one. */
export function spanOf(asked: Asked, nowMs: number): ScoreSpan {
  const today = civil(nowMs);
  const { from = today, to = today } = daysOf(asked, nowMs);
  const { queue, agent } = asked;
  return { from: midnightOf(from), to: midnightOf(to, 1), ...(queue ? { queue } : {}), ...(agent ? { agent } : {}) };
}
