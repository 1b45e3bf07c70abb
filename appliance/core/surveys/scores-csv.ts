import type { ScoreRow } from "../../contract/survey.ts";
import type { Language } from "../../contract/words.ts";
import { csvCell } from "../../kit/csv-cell.ts";

const head: Record<Language, string[]> = {
  en: ["Time", "Survey", "Question", "Answer", "Queue", "Agent", "Call"],
  zh: ["时间", "满意度调查", "问题", "评价", "队列", "坐席", "通话"],
};
const settled: Record<Language, [yes: string, no: string]> = { en: ["settled", "not settled"], zh: ["已解决", "未解决"] };

export type ScoreNames = {
  time(atMs: number): string;
  survey(id: string): string;
  queue(id: string): string;
  agent(id: string): string;
};

/** Every answer on a line of its own: 1 … 5, or whether the matter is settled. Begins with the mark by which table programs know UTF-8. */
export function scoresCsv(rows: readonly ScoreRow[], names: ScoreNames, language: Language): string {
  const lines = rows.map(({ atMs, survey, question, kind, value, queue, agent, call }) => [
    names.time(atMs),
    names.survey(survey),
    question,
    kind === "closed" ? settled[language][value === 1 ? 0 : 1] : String(value),
    queue === undefined ? "" : names.queue(queue),
    agent === undefined ? "" : names.agent(agent),
    call,
  ]);
  return `\uFEFF${[head[language], ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
