import "./recordings.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RetentionPreview } from "../../../appliance/contract/evidence.ts";
import { personName } from "../../data/people.ts";
import {
  type Check,
  holds,
  recordingsCheck,
  releaseHold,
  retentionPreview,
  retentionRuns,
  runRetention,
  startCheck,
} from "../../data/recordings.ts";
import { may } from "../../data/session.ts";
import { fetchSettings } from "../../data/settings.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { CallsGoingNote } from "../../settings/calls-going.tsx";
import { fill } from "../../words/fill.ts";
import { recordingWords } from "../../words/recordings.ts";
import { clock, day, number } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { RecordingTabs } from "./recording-tabs.tsx";

const when = (ms: number): string => `${day(ms, language.value)} ${clock(ms, language.value)}`;
const megabytes = (bytes: number): string => number(bytes / 1e6, language.value, 1);
const shownGoing = 100;
const lookAgainMs = 1_000;

/** Whether everything is as it was made, what the rules would take, and what they may not. */
export function KeepPage() {
  const w = recordingWords.value.keep;
  const version = useSignal(0);
  const changed = () => {
    version.value += 1;
  };
  return (
    <div class="page keep">
      <header class="page-head">
        <h1>{w.title}</h1>
        <RecordingTabs at="/retention" />
      </header>
      <div class="keep-columns">
        <div>
          <CheckPart />
          <Holds version={version.value} />
        </div>
        <div>
          {may("change-settings") ? <Rules changed={changed} /> : null}
          {may("change-settings") ? <Calls /> : null}
          <Runs version={version.value} />
        </div>
      </div>
    </div>
  );
}

/** The check of everything; it goes on in the box when this page is left. */
function CheckPart() {
  const w = recordingWords.value.keep;
  const check = useSignal<Check | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const running = check.value?.startedAtMs !== undefined && check.value.endedAtMs === undefined;
  const look = () =>
    recordingsCheck().then(
      (found) => {
        check.value = found;
        error.value = undefined;
      },
      (e: unknown) => {
        error.value = e;
      },
    );
  useEffect(() => void look(), []);
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(look, lookAgainMs);
    return () => clearTimeout(timer);
  }, [check.value]);
  const start = () =>
    void startCheck().then((found) => {
      check.value = found;
    }, sayFault);
  const { found, endedAtMs, recordings = 0 } = check.value ?? {};
  return (
    <section>
      <h2 class="column-head">{w.check}</h2>
      <div class="stack">
        <p class="note">{w.checkNote}</p>
        {error.value ? <FaultNote error={error.value} onRetry={look} /> : null}
        {running ? (
          <div role="status">
            <div class="check-clip">
              <div class="check-bar">
                <span />
              </div>
            </div>
            <p class="num">{fill(w.running, { n: recordings })}</p>
          </div>
        ) : null}
        {endedAtMs !== undefined && !found ? <p class="notice is-bad">{w.broken}</p> : null}
        {found && found.findings.length === 0 ? (
          <p class="notice check-good">
            <Icon name="check" />
            {fill(w.good, { n: found.recordings })}
          </p>
        ) : null}
        {found && found.findings.length > 0 ? (
          <div class="notice is-bad">
            <Icon name="alarm" />
            <div class="grow">
              <p>
                <strong>{fill(w.bad, { n: found.findings.length })}</strong>
              </p>
              <ul>
                {found.findings.slice(0, shownGoing).map((f, i) => (
                  <li key={`${f.what} ${f.recording ?? f.n ?? i}`}>
                    {pick(f.words)}
                    {f.recording ? (
                      <>
                        {" "}
                        <a href={`/recordings/${f.recording}`}>{w.openOne}</a>
                      </>
                    ) : null}
                  </li>
                ))}
              </ul>
            </div>
          </div>
        ) : null}
        <div class="row wrap">
          {may("supervise") ? (
            <Button kind="main" pending={running} onPress={start}>
              {w.start}
            </Button>
          ) : null}
          <span class="note num">
            {endedAtMs !== undefined ? fill(w.checked, { when: when(endedAtMs) }) : running ? "" : w.never}
          </span>
        </div>
      </div>
    </section>
  );
}

/** What the rules would take now; what is deleted is what was shown, or nothing. */
function Rules({ changed }: { changed: () => void }) {
  const w = recordingWords.value.keep;
  const plan = useSignal<RetentionPreview | undefined>(undefined);
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const act = async (work: () => Promise<void>) => {
    busy.value = true;
    error.value = undefined;
    try {
      await work();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const look = () =>
    void act(async () => {
      plan.value = await retentionPreview();
    });
  const run = (seen: RetentionPreview) =>
    ask({
      title: fill(w.runAsk, { n: seen.count }),
      note: w.runNote,
      yes: fill(w.run, { n: seen.count }),
      danger: true,
      run: () =>
        void act(async () => {
          const done = await runRetention(seen);
          say(fill(w.ran, { n: done.count }));
          plan.value = undefined;
          changed();
        }),
    });
  const seen = plan.value;
  return (
    <section>
      <h2 class="column-head">{w.rules}</h2>
      <div class="stack">
        <p class="note">{w.rulesNote}</p>
        {error.value ? <FaultNote error={error.value} onRetry={look} /> : null}
        {seen ? (
          seen.count === 0 ? (
            <p>{w.nothing}</p>
          ) : (
            <>
              <p>
                <strong class="num">{fill(w.would, { n: seen.count, mb: megabytes(seen.bytes) })}</strong>
                {seen.held > 0 ? <span class="note"> · {fill(w.keptBack, { n: seen.held })}</span> : null}
              </p>
              {seen.going.length > shownGoing ? <p class="note">{fill(w.showing, { n: shownGoing })}</p> : null}
              <ul class="keep-list is-long">
                {seen.going.slice(0, shownGoing).map((g) => (
                  <li key={g.id}>
                    <a class="num" href={`/recordings/${g.id}`}>
                      {when(g.startedAtMs)}
                    </a>
                    <span class="note">
                      {w.why} {g.why} · {megabytes(g.bytes)} MB
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )
        ) : null}
        <div class="row wrap">
          <Button pending={busy.value} onPress={look}>
            {w.look}
          </Button>
          {seen && seen.count > 0 ? (
            <Button kind="danger" pending={busy.value} onPress={() => run(seen)}>
              {fill(w.run, { n: seen.count })}
            </Button>
          ) : null}
        </div>
      </div>
    </section>
  );
}

/** What the next round takes from calls whose time is over; the settings say how long that is. */
function Calls() {
  const w = recordingWords.value.keep;
  const { state, reload } = useLoaded(fetchSettings, "");
  const shown = useSignal(false);
  const { value, error } = state.value;
  const keepDays = value?.settings.recording.keepCallsDays;
  return (
    <section>
      <h2 class="column-head">{w.calls}</h2>
      <div class="stack">
        {error ? <FaultNote error={error} onRetry={reload} /> : null}
        {value ? <p class="note">{keepDays === undefined ? w.callsForGood : w.callsNote}</p> : null}
        {shown.value && keepDays !== undefined ? <CallsGoingNote keepDays={keepDays} /> : null}
        <div class="row wrap">
          {keepDays !== undefined && !shown.value ? (
            <Button
              onPress={() => {
                shown.value = true;
              }}
            >
              {w.look}
            </Button>
          ) : null}
          <a href="/settings/site">{w.callsSet}</a>
        </div>
      </div>
    </section>
  );
}

function Runs({ version }: { version: number }) {
  const w = recordingWords.value.keep;
  const { state, reload } = useLoaded(retentionRuns, String(version));
  const { value, error, loading } = state.value;
  return (
    <section>
      <h2 class="column-head">{w.runs}</h2>
      {error ? <FaultNote error={error} onRetry={reload} /> : loading && !value ? <Loading /> : null}
      {value?.length === 0 ? <p class="note">{w.noRuns}</p> : null}
      <ul class="keep-list">
        {(value ?? []).slice(0, 30).map((run) => (
          <li key={run.n}>
            <span class="num">{when(run.atMs)}</span>
            <span class="note">
              {fill(w.runLine, { n: run.deleted, mb: megabytes(run.bytes), who: run.by === "box" ? w.box : personName(run.by) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Holds({ version }: { version: number }) {
  const w = recordingWords.value.keep;
  const one = recordingWords.value.one;
  const { state, reload } = useLoaded(holds, String(version));
  const { value, error } = state.value;
  const open = (value ?? []).filter((h) => h.releasedAtMs === null);
  const release = (n: number) =>
    ask({
      title: one.releaseAsk,
      note: one.releaseNote,
      yes: one.release,
      danger: true,
      run: () => void releaseHold(n).then(reload, sayFault),
    });
  return (
    <section>
      <h2 class="column-head">{w.holds}</h2>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {value && open.length === 0 ? <p class="note">{w.noHolds}</p> : null}
      <ul class="keep-list">
        {open.map((h) => (
          <li key={h.n}>
            <div class="grow">
              <p>
                <a href={h.recording ? `/recordings/${h.recording}` : `/calls/${h.call ?? ""}`}>{h.reason}</a>
              </p>
              <p class="small faint">
                {h.recording ? w.ofOne : w.ofCall} · {fill(w.who, { who: personName(h.by), when: when(h.atMs) })}
                {h.untilMs ? ` · ${fill(one.heldUntil, { date: day(h.untilMs, language.value) })}` : ""}
              </p>
            </div>
            {may("supervise") ? (
              <Button small onPress={() => release(h.n)}>
                {one.release}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
