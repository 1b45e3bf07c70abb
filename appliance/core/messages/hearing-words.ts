import type { SpokenItem } from "../../contract/effects.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import type { Language, Sentence } from "../../contract/words.ts";
import { sayValue } from "../flows/say/say-value.ts";

const words = {
  pin: { zh: "请输入信箱密码，以井号键结束。", en: "Please enter the PIN, then press the hash key." },
  wrongPin: { zh: "密码错误。", en: "That PIN is not right." },
  menu: {
    zh: "重听请按一，保存请按二，删除请按三，回拨请按四，下一条请按井号键，录制问候语请按九，结束请按星号键。",
    en: "To hear it again, press one. To save it, two. To delete it, three. To call back, four. For the next one, hash. To record your greeting, nine. To end, star.",
  },
  emptyMenu: {
    zh: "从头收听请按一，录制问候语请按九，结束请按星号键。",
    en: "To begin again, press one. To record your greeting, nine. To end, star.",
  },
  noMore: { zh: "没有更多留言。", en: "There are no more messages." },
  noNumber: { zh: "来电号码隐藏，无法回拨。", en: "The number was withheld and can't be called back." },
  greet: { zh: "请在提示音后录制问候语，按任意键结束。", en: "Please speak your greeting after the tone, then press any key." },
  nothingSaid: { zh: "没有录到声音。", en: "Nothing was recorded." },
  decide: {
    zh: "使用这段问候语请按一，重录请按二，恢复默认问候语请按三，放弃请按星号键。",
    en: "To use this greeting, press one. To record it again, two. For the standard greeting, three. To leave it as it was, star.",
  },
  greetingKept: { zh: "新的问候语已启用。", en: "Your new greeting is in use." },
  greetingUsual: { zh: "已恢复默认问候语。", en: "The standard greeting is in use." },
  locked: { zh: "密码错误次数过多，请十分钟后再试。", en: "Too many wrong PINs. Please try again in ten minutes." },
  noBox: { zh: "没有您可以收听的信箱。", en: "There is no mailbox for you here." },
  bye: { zh: "再见。", en: "Goodbye." },
} as const satisfies Record<string, Sentence>;

export const say = (word: keyof typeof words, language: Language): SpokenItem => ({
  kind: "speech",
  text: words[word][language],
  language,
});

export function counted(fresh: number, old: number, language: Language): SpokenItem {
  const n = (count: number): string =>
    count === 0 && language === "en" ? "no" : (sayValue("count", String(count), language, { timeZone: "UTC" }) ?? String(count));
  const s = (count: number): string => (count === 1 ? "" : "s");
  const text =
    fresh + old === 0
      ? { zh: "您没有留言。", en: "You have no messages." }
      : {
          zh: `您有${n(fresh)}条新留言，${n(old)}条旧留言。`,
          en: `You have ${n(fresh)} new message${s(fresh)} and ${n(old)} old message${s(old)}.`,
        };
  return { kind: "speech", text: text[language], language };
}

/** Which, from whom, and when; then comes the message itself. */
export function aboutMessage(row: MessageRow, place: number, language: Language, timeZone: string): SpokenItem[] {
  const value = (as: "number" | "phone" | "date" | "time", text: string): string =>
    sayValue(as, text, language, { timeZone }) ?? text;
  const withheld = row.caller === "anonymous";
  const from = withheld ? { zh: "隐藏号码", en: "a withheld number" }[language] : value("phone", row.caller);
  const moment = String(Math.round(row.atMs));
  const [date, time, n] = [value("date", moment), value("time", moment), value("number", String(place))];
  const text = language === "zh" ? `第${n}条，来自${from}，${date}${time}。` : `Message ${n}, from ${from}, ${date} at ${time}.`;
  return [{ kind: "speech", text, language }];
}
