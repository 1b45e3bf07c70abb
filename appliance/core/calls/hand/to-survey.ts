import { legOf } from "../call.ts";
import { closeLeg } from "../ending.ts";
import { note, type Scene } from "../scene.ts";
import { surveyOf } from "../survey.ts";
import { partOver } from "./part-over.ts";

/** The agent hands the caller over to the survey and is free: asked is who is handed over, whatever the share. */
export function handToSurvey(scene: Scene, by: string): void {
  const { call } = scene;
  const leg = call.talk && legOf(call, call.talk.leg);
  if (!leg?.agent || call.ending || !surveyOf(scene)) return;
  note(scene, "agent", { en: `Handed over to the survey by ${by}`, zh: `${by} 转至满意度评价` });
  call.toSurvey = true;
  closeLeg(scene, leg, "hangup");
  partOver(scene, leg, "hangup", "far");
}
