import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { alarmGroups, alarmSeverities } from "../../../appliance/contract/alarms.ts";
import { type AlarmGroup, type AlarmRow, type AlarmSeverity, pastAlarms } from "../../data/alarms.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { DateInput } from "../../parts/date-input.tsx";
import { SelectInput, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { SeverityMark } from "../../parts/marks.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { age, day, hour } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { alarmAbout } from "./alarm-about.ts";
import { AlarmNotes } from "./alarm-notes.tsx";

/** A thumb scrolls past fewer. */
const pageSize = matchMedia("(max-width: 640px)").matches ? 12 : 30;
const typingMs = 300;
type Filter = { severity: string; group: string; until: string; text: string };

/** The midnight after a day, by the reader's calendar. */
function endOf(date: string): number {
  const [y = 0, m = 1, d = 1] = date.split("-").map(Number);
  return new Date(y, m - 1, d + 1).getTime();
}
const ask = ({ severity, group, until, text }: Filter, before?: number) => {
  const to = before ?? (until ? endOf(until) : undefined);
  return pastAlarms({
    limit: pageSize,
    ...(severity ? { severity: severity as AlarmSeverity } : {}),
    ...(group ? { group: group as AlarmGroup } : {}),
    ...(text ? { text } : {}),
    ...(to === undefined ? {} : { before: to }),
  });
};

/** Alarms of all times, newest first, page by page. `turn` changes when one was raised or cleared. */
export function AlarmPast({ turn }: { turn: string }) {
  const w = alarmWords.value;
  const filter = useSignal<Filter>({ severity: "", group: "", until: "", text: "" });
  const older = useSignal<AlarmRow[]>([]);
  const ended = useSignal(false);
  const opened = useSignal("");
  const key = JSON.stringify(filter.value);
  const { state, reload } = useLoaded(async () => {
    const rows = await ask(filter.peek());
    if (older.peek().length === 0) ended.value = rows.length < pageSize;
    return rows;
  }, key);
  useEffect(() => {
    older.value = [];
  }, [key]);
  useEffect(() => {
    if (state.peek().value) reload();
  }, [turn]);
  const { value, error, loading } = state.value;
  const rows = value && [...new Map([...older.value, ...value].map((row) => [row.id, row])).values()].sort(newestFirst);
  const more = async () => {
    const last = rows?.at(-1);
    if (!last) return;
    try {
      const next = await ask(filter.peek(), last.raisedAtMs);
      older.value = [...older.value, ...next];
      ended.value = next.length < pageSize;
    } catch (e) {
      sayFault(e);
    }
  };
  const isAll = Object.values(filter.value).every((v) => v === "");
  return (
    <section class="alarm-past" aria-labelledby="alarm-past">
      <h2 id="alarm-past">{w.history}</h2>
      <Filters
        filter={filter.value}
        onFilter={(next) => {
          filter.value = next;
        }}
      />
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!rows && loading ? <Loading /> : null}
      {rows?.length === 0 ? <Empty icon="search" title={isAll ? w.noPast : w.noMatch} /> : null}
      <ul class="past-rows">
        {rows?.map((row) => (
          <PastRow
            key={row.id}
            row={row}
            opened={opened.value === row.id}
            onTurn={() => {
              opened.value = opened.value === row.id ? "" : row.id;
            }}
          />
        ))}
      </ul>
      {rows && rows.length > 0 && !ended.value ? (
        <p class="alarm-foot">
          <Button onPress={() => void more()}>{w.older}</Button>
        </p>
      ) : null}
    </section>
  );
}
const newestFirst = (a: AlarmRow, b: AlarmRow): number => b.raisedAtMs - a.raisedAtMs;

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  const w = alarmWords.value;
  const typed = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.value.trim() !== filter.text) onFilter({ ...filter, text: typed.value.trim() });
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <search class="alarm-filters">
      <SelectInput
        aria-label={w.filter.severity}
        value={filter.severity}
        empty={w.filter.anySeverity}
        choices={alarmSeverities.map((value) => ({ value, label: w.severities[value] }))}
        onChoose={(severity) => onFilter({ ...filter, severity })}
      />
      <SelectInput
        aria-label={w.filter.group}
        value={filter.group}
        empty={w.filter.anyGroup}
        choices={alarmGroups.map((value) => ({ value, label: w.groups[value] }))}
        onChoose={(group) => onFilter({ ...filter, group })}
      />
      <DateInput label={w.filter.until} value={filter.until} onDate={(until) => onFilter({ ...filter, until })} />
      <TextInput
        value={typed.value}
        maxLength={100}
        aria-label={w.filter.text}
        placeholder={w.filter.text}
        onText={(text) => {
          typed.value = text;
        }}
      />
    </search>
  );
}

function PastRow({ row, opened, onTurn }: { row: AlarmRow; opened: boolean; onTurn: () => void }) {
  const w = alarmWords.value;
  const l = language.value;
  const { acknowledgedBy: who, acknowledgedHow: how = "console", clearedAtMs } = row;
  return (
    <li class="past-row">
      <button type="button" class="past-line" data-row aria-expanded={opened} onClick={onTurn}>
        <time class="num faint">
          {day(row.raisedAtMs, l)} {hour(row.raisedAtMs, l)}
        </time>
        <SeverityMark severity={row.severity} />
        <span class="unseen">{w.severities[row.severity]}</span>
        <span class="past-words">
          {pick(row.words)} <span class="past-about">{alarmAbout(row)}</span>
        </span>
        <span class={`past-seen ${who === undefined ? "faint" : ""}`}>
          {who === undefined ? w.unseen : fill(w.seenBy, { who: personName(who), how: w.ways[how] })}
        </span>
        <span class="past-lasted num">
          {clearedAtMs === undefined ? <b>{w.open}</b> : fill(w.lasted, { age: age(clearedAtMs - row.raisedAtMs, l) })}
        </span>
      </button>
      {opened ? <AlarmNotes alarm={row} turn={`${row.acknowledgedAtMs} ${clearedAtMs}`} /> : null}
    </li>
  );
}
