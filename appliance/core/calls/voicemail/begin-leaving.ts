import type { SpokenItem } from "../../../contract/effects.ts";
import type { SpokenText } from "../../../contract/queue.ts";
import type { VoicemailBoxSettings } from "../../../contract/voicemail.ts";
import type { Sentence } from "../../../contract/words.ts";
import { boxNow, isFull } from "../../messages/messages-state.ts";
import { note, type Scene, setPhase } from "../scene.ts";
import { play } from "../sound.ts";

const usual: Sentence = {
  zh: "请在提示音后留言，按井号键结束。",
  en: "Please leave a message after the tone. Press the hash key to end.",
};
const full: Sentence = { zh: "语音信箱已满，无法留言。再见。", en: "The mailbox is full and can't take messages. Goodbye." };

/** A caller is to leave a message. False, and nothing begun, when there is no such box or no room on the disk. */
export function leaveMessage(scene: Scene, id: string, goesOn: "flow" | "end"): boolean {
  const { call, ctx } = scene;
  const box = voicemailBox(scene, id);
  if (!box || ctx.office.diskLow) {
    const why = box ? { en: "the disk is full", zh: "磁盘空间不足" } : { en: "there is no such box", zh: "没有此信箱" };
    note(scene, "fault", { en: `Voicemail box "${id}": ${why.en}.`, zh: `语音信箱“${id}”：${why.zh}。` });
    return false;
  }
  setPhase(scene, "voicemail");
  note(scene, "flow", { en: `Voicemail box "${box.name}"`, zh: `语音信箱“${box.name}”` }, { box: id });
  const closed = isFull(ctx.office.messages, box);
  call.leaving = { box: id, phase: closed ? "bye" : "greeting", lapses: 0, goesOn, outcome: closed ? "failed" : "left" };
  if (closed) note(scene, "fault", { en: "The box is full.", zh: "信箱已满。" });
  speak(scene, closed ? spokenWords(scene, full) : greetingOf(scene, box));
  return true;
}

export const voicemailBox = (scene: Scene, id: string): VoicemailBoxSettings | undefined =>
  scene.ctx.settings.voicemailBoxes?.find((b) => b.id === id);

/** Says something in a dialogue of the box's own; keys stop it. */
export const speak = (scene: Scene, items: SpokenItem[]): void =>
  play(scene, { purpose: "dialogue", items, bargeIn: true, repeat: false });

export const spokenWords = (scene: Scene, words: Sentence): SpokenItem[] => {
  const { language } = scene.call.record;
  return [{ kind: "speech", text: words[language], language }];
};

export function spokenText(scene: Scene, { prompt, text }: SpokenText): SpokenItem[] {
  const { language } = scene.call.record;
  if (prompt) return [{ kind: "prompt", prompt, language }];
  const spokenIn = text[language] ? language : language === "zh" ? "en" : "zh";
  return text[spokenIn] ? [{ kind: "speech", text: text[spokenIn], language: spokenIn }] : [];
}

/** The owner's own voice, else the box's text, else the usual words. */
function greetingOf(scene: Scene, box: VoicemailBoxSettings): SpokenItem[] {
  const { greeting } = boxNow(scene.ctx.office.messages, box.id);
  if (greeting) return [{ kind: "recording", path: greeting }];
  const own = box.greeting ? spokenText(scene, box.greeting) : [];
  return own.length > 0 ? own : spokenWords(scene, usual);
}
