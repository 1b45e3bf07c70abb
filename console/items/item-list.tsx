import "./items.css";
import { useSignal } from "@preact/signals";
import type { LiveItem } from "../../appliance/contract/items.ts";
import { tick } from "../data/clock.ts";
import { assignItem, finishItem, item, postpone, reopenItem, takeItem } from "../data/items.ts";
import { canAct, live } from "../data/live.ts";
import { agentName, byName, queueName } from "../data/names.ts";
import { personName } from "../data/people.ts";
import { may, myself } from "../data/session.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { CallNumber } from "../parts/call-number.tsx";
import { useLoaded } from "../parts/loaded.ts";
import { Menu } from "../parts/menu.tsx";
import { Empty, FaultNote, Loading } from "../parts/notices.tsx";
import { SoundLine } from "../parts/sound-line.tsx";
import { Age } from "../parts/ticking.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { age, day, daysAgo, hour } from "../words/time.ts";
import { language, pick, words } from "../words/words.ts";
import { orderItems } from "./order-items.ts";

const icons: Record<LiveItem["kind"], IconName> = {
  voicemail: "letter",
  "complaint-recording": "alarm",
  "low-score": "star",
  "callback-failed": "phone",
  "text-unsure": "letter",
  reminder: "bell",
  alarm: "alarm",
};
const laterMs = 30 * 60_000;
const most = 40;

/** What is to be done by a person: taken, done, put off. `onCall` calls a number that belongs to it. */
export function ItemList({ onCall }: { onCall: (number: string) => void }) {
  const me = myself();
  const agent = live.value?.agents.find((a) => a.id === me?.agent);
  const rows = orderItems(live.value?.items ?? [], {
    user: me?.user ?? "",
    ...(me?.agent ? { agent: me.agent } : {}),
    queues: agent?.queues ?? [],
    supervises: may("supervise"),
  });
  const w = words.value.items;
  if (rows.length === 0) return <Empty title={w.none} note={w.noneNote} />;
  return (
    <ul class="items">
      {rows.slice(0, most).map((row) => (
        <Row key={row.id} item={row} onCall={onCall} />
      ))}
    </ul>
  );
}

const run = (act: Promise<unknown>, then?: () => void): void => void act.then(() => then?.(), sayFault);

function Row({ item: row, onCall }: { item: LiveItem; onCall: (number: string) => void }) {
  const w = words.value.items;
  const open = useSignal(false);
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  const who = row.takenBy
    ? fill(w.takenBy, { who: personName(row.takenBy) })
    : row.agent
      ? fill(w.forAgent, { who: agentName(row.agent) })
      : "";
  return (
    <li class={`item ${row.due ? "is-due" : ""}`}>
      <div class="item-line">
        <Icon name={icons[row.kind]} />
        <button
          type="button"
          class="item-words"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          <span class="item-text">{pick(row.words)}</span>
          <span class="note">
            {[w.kinds[row.kind], row.queue ? queueName(row.queue) : "", who].filter(Boolean).join(" · ")}
            {" · "}
            <Due item={row} />
          </span>
        </button>
        <span class="item-acts">
          {row.state === "open" ? (
            <Button small blocked={blocked} onPress={() => run(takeItem(row.id))}>
              {w.take}
            </Button>
          ) : row.takenBy !== myself()?.user && !may("supervise") ? null : (
            <Button
              small
              kind={row.takenBy === myself()?.user ? "main" : "plain"}
              blocked={blocked}
              onPress={() =>
                run(finishItem(row.id), () => say(w.finished, { label: w.reopen, run: () => run(reopenItem(row.id)) }))
              }
            >
              {w.finish}
            </Button>
          )}
        </span>
      </div>
      {open.value ? <Details row={row} blocked={blocked} onCall={onCall} /> : null}
    </li>
  );
}

function Due({ item: row }: { item: LiveItem }) {
  const w = words.value.items;
  const l = language.value;
  if (row.dueAtMs === undefined) return <Age since={row.madeAtMs} />;
  const late = tick.value - row.dueAtMs;
  if (late > 0) return <span class="item-late">{fill(w.overdue, { age: age(late, l) })}</span>;
  const when = `${daysAgo(row.dueAtMs, tick.value) === 0 ? "" : `${day(row.dueAtMs, l)} `}${hour(row.dueAtMs, l)}`;
  return <span class="num">{fill(w.dueAt, { time: when })}</span>;
}

function Details({ row, blocked, onCall }: { row: LiveItem; blocked: string | undefined; onCall: (number: string) => void }) {
  const w = words.value.items;
  const l = language.value;
  const { state, reload } = useLoaded(() => item(row.id), `${row.id} ${row.state}`);
  const hearing = useSignal(false);
  const full = state.value.value;
  if (!full) return state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : <Loading />;
  const later = () => {
    const at = Math.max(Date.now(), row.dueAtMs ?? 0) + laterMs;
    run(postpone(row.id, at), () => say(fill(w.postponed, { time: hour(at, l) })));
  };
  return (
    <div class="item-details">
      {full.note ? <p class="item-note">{full.note}</p> : null}
      <p class="row wrap">
        {full.number ? <CallNumber number={full.number} onCall={onCall} /> : null}
        {full.call ? <a href={`/calls/${full.call}`}>{w.call}</a> : null}
        {full.recording && !hearing.value ? (
          <Button small icon="play" onPress={() => (hearing.value = true)}>
            {words.value.desk.play}
          </Button>
        ) : null}
        {row.dueAtMs === undefined ? null : (
          <Button small blocked={blocked} onPress={later}>
            {w.later}
          </Button>
        )}
        {may("supervise") ? (
          <Menu
            label={w.assign}
            align="start"
            button={
              <span class="button is-small">
                {w.assign}
                <Icon name="down" size={12} />
              </span>
            }
            items={byName(live.value?.agents ?? []).map((a) => ({
              kind: "act" as const,
              label: a.name,
              blocked,
              chosen: a.id === row.agent,
              run: () => run(assignItem(row.id, a.id)),
            }))}
          />
        ) : null}
      </p>
      {full.recording && hearing.value ? <SoundLine recording={full.recording} onClose={() => (hearing.value = false)} /> : null}
    </div>
  );
}
