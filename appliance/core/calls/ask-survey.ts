import type { SpokenText } from "../../contract/queue.ts";
import type { SurveySettings } from "../../contract/survey.ts";
import { isAsked, startSurvey } from "../surveys/survey-run.ts";
import { note, type Scene, setPhase } from "./scene.ts";
import { speak, spokenText } from "./voicemail/begin-leaving.ts";

/** The caller is asked from now on. `byFlow`: a flow's step asks him and hears how he answered. */
export function ask(scene: Scene, survey: SurveySettings, byFlow = false): void {
  const { call } = scene;
  const { agent, queue } = call.record;
  const { run, acts } = startSurvey(survey, byFlow);
  call.survey = {
    id: survey.id,
    run,
    ...(agent ? { agent } : {}),
    ...(queue ? { queue } : {}),
    ...(byFlow ? { byFlow: true as const } : {}),
  };
  call.at = { zh: `评价：${survey.name}`, en: `Survey: ${survey.name}` };
  note(scene, "flow", call.at, { survey: survey.id });
  setPhase(scene, "flow");
  for (const act of acts) if (act.act === "say") sayOf(scene, act.texts);
}

export const sayOf = (scene: Scene, texts: readonly SpokenText[]): void =>
  speak(
    scene,
    texts.flatMap((text) => spokenText(scene, text)),
  );

/** A flow's step asks: there is no such survey ("failed"), he is not among those who are asked ("no-answer"), or he is being asked. */
export function askByFlow(scene: Scene, id: string): "failed" | "no-answer" | undefined {
  const { call, ctx } = scene;
  const survey = ctx.settings.surveys?.find((s) => s.id === id);
  if (!survey) {
    note(scene, "fault", { en: `There is no survey "${id}".`, zh: `没有满意度评价“${id}”。` });
    return "failed";
  }
  if (!isAsked(survey, call.record.id)) return "no-answer";
  ask(scene, survey, true);
  return undefined;
}
