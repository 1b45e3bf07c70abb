import { useSignal } from "@preact/signals";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import { callPage, callStory } from "../../data/calls.ts";
import { boxNow } from "../../data/clock.ts";
import { agentName, queueName } from "../../data/names.ts";
import { Button } from "../../parts/button.tsx";
import { FieldLine } from "../../parts/fields.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { SoundLine } from "../../parts/sound-line.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { age, day, daysAgo, hour } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { outcomeOf } from "../calls/outcome.ts";

const shown = 5;

/** The last calls of the number, with what was said to hear. `except` is the call in hand. */
export function History({ number, except }: { number: string; except: string }) {
  const w = words.value.desk;
  const { state, reload } = useLoaded(async () => {
    if (number === "") return [];
    const { calls } = await callPage({ caller: number }, undefined, undefined, shown + 1);
    return calls.filter((c) => c.id !== except).slice(0, shown);
  }, `${number} ${except}`);
  const { value, error, loading } = state.value;
  return (
    <section class="card history" aria-label={w.history}>
      <h2>{w.history}</h2>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {loading && !value ? <Loading /> : null}
      {value?.length === 0 ? <Empty title={number === "" ? w.noHistoryWithheld : w.noHistory} /> : null}
      <ul>
        {value?.map((call) => (
          <Row key={call.id} call={call} />
        ))}
      </ul>
    </section>
  );
}

function Row({ call }: { call: CallRecord }) {
  const w = words.value;
  const l = language.value;
  const playing = useSignal<string | undefined>(undefined);
  const looking = useSignal(false);
  const outcome = outcomeOf(call);
  const ago = daysAgo(call.startedAtMs, boxNow());
  const when = `${ago === 0 ? w.common.today : ago === 1 ? w.common.yesterday : day(call.startedAtMs, l)} ${hour(call.startedAtMs, l)}`;
  const play = async () => {
    looking.value = true;
    try {
      const { recordings } = await callStory(call.id);
      const found = recordings.find((r) => r.state === "complete" || r.state === "cut");
      if (found) playing.value = found.id;
      else say(w.desk.noSound);
    } catch (error) {
      sayFault(error);
    } finally {
      looking.value = false;
    }
  };
  return (
    <li class="history-row">
      <a href={`/calls/${call.id}`} class="history-body">
        <span class="history-when num">{when}</span>
        <span class="cut">
          {[call.queue ? queueName(call.queue) : "", call.agent ? agentName(call.agent) : ""].filter(Boolean).join(" · ") || "–"}
        </span>
        <span class={`history-out is-${outcome?.tone ?? "live"}`}>
          {outcome ? pick(outcome.words) : w.calls.inProgress}
          {call.talkMs ? <span class="faint num"> {age(call.talkMs, l)}</span> : null}
        </span>
        <FieldLine fields={call.fields} most={2} />
      </a>
      {call.connectedAtMs === undefined || playing.value ? null : (
        <Button kind="quiet" small icon="play" label={w.desk.play} pending={looking.value} onPress={() => void play()} />
      )}
      {playing.value ? (
        <SoundLine
          recording={playing.value}
          onClose={() => {
            playing.value = undefined;
          }}
        />
      ) : null}
    </li>
  );
}
