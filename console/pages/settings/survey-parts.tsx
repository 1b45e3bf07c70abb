import type { SurveySettings } from "../../../appliance/contract/survey.ts";
import { Button } from "../../parts/button.tsx";
import { Segments, Switch } from "../../parts/inputs.tsx";
import { draft, edit, move, remove, valueAt } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { remarksAt } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { surveyWords } from "../../words/surveys.ts";
import { pick, words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";

type Question = SurveySettings["questions"][number];
const mostQuestions = 10;

/** The questions of a survey, one below the other as callers hear them, and the queues that ask them. */
export function SurveyParts({ at, survey }: { at: string; survey: string }) {
  const g = words.value.settings.groups;
  return (
    <>
      <FormPart title={g.questions}>
        <Questions at={under(at, "questions")} />
      </FormPart>
      <FormPart title={g.askedBy}>
        <AskedBy survey={survey} />
      </FormPart>
    </>
  );
}

function Questions({ at }: { at: string }) {
  const w = surveyWords.value;
  const c = words.value.common;
  const questions = (valueAt(at) ?? []) as Question[];
  const freshId = (): string => {
    let n = questions.length + 1;
    while (questions.some((q) => q.id === `q${n}`)) n += 1;
    return `q${n}`;
  };
  const add = () => edit(under(at, questions.length), { id: freshId(), kind: "scale", ask: { text: {} } } satisfies Question);
  return (
    <div class="survey-form">
      {questions.map((question, i) => {
        const here = under(at, i);
        return (
          <fieldset key={i} class="survey-question">
            <legend>
              <strong>{fill(w.question, { n: i + 1 })}</strong>
            </legend>
            <div class="row wrap">
              <Segments
                label={fill(w.question, { n: i + 1 })}
                value={question.kind}
                choices={[
                  { value: "scale", label: w.kindScale },
                  { value: "closed", label: w.kindClosed },
                ]}
                onChoose={(kind) => edit(under(here, "kind"), kind)}
              />
              <span class="grow" />
              {i > 0 ? <Button small kind="quiet" icon="up" label={c.moveUp} onPress={() => move(at, i, -1)} /> : null}
              <Button
                small
                kind="quiet"
                icon="bin"
                label={c.remove}
                blocked={questions.length === 1 ? c.none : undefined}
                onPress={() => remove(here)}
              />
            </div>
            <p class="field-note">{question.kind === "scale" ? w.keysScale : w.keysClosed}</p>
            <div class="fields">
              <FieldAt at={under(here, "ask", "text")} label={w.spoken} />
              <FieldAt at={under(here, "ask", "prompt")} />
              <FieldAt at={under(here, "id")} label={w.questionId} note={w.renameNote} />
            </div>
            {remarksAt(here).map((r) => (
              <p key={r.text} class={`bare-remark is-${r.severity}`}>
                {r.text} {r.hint}
              </p>
            ))}
          </fieldset>
        );
      })}
      <div>
        <Button small icon="plus" blocked={questions.length >= mostQuestions ? `≤ ${mostQuestions}` : undefined} onPress={add}>
          {w.addQuestion}
        </Button>
      </div>
    </div>
  );
}

function AskedBy({ survey }: { survey: string }) {
  const w = surveyWords.value;
  const settings = draft.value;
  const queues = settings?.queues ?? [];
  if (queues.length === 0) return <p class="note">{w.noQueues}</p>;
  return (
    <>
      <p class="field-note">{w.queuesNote}</p>
      <ul class="survey-queues">
        {queues.map((queue, i) => {
          const at = under("", "queues", i, "survey");
          const other =
            queue.survey && queue.survey !== survey ? settings?.surveys?.find((s) => s.id === queue.survey) : undefined;
          return (
            <li key={queue.id}>
              <Switch
                id={`asks-${queue.id}`}
                on={queue.survey === survey}
                onTurn={(on) => (on ? edit(at, survey) : remove(at))}
              />
              <label for={`asks-${queue.id}`}>{pick(queue.name) || queue.id}</label>
              {other ? <span class="note">{fill(w.other, { survey: other.name })}</span> : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
