import type { ScoreSummary } from "../../contract/survey.ts";
import { localParts } from "../../core/calendar/local-parts.ts";
import { type ScoreNames, scoresCsv } from "../../core/surveys/scores-csv.ts";
import { lowLimit } from "../../core/surveys/survey-run.ts";
import type { Handlers } from "./handlers.ts";
import type { HttpPorts } from "./http-ports.ts";

const mostInFile = 10_000;

type SurveyRoute = "scores" | "scoreSummary" | "scoresCsv" | "callScores";
export function surveyHandlers({ store, settings }: Pick<HttpPorts, "store" | "settings">): Pick<Handlers, SurveyRoute> {
  const now = () => settings.current().settings;
  const surveys = () => now().surveys ?? [];
  const limits = () => Object.fromEntries(surveys().flatMap((s) => (lowLimit(s) > 0 ? [[s.id, lowLimit(s)]] : [])));
  return {
    scores({ query: { from, to, low, before, ...rest } }) {
      const more = { ...(low ? { lowUpTo: limits() } : {}), ...(before === undefined ? {} : { beforeMs: before }) };
      return store.scores({ fromMs: from, toMs: to, ...rest, ...more });
    },
    scoreSummary({ query: { from, to, ...rest } }): ScoreSummary {
      const { prompts } = now();
      return {
        surveys: surveys().map((survey) => ({
          id: survey.id,
          name: survey.name,
          lowUpTo: lowLimit(survey),
          questions: survey.questions.map(({ id, kind, ask: { prompt, text } }) => ({
            id,
            kind,
            ask: prompt ? (prompts.find((p) => p.id === prompt)?.text ?? {}) : text,
          })),
        })),
        ...store.scoreCounts({ fromMs: from, toMs: to, ...rest }),
      };
    },
    scoresCsv({ query: { from, to, language, ...rest }, asker, reply }) {
      const { site, queues, agents } = now();
      const speaks = language ?? asker?.language ?? site.language;
      const names: ScoreNames = {
        time(atMs) {
          const { date, time } = localParts(site.timeZone, atMs);
          return `${date} ${time}`;
        },
        survey: (id) => surveys().find((s) => s.id === id)?.name ?? id,
        queue: (id) => queues.find((q) => q.id === id)?.name[speaks] ?? id,
        agent: (id) => agents.find((a) => a.id === id)?.name ?? id,
      };
      const rows = store.scores({ fromMs: from, toMs: to, ...rest, limit: mostInFile }).toReversed();
      reply.header("content-disposition", 'attachment; filename="survey-answers.csv"');
      reply.type("text/csv; charset=utf-8");
      return scoresCsv(rows, names, speaks);
    },
    callScores: ({ params }) => store.scoresOf(params.id),
  };
}
