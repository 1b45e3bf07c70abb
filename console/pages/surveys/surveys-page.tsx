import "../figures/figures.css";
import "./surveys.css";
import { useLocation } from "preact-iso";
import { boxNow } from "../../data/clock.ts";
import { live } from "../../data/live.ts";
import { agentName, byName, queueName } from "../../data/names.ts";
import { may } from "../../data/session.ts";
import { scoreSummary, scoresFile } from "../../data/surveys.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { SentenceLine, WordChoice } from "../../parts/sentence.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { surveyWords } from "../../words/surveys.ts";
import { number, percent } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { type Question, readQuestion } from "../figures/question.ts";
import { WhenPlace } from "../figures/question-line.tsx";
import { ReportTabs } from "../figures/report-tabs.tsx";
import { AnswerList } from "./answer-list.tsx";
import { type Asked, type Opened, readAsked, spanOf, writeAsked } from "./asked.ts";
import { type GroupTally, type QuestionTally, type SurveyTally, type Tally, talliesOf, topOf } from "./tally.ts";

/** What callers answered: every mean with the number of its answers, and every number opens into the calls. */
export function SurveysPage() {
  const { query, route } = useLocation();
  const w = surveyWords.value;
  const asked = readAsked(query);
  const { opened, ...base } = asked;
  const span = spanOf(asked, boxNow());
  const { state, reload } = useLoaded(() => scoreSummary(span), JSON.stringify(span));
  const { value, error, loading } = state.value;
  const surveys = value ? talliesOf(value) : undefined;
  const set = (next: Asked) => route(writeAsked(next));
  if (opened)
    return (
      <div class="page surveys">
        <AnswerList
          opened={opened}
          span={span}
          survey={surveys?.find((s) => s.id === opened.survey)}
          back={writeAsked(base)}
          where={sentenceText(asked)}
        />
      </div>
    );
  return (
    <div class="page surveys">
      <header class="page-head">
        <h1>{w.title}</h1>
        <ReportTabs at="/surveys" />
      </header>
      <AskedLine asked={asked} set={set} />
      <div class="figures-tools">
        <Button icon="refresh" onPress={reload}>
          {reportWords.value.figures.refresh}
        </Button>
        <a class="button is-plain" href={scoresFile(span, language.value)} download>
          <Icon name="download" />
          <span>{w.csv}</span>
        </a>
      </div>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!value && loading ? <Loading /> : null}
      {surveys?.length === 0 ? (
        <Empty icon="star" title={w.none} note={may("change-settings") ? w.noneNote : w.noneNoteSupervisor}>
          {may("change-settings") ? <a href="/settings/surveys">{w.toSettings}</a> : null}
        </Empty>
      ) : null}
      {surveys?.map((survey) => (
        <Survey key={survey.id} survey={survey} asked={base} />
      ))}
    </div>
  );
}

function AskedLine({ asked, set }: { asked: Asked; set: (next: Asked) => void }) {
  const f = reportWords.value.figures;
  const now = boxNow();
  const { opened: _, ...base } = asked;
  const one = (name: "queue" | "agent", all: string, list: { value: string; label: string }[]) => (
    <WordChoice
      label={all}
      value={asked[name] ?? ""}
      choices={[{ value: "", label: all }, ...list]}
      onChoose={(value) => {
        const { [name]: _old, ...rest } = base;
        set(value === "" ? rest : { ...rest, [name]: value });
      }}
    />
  );
  const q: Question = { ...readQuestion({}), ...base };
  return (
    <SentenceLine
      text={surveyWords.value.sentence}
      places={{
        when: (
          <WhenPlace
            q={q}
            nowMs={now}
            set={({ when, from, to }) => {
              const { queue, agent } = base;
              set({
                when,
                ...(from ? { from } : {}),
                ...(to ? { to } : {}),
                ...(queue ? { queue } : {}),
                ...(agent ? { agent } : {}),
              });
            }}
          />
        ),
        queue: one(
          "queue",
          f.allQueues,
          (live.value?.queues ?? []).map((x) => ({ value: x.id, label: pick(x.name) || x.id })),
        ),
        agent: one(
          "agent",
          f.allAgents,
          byName(live.value?.agents ?? []).map((x) => ({ value: x.id, label: x.name })),
        ),
      }}
    />
  );
}

/** The question in words, above a list that it led to. */
function sentenceText({ when, from, to, queue, agent }: Asked): string {
  const f = reportWords.value.figures;
  const days = when === "dates" ? `${from ?? ""} – ${to ?? ""}` : f[when];
  return fill(surveyWords.value.sentence, {
    when: days,
    queue: queue ? queueName(queue) : f.allQueues,
    agent: agent ? agentName(agent) : f.allAgents,
  });
}

function Survey({ survey, asked }: { survey: SurveyTally; asked: Asked }) {
  const w = surveyWords.value;
  const hrefOf = (opened: Omit<Opened, "survey">, more: Partial<Asked> = {}) =>
    writeAsked({ ...asked, ...more, opened: { survey: survey.id, ...opened } });
  return (
    <section class="survey" aria-label={survey.name}>
      <header class="survey-head">
        <h2 class="grow">{survey.name}</h2>
        {may("change-settings") ? (
          <a class="note" href={`/settings/surveys/${encodeURIComponent(survey.id)}`}>
            {w.edit}
          </a>
        ) : null}
      </header>
      {survey.calls === 0 ? (
        <p class="note">{w.noAnswers}</p>
      ) : (
        <>
          <p class="survey-sum">
            <a href={hrefOf({})}>{fill(w.callers, { n: survey.calls })}</a>
            {survey.lowUpTo === 0 ? (
              <span class="note">{w.lowOff}</span>
            ) : (
              <>
                <a class={survey.low > 0 ? "is-low" : ""} href={hrefOf({ low: true })}>
                  {fill(w.low, { n: survey.low })}
                </a>
                <span class="note">{fill(w.lowUpTo, { n: survey.lowUpTo })}</span>
              </>
            )}
          </p>
          <div class="survey-questions">
            {survey.questions.map((q, i) => (
              <QuestionCard
                key={q.id}
                question={q}
                n={i + 1}
                low={survey.lowUpTo}
                hrefOf={(o) => hrefOf({ question: q.id, ...o })}
              />
            ))}
          </div>
          <Groups survey={survey} by="agent" groups={survey.agents} hrefOf={hrefOf} />
          {survey.queues.length > 1 ? <Groups survey={survey} by="queue" groups={survey.queues} hrefOf={hrefOf} /> : null}
        </>
      )}
    </section>
  );
}

/** Below this a mean says little, and it is said. */
const fewAnswers = 5;
const titleOf = (q: QuestionTally, n: number): string => pick(q.ask) || fill(surveyWords.value.question, { n });
const valueText = ({ kind, value }: Tally): string =>
  value === undefined ? "–" : kind === "scale" ? number(value, language.value, 2) : percent(value, language.value, 0);

function QuestionCard({
  question,
  n,
  low,
  hrefOf,
}: {
  question: QuestionTally;
  n: number;
  low: number;
  hrefOf: (opened: { value?: number }) => string;
}) {
  const w = surveyWords.value;
  const top = topOf(question);
  const isLow = (value: number) => low > 0 && (question.kind === "closed" ? value === 2 : value <= low);
  return (
    <section class="question-card" aria-label={titleOf(question, n)}>
      <h3>{titleOf(question, n)}</h3>
      <p class="question-value">
        <a class="num" href={hrefOf({})} title={w.openAnswers}>
          {valueText(question)}
        </a>
        <span class="note">{question.kind === "scale" ? w.ofFive : w.settled}</span>
        <span class="grow" />
        <span class="note">
          {fill(w.answers, { n: question.answers })}
          {question.answers > 0 && question.answers < fewAnswers ? ` · ${w.few}` : ""}
        </span>
      </p>
      <ul class="spread">
        {question.counts.map(({ value, answers }) => (
          <li key={value}>
            <a
              class={isLow(value) ? "is-low" : ""}
              href={hrefOf({ value })}
              title={w.openAnswers}
              aria-label={`${nameOf(question.kind, value)}: ${fill(w.answers, { n: answers })}`}
            >
              <span class="spread-name">{nameOf(question.kind, value)}</span>
              <span class="spread-field" aria-hidden="true">
                <span class="spread-bar" style={{ width: `${(answers / top) * 100}%` }} />
              </span>
              <span class="num spread-n">{answers}</span>
              <span class="num spread-share">
                {question.answers === 0 ? "–" : percent(answers / question.answers, language.value, 0)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
const nameOf = (kind: Tally["kind"], value: number): string => {
  const w = surveyWords.value;
  return kind === "scale" ? fill(w.stars, { n: value }) : value === 1 ? w.yes : w.no;
};

function Groups({
  survey,
  by,
  groups,
  hrefOf,
}: {
  survey: SurveyTally;
  by: "agent" | "queue";
  groups: GroupTally[];
  hrefOf: (opened: Omit<Opened, "survey">, more: Partial<Asked>) => string;
}) {
  const w = surveyWords.value;
  const nameOfKey = (key: string | undefined) =>
    key === undefined ? w.nobody : by === "agent" ? agentName(key) : queueName(key);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <section class="figure-scroll" aria-label={by === "agent" ? w.byAgent : w.byQueue} tabIndex={0}>
      <table class="figure-table survey-table">
        <thead>
          <tr>
            <th scope="col">{by === "agent" ? w.agent : w.queue}</th>
            <th scope="col" class="right">
              {w.answered}
            </th>
            {survey.questions.map((q, i) => (
              <th key={q.id} scope="col" class="right" title={titleOf(q, i + 1)}>
                <span class="survey-column">{titleOf(q, i + 1)}</span>
              </th>
            ))}
            <th scope="col" class="right">
              {w.lowHead}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            // Who is nobody can't be asked for alone.
            const link = (opened: Omit<Opened, "survey">, text: string) =>
              group.key === undefined ? text : <a href={hrefOf(opened, { [by]: group.key })}>{text}</a>;
            return (
              <tr key={group.key ?? ""}>
                <th scope="row">{nameOfKey(group.key)}</th>
                <td class="right num">{link({}, String(group.calls))}</td>
                {survey.questions.map((q, i) => {
                  const t = group.questions[i];
                  const few = t !== undefined && t.answers < fewAnswers;
                  return (
                    <td key={q.id} class={`right num ${few ? "is-quiet" : ""}`} title={few ? w.few : undefined}>
                      {t && t.answers > 0 ? link({ question: q.id }, fill(w.mean, { value: valueText(t), n: t.answers })) : "–"}
                    </td>
                  );
                })}
                <td class={`right num ${group.low > 0 ? "is-low" : "is-quiet"}`}>
                  {survey.lowUpTo === 0 ? "–" : link({ low: true }, String(group.low))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
