import type { RouteQuery } from "../../appliance/contract/routes.ts";
import type { ScoreRow, ScoreSummary } from "../../appliance/contract/survey.ts";
import { address, call } from "./call.ts";

export type ScoreSpan = RouteQuery<"scoreSummary">;
export type ScoreAsk = RouteQuery<"scores">;

export const scoreSummary = async (query: ScoreSpan): Promise<ScoreSummary> =>
  (await call("scoreSummary", { query })) as ScoreSummary;
export const scores = async (query: ScoreAsk): Promise<ScoreRow[]> => (await call("scores", { query })) as ScoreRow[];
export const callScores = async (id: string): Promise<ScoreRow[]> => (await call("callScores", { params: { id } })) as ScoreRow[];

/** Where the same answers lie as a file. */
export function scoresFile(query: ScoreSpan, language: "zh" | "en"): string {
  const given = Object.entries({ ...query, language }).filter(([, v]) => v !== undefined);
  return `${address("scoresCsv", {})}?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}`;
}
