import type { Diverted, DivertedWhy } from "../../contract/diverted.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Call, CallLeg } from "./call.ts";

export const divertedWords: Record<DivertedWhy, Sentence> = {
  unconditional: { en: "always", zh: "无条件" },
  busy: { en: "busy", zh: "遇忙" },
  "no-answer": { en: "not answered", zh: "无应答" },
  unavailable: { en: "not reachable", zh: "不可达" },
  "time-of-day": { en: "at this hour", zh: "按时段" },
  "do-not-disturb": { en: "do not disturb", zh: "免打扰" },
  deflection: { en: "by hand", zh: "手动转移" },
  unknown: { en: "reason not told", zh: "原因未知" },
};

/** A call sent on more often than this goes round in a circle (as networks count, ITU-T Q.732). */
const mostTimes = 5;
export const sentRoundTooOften = ({ record }: Call): boolean => (record.diverted?.times ?? 0) >= mostTimes;

/** What a carrier is told of a caller from outside whom we lead outside again: for whom he called, and why we send him on. Nothing for our own calls. */
export function divertedTo({ record, sentOn, handover }: Call, leg: CallLeg): Diverted | undefined {
  if (record.direction !== "in" || leg.party.kind !== "line" || leg.presents) return undefined;
  const { diverted, called } = record;
  const why = sentOn ?? (handover ? "deflection" : "unconditional");
  return { first: diverted?.first ?? called, by: called, why, times: (diverted?.times ?? 0) + 1 };
}
