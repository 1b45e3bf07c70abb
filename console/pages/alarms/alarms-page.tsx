import "./alarms.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { alarmKind } from "../../../appliance/contract/alarms.ts";
import { acknowledge, fetchStaff, type LiveAlarm, unshelve } from "../../data/alarms.ts";
import { canAct, live } from "../../data/live.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { say, sayFault } from "../../parts/toasts.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { type AlarmActs, AlarmEntry } from "./alarm-entry.tsx";
import { AlarmPast } from "./alarm-past.tsx";
import { orderAlarms } from "./order-alarms.ts";
import { ShelveDialog } from "./shelve-dialog.tsx";
import { TryDialog } from "./try-dialog.tsx";

/** What is wrong, what to do about it and who has it; what was; and whether those on call can be reached (O5, O19). */
export function AlarmsPage() {
  const w = alarmWords.value;
  const root = useRef<HTMLDivElement>(null);
  const opened = useSignal("");
  const shelving = useSignal("");
  const trying = useSignal(false);
  const staff = useLoaded(fetchStaff, "staff").state.value.value ?? [];
  const alarms = live.value?.alarms;
  const { open, shelved } = orderAlarms(alarms ?? []);
  const acts: AlarmActs = {
    acknowledge: ({ id }) => void acknowledge(id).then(() => say(w.done.acknowledged), sayFault),
    shelve: ({ id }) => {
      shelving.value = id;
    },
    unshelve: ({ id }) => void unshelve(id).then(() => say(w.done.unshelved), sayFault),
    turn: ({ id }) => {
      opened.value = opened.value === id ? "" : id;
    },
  };
  useAlarmKeys(acts, [...open, ...shelved]);
  useRowKeys(root);
  const toShelve = [...open, ...shelved].find((a) => a.id === shelving.value);
  const listed = (rows: LiveAlarm[], label: string) => (
    <ul class="alarm-entries" aria-label={label}>
      {rows.map((alarm) => (
        <AlarmEntry key={alarm.id} alarm={alarm} staff={staff} opened={opened.value === alarm.id} acts={acts} />
      ))}
    </ul>
  );
  return (
    <div class={`page alarms-page ${canAct.value ? "" : "is-stale"}`} ref={root}>
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note grow">{w.about}</p>
        {may("supervise") ? (
          <Button
            icon="phone"
            onPress={() => {
              trying.value = true;
            }}
          >
            {w.try}
          </Button>
        ) : null}
      </header>
      {alarms ? null : <Loading />}
      {alarms && open.length === 0 ? (
        <Empty icon="check" title={shelved.length > 0 ? w.allShelved : w.none} note={w.noneNote} />
      ) : null}
      {open.length > 0 ? listed(open, w.openList) : null}
      {open.length > 0 && may("supervise") ? <p class="note alarm-keys">{w.keysNote}</p> : null}
      {shelved.length > 0 ? (
        <section class="alarm-shelf" aria-labelledby="alarm-shelf">
          <h2 id="alarm-shelf">{w.shelved}</h2>
          {listed(shelved, w.shelved)}
        </section>
      ) : null}
      <AlarmPast turn={(alarms ?? []).map((a) => `${a.id} ${a.acknowledgedAtMs ?? ""}`).join()} />
      {toShelve ? (
        <ShelveDialog
          alarm={toShelve}
          onClose={() => {
            shelving.value = "";
          }}
        />
      ) : null}
      {trying.value ? (
        <TryDialog
          staff={staff}
          onClose={() => {
            trying.value = false;
          }}
        />
      ) : null}
    </div>
  );
}

/** Letters act on the alarm that has the focus. */
function useAlarmKeys(acts: AlarmActs, alarms: readonly LiveAlarm[]): void {
  const focused = (act: (alarm: LiveAlarm) => void) => () => {
    const row = document.activeElement?.closest(".alarm-entry")?.querySelector<HTMLElement>("[data-alarm]");
    const alarm = alarms.find((a) => a.id === row?.dataset.alarm);
    if (alarm && may("supervise") && canAct.value) act(alarm);
  };
  useShortcuts({
    a: focused((alarm) => {
      if (alarm.acknowledgedBy === undefined) acts.acknowledge(alarm);
    }),
    s: focused((alarm) => {
      if (alarm.shelved) return;
      if (alarmKind(alarm.code)?.shelve === false) say(alarmWords.value.notShelved);
      else acts.shelve(alarm);
    }),
    u: focused((alarm) => {
      if (alarm.shelved) acts.unshelve(alarm);
    }),
  });
}
