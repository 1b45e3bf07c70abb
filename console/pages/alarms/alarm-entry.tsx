import type { ComponentChildren } from "preact";
import { alarmKind } from "../../../appliance/contract/alarms.ts";
import { clear, type LiveAlarm, type Staff } from "../../data/alarms.ts";
import { canAct } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { SeverityMark } from "../../parts/marks.tsx";
import { Age, Countdown } from "../../parts/ticking.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { AlarmNotes } from "./alarm-notes.tsx";
import { CareLine } from "./care-line.tsx";

export type AlarmActs = {
  acknowledge: (alarm: LiveAlarm) => void;
  shelve: (alarm: LiveAlarm) => void;
  unshelve: (alarm: LiveAlarm) => void;
  turn: (alarm: LiveAlarm) => void;
};
type EntryProps = { alarm: LiveAlarm; staff: Staff; opened: boolean; acts: AlarmActs };

/** An open or shelved alarm: what it says, what to do, its value now, and who has it. */
export function AlarmEntry({ alarm, staff, opened, acts }: EntryProps) {
  const w = alarmWords.value;
  const hint = pick(alarmKind(alarm.code)?.hint);
  const name = pick(alarm.name);
  const value = pick(alarm.value);
  const seen = alarm.acknowledgedBy !== undefined;
  return (
    <li class={`alarm-entry is-${alarm.severity} ${seen ? "is-seen" : ""} ${alarm.shelved ? "is-shelved" : ""}`}>
      <SeverityMark severity={alarm.severity} />
      <div class="alarm-main">
        <button
          type="button"
          data-row
          data-alarm={alarm.id}
          class="alarm-title"
          aria-expanded={opened}
          onClick={() => acts.turn(alarm)}
        >
          {pick(alarm.words)}
        </button>
        {hint ? <p class="alarm-hint">{hint}</p> : null}
        <p class="alarm-about">
          <span class="alarm-severity">{w.severities[alarm.severity]}</span>
          {name ? <span>{name}</span> : null}
          {value ? <span class="alarm-value num">{fill(w.value, { value })}</span> : null}
          <Age since={alarm.raisedAtMs} />
          {alarm.comments ? <span class="num">{fill(w.comments, { n: alarm.comments })}</span> : null}
          {alarm.count > 1 ? <span class="num">{fill(w.times, { n: alarm.count })}</span> : null}
        </p>
        <Holder alarm={alarm} staff={staff} />
        {opened ? (
          <>
            <AlarmNotes alarm={alarm} turn={turnOf(alarm)} />
            <ClearButton alarm={alarm} />
          </>
        ) : null}
      </div>
      {may("supervise") ? <Acts alarm={alarm} acts={acts} /> : null}
    </li>
  );
}

/** What changes when there is a new line in its history. */
const turnOf = ({ count, comments, acknowledgedAtMs, shelved, care }: LiveAlarm): string =>
  JSON.stringify([
    count,
    comments,
    acknowledgedAtMs,
    shelved?.atMs,
    care?.state,
    care?.round,
    care?.tried,
    care?.calling,
    care?.texted,
  ]);

/** Who has it; else how far the dialer is; else that nobody has it. */
function Holder({ alarm, staff }: { alarm: LiveAlarm; staff: Staff }): ComponentChildren {
  const w = alarmWords.value;
  const { acknowledgedBy: who, acknowledgedHow, acknowledgedAtMs, shelved, care } = alarm;
  return (
    <>
      {shelved ? (
        <p class="alarm-holder">
          <span>{fill(w.shelvedBy, { who: personName(shelved.by), reason: shelved.reason })}</span>
          <span class="faint">
            {w.backIn} <Countdown until={shelved.untilMs} />
          </span>
        </p>
      ) : null}
      {who === undefined ? null : (
        <p class="alarm-holder">
          <b>{fill(w.acknowledged, { who: personName(who) })}</b>
          {acknowledgedHow ? <span class="faint">{w.ways[acknowledgedHow]}</span> : null}
          {acknowledgedAtMs === undefined ? null : <Age since={acknowledgedAtMs} class="faint" />}
        </p>
      )}
      {who === undefined && care && !shelved ? <CareLine care={care} staff={staff} /> : null}
      {who === undefined && !care && !shelved ? <p class="alarm-holder is-nobody">{w.nobody}</p> : null}
    </>
  );
}

function Acts({ alarm, acts }: { alarm: LiveAlarm; acts: AlarmActs }) {
  const w = alarmWords.value;
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  if (alarm.shelved)
    return (
      <div class="alarm-acts">
        <Button blocked={blocked} onPress={() => acts.unshelve(alarm)}>
          {w.unshelve}
        </Button>
      </div>
    );
  return (
    <div class="alarm-acts">
      {alarm.acknowledgedBy === undefined ? (
        <Button kind="main" blocked={blocked} onPress={() => acts.acknowledge(alarm)}>
          {w.acknowledge}
        </Button>
      ) : null}
      {alarmKind(alarm.code)?.shelve === false ? null : (
        <Button blocked={blocked} onPress={() => acts.shelve(alarm)}>
          {w.shelve}
        </Button>
      )}
    </div>
  );
}

function ClearButton({ alarm }: { alarm: LiveAlarm }) {
  const w = alarmWords.value;
  if (!may("supervise")) return null;
  return (
    <p class="alarm-clear">
      <Button
        small
        blocked={canAct.value ? undefined : words.value.link.blocked}
        onPress={() => void clear(alarm.id).then(() => say(w.done.cleared), sayFault)}
      >
        {w.clear}
      </Button>
      <span class="note">{w.clearNote}</span>
    </p>
  );
}
