import "./calls.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import type { CallFilter } from "../../data/calls.ts";
import { boxNow } from "../../data/clock.ts";
import { live } from "../../data/live.ts";
import { agentName, byName, queueName } from "../../data/names.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { FieldLine } from "../../parts/fields.tsx";
import { SelectInput, TextInput } from "../../parts/inputs.tsx";
import { PhaseMark, phaseWord } from "../../parts/marks.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { Age } from "../../parts/ticking.tsx";
import { age, clock, daysAgo, longDay } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { useCallPages } from "./call-pages.ts";
import { outcomeOf } from "./outcome.ts";

/** Every call ever, newest first. The filter is in the address, so that going back finds it again. */
export function CallsPage() {
  const { query, route } = useLocation();
  const filter: CallFilter = {
    ...(query.caller ? { caller: query.caller } : {}),
    ...(query.queue ? { queue: query.queue } : {}),
    ...(query.agent ? { agent: query.agent } : {}),
  };
  const { pages, older, again } = useCallPages(filter);
  const root = useRef<HTMLDivElement>(null);
  useRowKeys(root);
  const w = words.value.calls;
  const { rows, loading, more, error } = pages.value;
  const filtered = Object.keys(filter).length > 0;
  const set = (change: CallFilter) => {
    const next = new URLSearchParams(Object.entries({ ...filter, ...change }).filter(([, v]) => v) as [string, string][]);
    route(next.size > 0 ? `/calls?${next}` : "/calls", true);
  };
  return (
    <div class="page calls">
      <header class="page-head">
        <h1>{w.title}</h1>
      </header>
      <Filters filter={filter} set={set} clear={filtered ? () => route("/calls", true) : undefined} />
      {error ? <FaultNote error={error} onRetry={again} /> : null}
      {rows.length === 0 && !loading && !error ? (
        filtered ? (
          <Empty icon="search" title={w.noMatch} note={w.noMatchNote} />
        ) : (
          <Empty icon="calls" title={w.empty} note={w.emptyNote} />
        )
      ) : null}
      <div ref={root}>
        {rows.length > 0 ? <Head /> : null}
        <ol class="call-rows">{withDays(rows)}</ol>
      </div>
      {loading ? <Loading /> : null}
      {rows.length > 0 ? more ? <Older load={older} busy={loading} /> : <p class="calls-end">{w.end}</p> : null}
    </div>
  );
}

function Filters({
  filter,
  set,
  clear,
}: {
  filter: CallFilter;
  set: (change: CallFilter) => void;
  clear: (() => void) | undefined;
}) {
  const w = words.value.calls;
  const input = useRef<HTMLInputElement>(null);
  // What is being typed stays in the field while live values draw the page anew; a pause later it is the filter.
  const typed = useSignal<string | undefined>(undefined);
  useEffect(() => {
    const text = typed.value;
    if (text === undefined) return;
    const timer = setTimeout(() => {
      typed.value = undefined;
      set({ caller: text.replace(/[^\d+*#]/g, "") });
    }, 300);
    return () => clearTimeout(timer);
  }, [typed.value]);
  useShortcuts({ "/": () => input.current?.focus() });
  const queues = live.value?.queues ?? [];
  return (
    <search class="filters">
      <div class="filter-number">
        <Icon name="search" />
        <TextInput
          inputRef={input}
          aria-label={w.filterCaller}
          placeholder={w.filterCaller}
          inputMode="tel"
          maxLength={40}
          value={typed.value ?? filter.caller ?? ""}
          onText={(text) => {
            typed.value = text;
          }}
        />
      </div>
      <SelectInput
        aria-label={w.filterQueue}
        value={filter.queue ?? ""}
        empty={w.anyQueue}
        choices={queues.map((q) => ({ value: q.id, label: pick(q.name) }))}
        onChoose={(queue) => set({ queue })}
      />
      <SelectInput
        aria-label={w.filterAgent}
        value={filter.agent ?? ""}
        empty={w.anyAgent}
        choices={byName(live.value?.agents ?? []).map((a) => ({ value: a.id, label: a.name }))}
        onChoose={(agent) => set({ agent })}
      />
      {clear ? (
        <Button kind="quiet" icon="close" onPress={clear}>
          {w.clear}
        </Button>
      ) : null}
    </search>
  );
}

function Head() {
  const w = words.value.calls;
  return (
    <div class="call-head-row" aria-hidden="true">
      <span>{w.when}</span>
      <span>{w.caller}</span>
      <span>{w.path}</span>
      <span>{words.value.live.typed}</span>
      <span class="right">{w.wait}</span>
      <span class="right">{w.talk}</span>
      <span>{w.outcome}</span>
    </div>
  );
}

function withDays(rows: readonly CallRecord[]) {
  const now = boxNow();
  let last = -1;
  return rows.flatMap((row) => {
    const ago = daysAgo(row.startedAtMs, now);
    const first = ago !== last;
    last = ago;
    const w = words.value.common;
    const title = `${ago === 0 ? `${w.today} · ` : ago === 1 ? `${w.yesterday} · ` : ""}${longDay(row.startedAtMs, language.value)}`;
    return [
      ...(first
        ? [
            <li key={`day-${ago}`} class="call-day">
              {title}
            </li>,
          ]
        : []),
      <CallRow key={row.id} call={row} />,
    ];
  });
}

function CallRow({ call }: { call: CallRecord }) {
  const l = language.value;
  const w = words.value;
  const outcome = outcomeOf(call);
  const running = live.value?.calls.find((c) => c.id === call.id);
  const path = [call.queue ? queueName(call.queue) : "", call.agent ? agentName(call.agent) : ""].filter(Boolean).join(" · ");
  return (
    <li>
      <a class="call-row" href={`/calls/${call.id}`} data-row>
        <time class="call-when num" dateTime={new Date(call.startedAtMs).toISOString()}>
          {clock(call.startedAtMs, l)}
        </time>
        <span class="call-who">
          <Icon name={call.direction} size={14} />
          <NumberText number={call.direction === "out" ? call.called : call.caller} class="call-number" />
          {call.callerName ? <span class="cut call-name">{call.callerName}</span> : null}
        </span>
        <span class="call-path cut">{path}</span>
        <span class="call-fields">
          <FieldLine fields={call.fields} most={2} />
        </span>
        <span class="call-wait num right">{call.waitMs === undefined ? "" : age(call.waitMs, l)}</span>
        <span class="call-talk num right">{call.talkMs === undefined ? "" : age(call.talkMs, l)}</span>
        <span class={`call-outcome is-${outcome?.tone ?? "live"}`}>
          {outcome ? (
            pick(outcome.words)
          ) : (
            <>
              {running ? <PhaseMark phase={running.phase} /> : null}
              {running ? phaseWord(running.phase) : w.calls.inProgress}
              <Age since={call.startedAtMs} />
            </>
          )}
        </span>
      </a>
    </li>
  );
}

/** Loads more when it comes into view; a button for those who can't scroll there. */
function Older({ load, busy }: { load: () => void; busy: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        if (!busy && entries.some((e) => e.isIntersecting)) latest.current();
      },
      { rootMargin: "600px" },
    );
    if (ref.current) seen.observe(ref.current);
    return () => seen.disconnect();
  }, [busy]);
  return (
    <div class="calls-end" ref={ref}>
      <Button pending={busy} onPress={load}>
        {words.value.calls.older}
      </Button>
    </div>
  );
}
