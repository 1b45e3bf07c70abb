import type { SpokenItem } from "../../../contract/effects.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { Language } from "../../../contract/words.ts";
import type { PhoneId } from "../../../kit/ids.ts";
import type { CallContext } from "../scene.ts";

/** What a phone that dials is told. */
export const outgoingWords = {
  refused: { en: "You may not call this number from here.", zh: "您无权拨打该号码。" },
  noLine: { en: "All outside lines are busy. Please try again later.", zh: "外线忙，请稍后再拨。" },
  pin: { en: "Please enter your PIN, then the hash key.", zh: "请输入密码，以井号键结束。" },
  wrong: { en: "The PIN is wrong. Please enter it again, then the hash key.", zh: "密码错误，请重新输入，以井号键结束。" },
  locked: { en: "Too many wrong PINs. Outside calls are locked for a while.", zh: "密码错误次数过多，外呼已暂时锁定。" },
  noPin: { en: "This call needs a PIN, and none has been set for you.", zh: "拨打该号码需要密码，您尚未设置密码。" },
} as const satisfies Record<string, Sentence>;

/** The language of who dials: the agent's first, else the site's. */
export function languageAt({ settings, agentAt }: CallContext, phone: PhoneId): Language {
  const agent = agentAt(phone);
  return settings.agents.find((a) => a.id === agent)?.languages[0] ?? settings.site.language;
}

export const speech = (words: Sentence, language: Language): SpokenItem[] => [
  { kind: "speech", text: words[language], language },
];
