import "./call.css";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { LiveCall } from "../../../appliance/contract/live.ts";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import { callStory, hangUp } from "../../data/calls.ts";
import { canAct, live } from "../../data/live.ts";
import { agentName, lineName, queueName } from "../../data/names.ts";
import { may } from "../../data/session.ts";
import { askReminder, ReminderDialog } from "../../items/reminder-dialog.tsx";
import { Ladder } from "../../ladder/ladder.tsx";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { FieldValue } from "../../parts/fields.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { PhaseMark, phaseWord } from "../../parts/marks.tsx";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { age, clock, longDay } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { outcomeOf } from "../calls/outcome.ts";
import { Journey } from "./journey.tsx";
import { Quality } from "./quality.tsx";
import { Recordings } from "./recordings.tsx";
import { Said } from "./said.tsx";

/** Everything about one call; follows it while it goes on. */
export function CallPage() {
  const id = useRoute().params.id ?? "";
  const { state, reload } = useLoaded(() => callStory(id), id);
  const running = live.value?.calls.find((c) => c.id === id);
  // The live call says that something happened; the story is asked for anew.
  const signature = running ? `${running.phase} ${running.at?.en ?? ""} ${running.fields.length} ${running.agent ?? ""}` : "gone";
  useEffect(() => {
    if (!state.peek().value) return;
    const timer = setTimeout(reload, 400);
    return () => clearTimeout(timer);
  }, [signature]);
  const { value: story, error, loading } = state.value;
  if (!story)
    return <div class="page">{error ? <FaultNote error={error} onRetry={reload} /> : loading ? <Loading /> : null}</div>;
  const { record } = story;
  return (
    <div class="page call">
      <a class="back" href="/calls">
        <Icon name="back" size={14} /> {words.value.calls.title}
      </a>
      <CallHead record={record} running={running} />
      <Facts record={record} />
      <CallActs record={record} />
      <Said id={id} ended={record.endedAtMs !== undefined} />
      <Recordings rows={story.recordings} agent={story.record.agent} />
      <div class="call-columns">
        <Journey trace={story.trace} startedAtMs={record.startedAtMs} emptied={record.emptiedAtMs !== undefined} />
        <Quality legs={record.legs} />
      </div>
      <Ladder id={id} version={running ? signature : "ended"} />
      <ReminderDialog />
    </div>
  );
}

/** What may be done about a call that is over as well: be reminded to call back (P8). */
function CallActs({ record }: { record: CallRecord }) {
  const number = record.direction === "out" ? record.called : record.caller;
  if (!may("be-agent")) return null;
  return (
    <p class="row wrap call-acts">
      <Button icon="bell" onPress={() => askReminder({ call: record.id, ...(number ? { number } : {}) })}>
        {words.value.items.remindTitle}
      </Button>
    </p>
  );
}

function CallHead({ record, running }: { record: CallRecord; running: LiveCall | undefined }) {
  const w = words.value;
  const outcome = outcomeOf(record);
  const other = record.direction === "out" ? record.called : record.caller;
  const end = () =>
    ask({
      title: w.live.hangUpAsk,
      note: fill(w.live.hangUpNote, { caller: record.callerName ?? (other || w.call.withheld) }),
      yes: w.live.hangUp,
      danger: true,
      run: () => void hangUp(record.id).catch(sayFault),
    });
  return (
    <header class="call-head">
      <div class="grow">
        <p class="note row wrap">
          <Icon name={record.direction} size={14} />
          <span>{w.direction[record.direction]}</span>
          <span class="num">
            {longDay(record.startedAtMs, language.value)} {clock(record.startedAtMs, language.value)}
          </span>
        </p>
        <h1>
          <NumberText number={other} />
          {record.callerName ? <span class="call-head-name">{record.callerName}</span> : null}
        </h1>
      </div>
      <div class="call-state">
        {running ? (
          <p class="call-live">
            <PhaseMark phase={running.phase} />
            <strong>{phaseWord(running.phase)}</strong>
            <Age since={running.phaseSinceMs} />
            {running.at ? <span class="note">{pick(running.at)}</span> : null}
          </p>
        ) : outcome ? (
          <p class={`call-outcome is-${outcome.tone}`}>
            <strong>{pick(outcome.words)}</strong>
            {record.endedBy ? <span>{w.call.endedBy[record.endedBy]}</span> : null}
          </p>
        ) : null}
        {running && may("supervise") ? (
          <Button kind="danger" blocked={canAct.value ? undefined : w.link.blocked} onPress={end}>
            {w.live.hangUp}
          </Button>
        ) : null}
      </div>
      {record.cutOff ? <p class="notice is-bad">{w.call.cutOff}</p> : null}
    </header>
  );
}

function Facts({ record }: { record: CallRecord }) {
  const w = words.value.call;
  const l = language.value;
  const length = (ms: number | undefined) => (ms === undefined ? undefined : age(ms, l));
  const total = record.endedAtMs === undefined ? undefined : record.endedAtMs - record.startedAtMs;
  const facts: [string, ComponentChildren][] = [
    [words.value.calls.called, <NumberText key="called" number={record.called} />],
    [w.firstCalled, record.diverted ? <NumberText key="first" number={record.diverted.first} /> : undefined],
    [w.line, lineName(record.line)],
    [
      w.queue,
      record.queue ? (
        <a key="q" href={`/calls?queue=${record.queue}`}>
          {queueName(record.queue)}
        </a>
      ) : undefined,
    ],
    [
      w.agent,
      record.agent ? (
        <a key="a" href={`/agents/${record.agent}`}>
          {agentName(record.agent)}
        </a>
      ) : undefined,
    ],
    [w.wait, length(record.waitMs)],
    [w.talk, length(record.talkMs)],
    [w.hold, record.holdMs ? length(record.holdMs) : undefined],
    [w.total, length(total)],
    [w.language, words.value.common[record.language]],
  ];
  return (
    <div class="facts">
      <dl class="fact-row">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="num">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {record.fields.length > 0 ? (
        <dl class="fact-row is-fields" aria-label={w.fields}>
          {record.fields.map((field) => (
            <div key={field.name}>
              <dt>{pick(field.label)}</dt>
              <dd>
                <FieldValue field={field} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
