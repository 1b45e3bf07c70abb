import { clearTimer, type Scene } from "./scene.ts";
import { surveyHears } from "./survey.ts";
import { type DialogueEvent, stepLeaving } from "./voicemail/leaving.ts";
import { hearBox } from "./voicemail/listen.ts";

/**
 * A caller in a dialogue of the box's own — he leaves a message, hears his messages, answers a survey — presses, has heard, or keeps quiet.
 * False when he is in none: then it is for the flow.
 */
export function dialogueHears(scene: Scene, event: DialogueEvent): boolean {
  const { call } = scene;
  if (call.ending || !(call.leaving || call.hearing || call.survey)) return false;
  // The end of an input that was full without it may still come when the flow has gone on already.
  const swallow = call.flow?.swallow;
  if (event.on === "digit" && swallow?.key === event.digit && scene.ctx.atMs <= swallow.untilMs) {
    delete call.flow?.swallow;
    return true;
  }
  // Patience begins anew with whatever happens; how long a recording may last does not.
  if (event.on === "digit" && !call.leaving?.recording && !call.taking) clearTimer(scene, "dialogue");
  if (call.leaving) stepLeaving(scene, call.leaving, event);
  else if (call.hearing) hearBox(scene, event);
  else if (event.on !== "quiet") surveyHears(scene, event);
  return true;
}
