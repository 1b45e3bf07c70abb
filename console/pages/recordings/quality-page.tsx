import "./recordings.css";
import { useSignal } from "@preact/signals";
import { useLocation, useRoute } from "preact-iso";
import type { QualityResult as SampleResult } from "../../../appliance/contract/evidence.ts";
import { boxNow } from "../../data/clock.ts";
import { agentName } from "../../data/names.ts";
import { personName } from "../../data/people.ts";
import { drawSample, putResult, sample, samples } from "../../data/recordings.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { DateInput } from "../../parts/date-input.tsx";
import { Field, Switch, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { civil, midnightOf, mondayOf } from "../../words/civil.ts";
import { fill } from "../../words/fill.ts";
import { recordingWords } from "../../words/recordings.ts";
import { day, number } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { RecordingTabs } from "./recording-tabs.tsx";

const dayMs = 86_400_000;

/** Talks drawn by lot, listened to and scored. */
export function QualityPage() {
  const id = Number(useRoute().params.id);
  return (
    <div class="page quality">
      <header class="page-head">
        <h1>{recordingWords.value.quality.title}</h1>
        <RecordingTabs at="/quality" />
      </header>
      {Number.isInteger(id) && id > 0 ? <OneSample id={id} /> : <Samples />}
    </div>
  );
}

function Samples() {
  const w = recordingWords.value.quality;
  const l = language.value;
  const { state, reload } = useLoaded(samples, "samples");
  const { value, error, loading } = state.value;
  return (
    <>
      <p class="note">{w.about}</p>
      <Draw />
      {error ? <FaultNote error={error} onRetry={reload} /> : loading && !value ? <Loading /> : null}
      {value?.length === 0 ? <Empty icon="decision" title={w.none} note={w.noneNote} /> : null}
      <ul>
        {(value ?? []).map((s) => (
          <li key={s.n}>
            <a class="sample-row" href={`/quality/${s.n}`} aria-label={fill(w.open, { n: s.n })}>
              <span class="num">{fill(w.of, { from: day(s.fromMs, l), to: day(s.toMs - 1, l), n: s.perAgent })}</span>
              <span class="note">{fill(w.by, { who: personName(s.by) })}</span>
              <span class="small faint">
                {w.seed} {s.seed}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Draw() {
  const w = recordingWords.value.quality;
  const { route } = useLocation();
  const from = useSignal(civil(boxNow() - 7 * dayMs));
  const to = useSignal(civil(boxNow() - dayMs));
  const perAgent = useSignal("3");
  const minTalk = useSignal("30");
  const unheard = useSignal(true);
  const seed = useSignal(civil(boxNow()));
  /** Monday to Sunday before this week; the week names the seed, so that everybody draws the same. */
  const lastWeek = () => {
    const monday = mondayOf(midnightOf(mondayOf(boxNow()), -7));
    from.value = monday;
    to.value = civil(midnightOf(monday, 6));
    seed.value = `week of ${monday}`;
  };
  const busy = useSignal(false);
  const draw = async () => {
    busy.value = true;
    try {
      const drawn = await drawSample({
        fromMs: midnightOf(from.value),
        toMs: midnightOf(to.value, 1),
        perAgent: Math.max(1, Math.min(100, Number(perAgent.value) || 1)),
        seed: seed.value.trim() || "1",
        minTalkSec: Math.max(0, Math.min(3_600, Math.round(Number(minTalk.value)) || 0)),
        leaveOutAudited: unheard.value,
      });
      route(`/quality/${drawn.sample}`);
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="draw-form"
      aria-label={w.draw}
      onSubmit={(event) => {
        event.preventDefault();
        void draw();
      }}
    >
      <Field label={w.from}>
        {({ id }) => <DateInput id={id} label={w.from} value={from.value} onDate={(d) => (from.value = d || from.value)} />}
      </Field>
      <Field label={w.to}>
        {({ id }) => <DateInput id={id} label={w.to} value={to.value} onDate={(d) => (to.value = d || to.value)} />}
      </Field>
      <Field label={w.perAgent}>
        {(ids) => (
          <TextInput {...ids} inputMode="numeric" maxLength={3} value={perAgent.value} onText={(t) => (perAgent.value = t)} />
        )}
      </Field>
      <Field label={w.minTalk}>
        {(ids) => (
          <TextInput {...ids} inputMode="numeric" maxLength={4} value={minTalk.value} onText={(t) => (minTalk.value = t)} />
        )}
      </Field>
      <Field label={w.unheard}>
        {({ id }) => <Switch id={id} on={unheard.value} onTurn={(on) => (unheard.value = on)} label={w.unheard} />}
      </Field>
      <Field label={w.seed} note={w.seedNote}>
        {(ids) => <TextInput {...ids} maxLength={80} value={seed.value} onText={(t) => (seed.value = t)} />}
      </Field>
      <div class="draw-go row wrap">
        <Button onPress={lastWeek}>{w.lastWeek}</Button>
        <Button kind="main" type="submit" pending={busy.value}>
          {w.go}
        </Button>
      </div>
    </form>
  );
}

function OneSample({ id }: { id: number }) {
  const w = recordingWords.value.quality;
  const l = language.value;
  const { state, reload } = useLoaded(() => sample(id), String(id));
  const { value, error, loading } = state.value;
  const scored = (value?.results ?? []).flatMap((r) => (r.score === null ? [] : [r.score]));
  return (
    <>
      <a class="back" href="/quality">
        <Icon name="back" size={14} /> {w.back}
      </a>
      {error ? <FaultNote error={error} onRetry={reload} /> : loading && !value ? <Loading /> : null}
      {value ? (
        <>
          <p class="row wrap">
            <strong class="num">
              {fill(w.of, { from: day(value.fromMs, l), to: day(value.toMs - 1, l), n: value.perAgent })}
            </strong>
            <span class="note num">
              {w.seed} {value.seed}
            </span>
            {value.talks === null ? null : (
              <span class="note num">
                {fill(w.drawnFrom, {
                  n: value.talks,
                  short: value.tooShort ?? 0,
                  sec: value.minTalkSec,
                  audited: value.audited ?? 0,
                })}
              </span>
            )}
            <span class="note num">{fill(w.done, { n: scored.length, of: value.results.length })}</span>
            {scored.length > 0 ? (
              <span class="note num">{fill(w.mean, { n: number(scored.reduce((a, b) => a + b, 0) / scored.length, l) })}</span>
            ) : null}
          </p>
          {value.results.length === 0 ? <Empty icon="search" title={w.noTalks} /> : null}
          <ul>
            {value.results.map((r) => (
              <Result key={r.recording} sampleId={id} result={r} changed={reload} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Result({ sampleId, result, changed }: { sampleId: number; result: SampleResult; changed: () => void }) {
  const w = recordingWords.value.quality;
  const score = useSignal(result.score === null ? "" : String(result.score));
  const note = useSignal(result.note ?? "");
  const value = Number(score.value);
  const bad = score.value === "" || !Number.isInteger(value) || value < 0 || value > 100;
  const same = String(result.score ?? "") === score.value && (result.note ?? "") === note.value;
  useUnkept(!same);
  const save = () => {
    if (bad) return;
    void putResult(sampleId, result.recording, { score: value, note: note.value }).then(() => {
      say(w.saved);
      changed();
    }, sayFault);
  };
  return (
    <li>
      <form
        class="result-row"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <span class="cut">{agentName(result.agent)}</span>
        <a class="button is-small" href={`/recordings/${result.recording}`}>
          <Icon name="play" />
          <span>{w.listen}</span>
        </a>
        <TextInput
          aria-label={w.score}
          placeholder="0–100"
          inputMode="numeric"
          maxLength={3}
          value={score.value}
          aria-invalid={score.value !== "" && bad}
          onText={(t) => (score.value = t)}
        />
        <TextInput
          class="result-note"
          aria-label={w.note}
          placeholder={w.note}
          maxLength={2000}
          value={note.value}
          onText={(t) => (note.value = t)}
        />
        <Button small type="submit" kind={same ? "quiet" : "main"} blocked={bad ? w.score : undefined}>
          {w.save}
        </Button>
      </form>
    </li>
  );
}
