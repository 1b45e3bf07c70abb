import type { MessageRow, VoicemailBoxSettings } from "../../contract/voicemail.ts";
import type { Sentence } from "../../contract/words.ts";

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));
export const callerWords = ({ caller, callerName }: Pick<MessageRow, "caller" | "callerName">): Sentence => {
  if (caller === "anonymous") return { zh: "隐藏号码", en: "a withheld number" };
  return callerName ? { zh: `${callerName} ${caller}`, en: `${callerName} ${caller}` } : { zh: caller, en: caller };
};

export function messageWords(message: MessageRow, box: VoicemailBoxSettings): Sentence {
  const from = callerWords(message);
  const n = seconds(message.lengthMs);
  return {
    zh: `${from.zh} 在“${box.name}”留言 ${n} 秒`,
    en: `Message of ${n} s from ${from.en} in "${box.name}"`,
  };
}

export const fullWords = (box: VoicemailBoxSettings): Sentence => ({
  zh: `语音信箱“${box.name}”已满，无法再留言`,
  en: `Voicemail box "${box.name}" is full and takes no more messages`,
});
