import type { Language } from "../../contract/words.ts";
import { sayValue } from "../flows/say/say-value.ts";

/** What a waiting caller is told of his place and his time; empty when there is nothing to tell. */
export function announcementText(
  { position, expectedWaitMs }: { position?: number; expectedWaitMs?: number | "unknown" },
  language: Language,
  timeZone: string,
): string {
  const say = (as: "count" | "ordinal" | "number", n: number): string =>
    sayValue(as, String(n), language, { timeZone }) ?? String(n);
  const texts: string[] = [];
  if (position === 1) texts.push(language === "zh" ? "您是下一位。" : "You are next in line.");
  else if (position !== undefined)
    texts.push(
      language === "zh" ? `您前面还有${say("count", position - 1)}位。` : `You are ${say("ordinal", position)} in line.`,
    );
  if (typeof expectedWaitMs === "number") {
    const minutes = Math.max(1, Math.round(expectedWaitMs / 60_000));
    const unit = minutes === 1 ? "minute" : "minutes";
    texts.push(
      language === "zh"
        ? `预计等待约${say("count", minutes)}分钟。`
        : `The expected wait is about ${say("number", minutes)} ${unit}.`,
    );
  }
  return texts.join(language === "zh" ? "" : " ");
}
