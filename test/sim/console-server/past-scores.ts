import type { StoreChange } from "../../../appliance/contract/records.ts";
import type { ScoreRow } from "../../../appliance/contract/survey.ts";
import { dice as diceOf } from "./dice.ts";

/** What callers of the past answered: four of ten say anything, one agent is liked less. */
export function pastScores(changes: readonly StoreChange[], seed: number): StoreChange[] {
  const dice = diceOf(seed + 5);
  return changes.flatMap((change): StoreChange[] => {
    if (change.put !== "call") return [];
    const { id, agent, queue, endedAtMs, language } = change.row;
    if (!agent || !queue || endedAtMs === undefined || !dice.chance(0.4)) return [];
    const worse = agent === "1003";
    const row = (question: string, kind: ScoreRow["kind"], value: number, atMs: number): StoreChange => ({
      put: "score",
      row: { call: id, survey: "after", question, kind, value, agent, queue, language, atMs: Math.round(atMs) },
    });
    const value = dice.chance(worse ? 0.35 : 0.62) ? 5 : dice.chance(0.6) ? 4 : dice.chance(0.5) ? 3 : dice.chance(0.5) ? 2 : 1;
    const rows = [row("service", "scale", value, endedAtMs + 12_000)];
    if (dice.chance(0.8)) rows.push(row("settled", "closed", dice.chance(worse ? 0.66 : 0.86) ? 1 : 2, endedAtMs + 20_000));
    return rows;
  });
}
