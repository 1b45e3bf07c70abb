import type { Sentence } from "../../contract/words.ts";

const known: Record<string, Sentence> = {
  "by address": { zh: "按地址识别", en: "known by its address" },
  registering: { zh: "正在注册", en: "registering" },
  registered: { zh: "已注册", en: "registered" },
  "no answer to OPTIONS": { zh: "OPTIONS 无响应", en: "no answer to OPTIONS" },
};

/** The same after the name of whose it is, for alarms. */
export const namedWords = (name: string, { zh, en }: Sentence): Sentence => ({ zh: `${name}：${zh}`, en: `${name}: ${en}` });

/** What a far side's state is called to people; what it said itself (a status and its reason) stands in its own words. Nothing for nothing. */
export function trunkWords(text: string): Sentence | undefined {
  if (text === "") return undefined;
  if (Object.hasOwn(known, text)) return known[text];
  if (text === "408 no answer") return { zh: "注册无响应", en: "no answer to the registration" };
  return { zh: `注册被拒绝：${text}`, en: `registration refused: ${text}` };
}
