import type { Language } from "../../../contract/words.ts";
import { sayValue } from "../../flows/say/say-value.ts";

/** A number as it is read out, digit by digit. */
const spokenNumber = (number: string, language: Language, timeZone: string): string =>
  sayValue("phone", number, language, { timeZone }) ?? number;

type Said = { language: Language; timeZone: string };

/** Told to a waiting caller: that he may hang up, keep his place and be called. */
export function offerText({ key, number, askNumber }: { key: string; number?: string; askNumber: boolean }, said: Said): string {
  const zh = said.language === "zh";
  const keyText = keyName(key, said.language);
  if (!number)
    return zh
      ? `如不想继续等候，请按${keyText}并输入您的电话号码，轮到您时我们会给您回电，排队位置为您保留。`
      : `If you would rather not wait, press ${keyText} and enter your number. We call you when it is your turn; you keep your place.`;
  const spoken = spokenNumber(number, said.language, said.timeZone);
  const other = askNumber ? (zh ? "按键后也可输入其他号码。" : " You may then enter another number.") : "";
  return zh
    ? `如不想继续等候，请按${keyText}，轮到您时我们会拨打${spoken}给您回电，排队位置为您保留。${other}`
    : `If you would rather not wait, press ${keyText}. We call you on ${spoken} when it is your turn; you keep your place.${other}`;
}

/** Asks at which number. */
export function askText(number: string | undefined, said: Said): string {
  const zh = said.language === "zh";
  if (!number) return zh ? "请输入回电号码，以井号键结束。" : "Please enter the number to call, and end with the hash key.";
  const spoken = spokenNumber(number, said.language, said.timeZone);
  return zh
    ? `拨打${spoken}请直接按井号键；如需其他号码，请输入后按井号键。`
    : `To be called on ${spoken}, press the hash key. For another number, enter it and end with the hash key.`;
}

/** It is agreed; he may hang up. */
export function takenText({ number, key, joined }: { number: string; key?: string; joined: boolean }, said: Said): string {
  const zh = said.language === "zh";
  const spoken = spokenNumber(number, said.language, said.timeZone);
  const first = joined
    ? zh
      ? `号码${spoken}已登记过回电，仍按较早的排队位置给您回电。`
      : `A call to ${spoken} was asked for already; the earlier place counts.`
    : zh
      ? `轮到您时，我们会拨打${spoken}给您回电。`
      : `We call you on ${spoken} when it is your turn.`;
  const back = key
    ? zh
      ? `如要继续等候，请按${keyName(key, said.language)}。`
      : ` To go on waiting instead, press ${keyName(key, said.language)}.`
    : "";
  return zh ? `${first}您现在可以挂机。${back}谢谢来电，再见。` : `${first} You may hang up now.${back} Thank you, and goodbye.`;
}

export function refusedText(why: "not-offered" | "no-number" | "too-many", language: Language): string {
  if (why === "no-number")
    return language === "zh" ? "未能确认您的号码，请继续等候。" : "Your number could not be taken. Please hold the line.";
  return language === "zh" ? "现在无法登记回电，请继续等候。" : "A call back is not possible now. Please hold the line.";
}

function keyName(key: string, language: Language): string {
  if (key === "*") return language === "zh" ? "星号键" : "the star key";
  if (key === "#") return language === "zh" ? "井号键" : "the hash key";
  return language === "zh" ? `${key}键` : key;
}
