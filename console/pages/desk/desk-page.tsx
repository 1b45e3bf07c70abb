import "./desk.css";
import { useRef } from "preact/hooks";
import type { LiveAgent, LiveCall } from "../../../appliance/contract/live.ts";
import type { CallRecord, RecordingRow } from "../../../appliance/contract/records.ts";
import { firstTo } from "../../bulletins/first-to.ts";
import { askBulletin } from "../../bulletins/my-bulletins.ts";
import { type CallStory, callStory } from "../../data/calls.ts";
import { canAct, live } from "../../data/live.ts";
import { askPhone, PhoneDialog } from "../../features/phone-dialog.tsx";
import { PhoneNotice } from "../../features/phone-notice.tsx";
import { popOn, turnPop } from "../../hand/call-pop.ts";
import { hand, lastCall, me } from "../../hand/my-desk.ts";
import { ringVolume, setRingVolume } from "../../hand/ring-sound.ts";
import { ItemList } from "../../items/item-list.tsx";
import { askReminder, ReminderDialog } from "../../items/reminder-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { Switch } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { ownWords } from "../../words/own.ts";
import { words } from "../../words/words.ts";
import { CallCard, Typed } from "./call-card.tsx";
import { CallControls, useHandKeys } from "./call-controls.tsx";
import { CallNotes } from "./call-notes.tsx";
import { dialNumber } from "./desk-acts.ts";
import { DialBox } from "./dial-box.tsx";
import { History } from "./history.tsx";
import { IdleCard } from "./idle-card.tsx";
import { PickUps } from "./pick-ups.tsx";
import { TargetDialog } from "./target-dialog.tsx";
import { VoicemailLamp } from "./voicemail-lamp.tsx";
import { WrapUp } from "./wrap-up.tsx";

/** Where an agent sits all day: the call in hand and what is known of the caller; between calls, state, dial pad and work. */
export function DeskPage() {
  useHandKeys();
  const state = live.value;
  const agent = me.value;
  const w = words.value;
  if (!state) return <Loading />;
  if (!agent)
    return (
      <div class="page">
        <Empty icon="desk" title={w.desk.noAgent} note={w.desk.noAgentNote} />
      </div>
    );
  const wrapping = agent.state === "wrap-up";
  const shown = hand.value?.call.id ?? (wrapping ? lastCall.value : undefined);
  return (
    <div class={`desk ${canAct.value ? "" : "is-stale"}`}>
      <h1 class="unseen">{w.desk.title}</h1>
      {agent.phone ? (
        <div class="desk-notices">
          <PhoneNotice phone={agent.phone} />
        </div>
      ) : null}
      {shown ? (
        <CallColumns id={shown} agent={agent} />
      ) : (
        <>
          <div class="desk-hand">
            {wrapping ? <WrapUp agent={agent} /> : <IdleCard agent={agent} state={state} />}
            <DialBox />
          </div>
          <div class="desk-caller">
            <Work />
          </div>
        </>
      )}
      <aside class="desk-side">
        <PickUps state={state} />
        {shown ? <Work /> : null}
        <Own phone={agent.phone} />
      </aside>
      <TargetDialog />
      <ReminderDialog />
      <PhoneDialog />
    </div>
  );
}

/** The call, and what is known of whoever calls. Record and journey are asked for when it comes, and again whenever it goes on. */
function CallColumns({ id, agent }: { id: string; agent: LiveAgent }) {
  const story = useLoaded(() => callStory(id), `${id} ${agent.state}`).state.value.value;
  const kept = useRef<CallStory>(undefined);
  if (story?.record.id === id) kept.current = story;
  const known = kept.current?.record.id === id ? kept.current : undefined;
  const h = hand.value;
  return (
    <>
      <div class="desk-hand">
        {agent.state === "wrap-up" ? <WrapUp agent={agent} /> : null}
        {h ? <CallCard hand={h} story={known} /> : known ? <JustNow record={known.record} /> : <Loading />}
        {h ? <CallControls /> : <DialBox />}
      </div>
      <div class="desk-caller">
        <Caller call={h?.call ?? known?.record} recordings={known?.recordings ?? []} />
      </div>
    </>
  );
}

function JustNow({ record }: { record: CallRecord }) {
  const w = words.value.desk;
  return (
    <section class="card call-card" aria-label={w.justNow}>
      <p class="card-phase">
        <strong>{w.justNow}</strong>
      </p>
      <p class="card-number">
        <NumberText number={record.direction === "out" ? record.called : record.caller} />
      </p>
      {record.callerName ? <p class="card-name">{record.callerName}</p> : null}
      <Typed call={record} />
      <p class="card-recording">
        <a class="card-open" href={`/calls/${record.id}`}>
          {w.openCall}
        </a>
      </p>
    </section>
  );
}

type Facts = Pick<LiveCall, "id" | "direction" | "caller" | "called">;
function Caller({ call, recordings }: { call: Facts | undefined; recordings: readonly RecordingRow[] }) {
  if (!call) return <Loading />;
  const number = call.direction === "out" ? call.called : call.caller;
  const recording = recordings.findLast((r) => r.kind === "call" && ["recording", "complete", "cut"].includes(r.state));
  return (
    <>
      <History number={number} except={call.id} />
      <CallNotes recording={recording} />
      <p class="caller-acts">
        <Button icon="bell" onPress={() => askReminder({ number, call: call.id })}>
          {words.value.items.remindTitle}
        </Button>
      </p>
    </>
  );
}

function Work() {
  const w = words.value.items;
  return (
    <section class="card work" aria-label={w.title}>
      <h2>
        {w.title}
        <Button kind="quiet" small icon="bell" onPress={() => askReminder({})}>
          {w.remind}
        </Button>
      </h2>
      <VoicemailLamp items={live.value?.items ?? []} />
      <ItemList onCall={dialNumber} />
    </section>
  );
}

/** How this person wants to be told of calls, on this computer. */
function Own({ phone }: { phone: string | undefined }) {
  const w = words.value.desk;
  const to = firstTo();
  return (
    <section class="desk-own">
      <p class="row wrap">
        {to ? (
          <Button small icon="letter" onPress={() => askBulletin(to)}>
            {words.value.nav.text}
          </Button>
        ) : null}
        {phone ? (
          <Button small icon="transfer" onPress={() => askPhone(phone)}>
            {ownWords.value.phoneAct}
          </Button>
        ) : null}
        <a href="/account">{words.value.nav.account}</a>
      </p>
      <label class="row" for="desk-pop">
        <Switch id="desk-pop" on={popOn.value} onTurn={turnPop} />
        <span>{w.pop}</span>
      </label>
      <label class="row">
        <span>{w.ringVolume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.1"
          value={ringVolume.value}
          onChange={(event) => setRingVolume(Number(event.currentTarget.value))}
        />
      </label>
    </section>
  );
}
