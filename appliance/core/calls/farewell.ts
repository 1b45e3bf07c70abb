import type { SpokenItem } from "../../contract/effects.ts";
import type { EndReason } from "../../contract/end-reason.ts";
import type { SpokenText } from "../../contract/queue.ts";
import type { Language } from "../../contract/words.ts";
import type { Scene } from "./scene.ts";
import { play } from "./sound.ts";

/** Words for somebody who is not connected: said once he hears us, then the call ends with `why`. */
export function turnAwayWith(scene: Scene, items: SpokenItem[], why: EndReason): void {
  scene.call.farewell = { items, why };
}

export function sayFarewell(scene: Scene): void {
  const { farewell } = scene.call;
  if (farewell) play(scene, { purpose: "notice", items: farewell.items, bargeIn: false, repeat: false });
}

/** A text of the settings in the caller's language, else in the other; nothing when there is neither. */
export function spokenText({ prompt, text }: SpokenText, language: Language): SpokenItem[] {
  if (prompt) return [{ kind: "prompt", prompt, language }];
  const other = language === "zh" ? "en" : "zh";
  const said = text[language] ? language : other;
  return text[said] ? [{ kind: "speech", text: text[said], language: said }] : [];
}
