import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ScoreRow } from "../../../appliance/contract/survey.ts";
import { agentName, queueName } from "../../data/names.ts";
import { type ScoreAsk, type ScoreSpan, scores } from "../../data/surveys.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { surveyWords } from "../../words/surveys.ts";
import { clock, day } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import type { Opened } from "./asked.ts";
import type { SurveyTally } from "./tally.ts";

const page = 100;

/** Exactly the answers that a number is made of, newest first; each leads to its call. */
export function AnswerList({
  opened,
  span,
  survey,
  back,
  where,
}: {
  opened: Opened;
  span: ScoreSpan;
  survey: SurveyTally | undefined;
  back: string;
  where: string;
}) {
  const w = surveyWords.value;
  const root = useRef<HTMLOListElement>(null);
  useRowKeys(root);
  const { low, ...rest } = opened;
  const query: ScoreAsk = { ...span, ...rest, ...(low ? { low: "1" as const } : {}), limit: page };
  const key = JSON.stringify(query);
  const { state, reload } = useLoaded(() => scores(query), key);
  const older = useSignal<{ key: string; rows: ScoreRow[]; over: boolean }>({ key, rows: [], over: false });
  const { value, error, loading } = state.value;
  const more = older.value.key === key ? older.value : { key, rows: [], over: false };
  const rows = [...(value ?? []), ...more.rows];
  const last = rows.at(-1);
  const next = () => {
    if (last)
      void scores({ ...query, before: last.atMs }).then((found) => {
        older.value = { key, rows: [...more.rows, ...found], over: found.length < page };
      }, sayFault);
  };
  const asked = survey?.questions.find((q) => q.id === opened.question);
  const name = survey?.name ?? opened.survey;
  const title = low
    ? fill(w.listLow, { survey: name })
    : opened.question
      ? fill(w.listQuestion, { question: (asked && pick(asked.ask)) || opened.question })
      : fill(w.listAll, { survey: name });
  return (
    <div class="behind">
      <a class="back" href={back}>
        <Icon name="back" size={14} /> {w.back}
      </a>
      <header class="page-head">
        <h1>{title}</h1>
        <p class="note">{where}</p>
      </header>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!value && loading ? <Loading /> : null}
      {value && rows.length === 0 ? <Empty icon="star" title={w.nothing} /> : null}
      <ol class="behind-rows" ref={root}>
        {rows.map((row) => (
          <Answer key={`${row.call} ${row.question}`} row={row} survey={survey} />
        ))}
      </ol>
      {value?.length === page && !more.over ? <Button onPress={next}>{w.more}</Button> : null}
    </div>
  );
}

function Answer({ row, survey }: { row: ScoreRow; survey: SurveyTally | undefined }) {
  const w = surveyWords.value;
  const l = language.value;
  const asked = survey?.questions.find((q) => q.id === row.question);
  const limit = survey?.lowUpTo ?? 0;
  const low = limit > 0 && (row.kind === "closed" ? row.value === 2 : row.value <= limit);
  const who = [row.agent ? agentName(row.agent) : "", row.queue ? queueName(row.queue) : ""].filter(Boolean).join(" · ");
  return (
    <li>
      <a class="answer-row" href={`/calls/${encodeURIComponent(row.call)}`} title={w.openCall} data-row>
        <time class="num" dateTime={new Date(row.atMs).toISOString()}>
          {day(row.atMs, l)} {clock(row.atMs, l)}
        </time>
        <strong class={low ? "is-low" : ""}>{scoreText(row)}</strong>
        <span class="cut">{(asked && pick(asked.ask)) || row.question}</span>
        <span class="note cut">{who}</span>
        <Icon name="forward" size={14} />
      </a>
    </li>
  );
}

function scoreText({ kind, value }: Pick<ScoreRow, "kind" | "value">): string {
  const w = surveyWords.value;
  return kind === "scale" ? fill(w.stars, { n: value }) : value === 1 ? w.yes : w.no;
}
