import type { Sentence } from "../../contract/records.ts";
import type { CallLeg } from "./call.ts";
import type { Scene } from "./scene.ts";

/** Who a leg is, for sentences. */
export const who = (scene: Scene, leg: CallLeg): string => (leg.agent ? scene.ctx.agentName(leg.agent) : leg.number);

/** A sentence about somebody. */
export const about = (scene: Scene, leg: CallLeg, en: string, zh: string): Sentence => ({
  en: `${who(scene, leg)} ${en}`,
  zh: `${who(scene, leg)} ${zh}`,
});

export function musicOf(scene: Scene, prompt?: string): { kind: "prompt"; prompt: string; language: "zh" | "en" }[] {
  const { site } = scene.ctx.settings;
  return [{ kind: "prompt", prompt: prompt ?? site.music ?? "music", language: scene.call.record.language }];
}
