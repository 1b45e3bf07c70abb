import type { SpokenText } from "../../contract/queue.ts";
import type { SurveySettings } from "../../contract/survey.ts";

/** Where a caller stands in a survey. Plain data. */
export type SurveyRun = { question: number; triesLeft: number; phase: "asking" | "waiting" | "bye"; goesOn?: true };

export type SurveyEvent =
  /** What was to be said has been said. */
  { on: "said" } | { on: "digit"; digit: string } | { on: "timeUp" };

export type SurveyAct =
  | { act: "say"; texts: SpokenText[] }
  | { act: "wait"; forMs: number }
  | { act: "score"; question: SurveySettings["questions"][number]; value: number }
  | { act: "over" };

const defaults = { tries: 2, patienceMs: 6_000, lowUpTo: 2, askShare: 100 };
const invalid: SpokenText = {
  text: { zh: "请按一到五之间的数字键。", en: "Please press a key from one to five." },
};
const invalidClosed: SpokenText = { text: { zh: "已解决请按一，未解决请按二。", en: "Press one for yes, two for no." } };
const thanksBetween: SpokenText = { text: { zh: "感谢您的评价。", en: "Thank you." } };
const usualThanks: SpokenText = { text: { zh: "感谢您的评价，再见。", en: "Thank you. Goodbye." } };

/** Begins: the intro and the first question. `goesOn`: the caller is not said goodbye to afterwards. */
export function startSurvey(survey: SurveySettings, goesOn = false): { run: SurveyRun; acts: SurveyAct[] } {
  const run: SurveyRun = {
    question: 0,
    triesLeft: survey.tries ?? defaults.tries,
    phase: "asking",
    ...(goesOn ? { goesOn: true as const } : {}),
  };
  return { run, acts: [{ act: "say", texts: [...(survey.intro ? [survey.intro] : []), survey.questions[0]!.ask] }] };
}

/** Changes `run` in place. Keys count at any moment; what is no answer costs a try, and a question without tries left is passed over. */
export function stepSurvey(survey: SurveySettings, run: SurveyRun, event: SurveyEvent): SurveyAct[] {
  const question = survey.questions[run.question];
  if (run.phase === "bye" || !question) return event.on === "said" || !question ? [{ act: "over" }] : [];
  switch (event.on) {
    case "said":
      if (run.phase !== "asking") return [];
      run.phase = "waiting";
      return [{ act: "wait", forMs: survey.patienceMs ?? defaults.patienceMs }];
    case "digit": {
      const value = Number(event.digit);
      const most = question.kind === "scale" ? 5 : 2;
      if (/^[1-5]$/.test(event.digit) && value <= most) return [{ act: "score", question, value }, ...onward(survey, run)];
      return again(survey, run, [question.kind === "scale" ? invalid : invalidClosed]);
    }
    case "timeUp":
      return run.phase === "waiting" ? again(survey, run, [question.ask]) : [];
  }
}

function again(survey: SurveySettings, run: SurveyRun, texts: SpokenText[]): SurveyAct[] {
  if (--run.triesLeft <= 0) return onward(survey, run);
  run.phase = "asking";
  return [{ act: "say", texts }];
}

function onward(survey: SurveySettings, run: SurveyRun): SurveyAct[] {
  run.question++;
  run.triesLeft = survey.tries ?? defaults.tries;
  const next = survey.questions[run.question];
  run.phase = next ? "asking" : "bye";
  if (!next) run.question--;
  return [{ act: "say", texts: [next ? next.ask : (survey.thanks ?? (run.goesOn ? thanksBetween : usualThanks))] }];
}

/** Up to which score an answer is low; 0: none is. */
export const lowLimit = ({ lowUpTo = defaults.lowUpTo }: Pick<SurveySettings, "lowUpTo">): number => lowUpTo;

/** Somebody should look at this answer: a score at or below the limit, or a matter that is not settled (A28). */
export const isLow = (survey: SurveySettings, kind: "scale" | "closed", value: number): boolean => {
  const { lowUpTo = defaults.lowUpTo } = survey;
  return lowUpTo > 0 && (kind === "closed" ? value === 2 : value <= lowUpTo);
};

/** Whether this caller is among those who are asked: decided by the call's id alone, so that it can be told again (FNV-1a). */
export function isAsked({ askShare = defaults.askShare }: SurveySettings, call: string): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < call.length; i++) hash = Math.imul(hash ^ call.charCodeAt(i), 0x01000193) >>> 0;
  // The low bits of the hash follow the last letters closely: stir once more.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash >>> 8) % 100 < askShare;
}
