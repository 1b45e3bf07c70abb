import type { SurveySettings } from "../../contract/survey.ts";
import { isAsked, isLow, type SurveyAct, type SurveyEvent, stepSurvey } from "../surveys/survey-run.ts";
import { ask, sayOf } from "./ask-survey.ts";
import { endCall } from "./ending.ts";
import { flowReturns } from "./flow-run.ts";
import { note, post, type Scene, setTimer } from "./scene.ts";

/** The survey of the queue this call came through. */
export function surveyOf({ call, ctx }: Scene): SurveySettings | undefined {
  const id = ctx.settings.queues.find((q) => q.id === call.record.queue)?.survey;
  return ctx.settings.surveys?.find((s) => s.id === id);
}

/** The agent is done with a caller: he may be asked how it was. False when he is not. */
export function beginSurvey(scene: Scene): boolean {
  const { call } = scene;
  const { record } = call;
  const survey = surveyOf(scene);
  if (!survey || call.ending || call.surveyed || !record.agent || record.direction !== "in") return false;
  if (!call.toSurvey && !isAsked(survey, record.id)) return false;
  call.surveyed = true;
  ask(scene, survey);
  return true;
}

export function surveyHears(scene: Scene, event: SurveyEvent): void {
  const { survey: asked } = scene.call;
  const survey = asked && scene.ctx.settings.surveys?.find((s) => s.id === asked.id);
  if (!asked) return;
  // Taken out of the settings meanwhile: what he gave is kept.
  perform(scene, survey, survey ? stepSurvey(survey, asked.run, event) : [{ act: "over" }]);
}

function perform(scene: Scene, survey: SurveySettings | undefined, acts: SurveyAct[]): void {
  for (const act of acts) {
    switch (act.act) {
      case "say":
        sayOf(scene, act.texts);
        break;
      case "wait":
        setTimer(scene, "dialogue", act.forMs);
        break;
      case "score":
        if (survey) keepScore(scene, survey, act);
        break;
      case "over":
        goOn(scene);
        break;
    }
  }
}

function goOn(scene: Scene): void {
  const { call } = scene;
  const { survey: asked } = call;
  delete call.survey;
  if (call.flow && call.away !== undefined)
    flowReturns(scene, !asked?.byFlow ? "served" : asked.low ? "low" : asked.answered ? "served" : "no-answer");
  else endCall(scene, "hangup", "agent");
}

function keepScore(scene: Scene, survey: SurveySettings, { question, value }: Extract<SurveyAct, { act: "score" }>): void {
  const { call, ctx, out } = scene;
  const { survey: asked, record } = call;
  const who = { ...(asked?.agent ? { agent: asked.agent } : {}), ...(asked?.queue ? { queue: asked.queue } : {}) };
  const row = { call: record.id, question: question.id, survey: survey.id, kind: question.kind, value, ...who };
  out.push({ do: "store", change: { put: "score", row: { ...row, language: record.language, atMs: ctx.atMs } } });
  const yes = value === 1;
  const given =
    question.kind === "scale"
      ? { en: `Scored ${value} of 5 (${question.id})`, zh: `评分 ${value}/5（${question.id}）` }
      : {
          en: `Matter ${yes ? "settled" : "not settled"} (${question.id})`,
          zh: `问题${yes ? "已" : "未"}解决（${question.id}）`,
        };
  note(scene, "flow", given, { survey: survey.id, question: question.id, value });
  if (asked) asked.answered = true;
  if (!asked || asked.low || !isLow(survey, question.kind, value)) return;
  asked.low = true;
  const agent = asked.agent && ctx.agentName(asked.agent);
  const words = agent ? { en: `${given.en}, agent ${agent}`, zh: `${given.zh}，坐席 ${agent}` } : given;
  const number = record.caller === "anonymous" ? {} : { number: record.caller };
  const about = { call: record.id, ...(asked.queue ? { queue: asked.queue } : {}), ...number };
  post(scene, { on: "item.added", by: "box", item: { kind: "low-score", words, ...about } });
}
