import "./due-strip.css";
import { signal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { LiveItem } from "../../appliance/contract/items.ts";
import { boxNow, tick } from "../data/clock.ts";
import { dial } from "../data/hand.ts";
import { finishItem, item, postpone, reopenItem } from "../data/items.ts";
import { canAct, live } from "../data/live.ts";
import { myself } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { CallNumber } from "../parts/call-number.tsx";
import { useLoaded } from "../parts/loaded.ts";
import { say, sayFault } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { age, hour } from "../words/time.ts";
import { language, pick, words } from "../words/words.ts";
import { dueReminders } from "./order-items.ts";

const laterMs = 30 * 60_000;
/** Put aside on this page; they stay in the list of work. */
const aside = signal<ReadonlySet<string>>(new Set());

/** One's reminders whose moment has come, said on every page until they are called, put off or done (P8). */
export function DueStrip() {
  const me = myself();
  const due = dueReminders(live.value?.items ?? [], { user: me?.user ?? "", ...(me?.agent ? { agent: me.agent } : {}) });
  const shown = due.filter((i) => !aside.value.has(`${i.id} ${i.dueAtMs}`));
  const [first] = shown;
  return first ? <Due key={first.id} row={first} others={shown.length - 1} /> : null;
}

function Due({ row, others }: { row: LiveItem; others: number }) {
  const w = words.value.items;
  const { path } = useLocation();
  const { state } = useLoaded(() => item(row.id), `${row.id} ${row.state}`);
  const full = state.value.value;
  const agent = myself()?.agent;
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  const later = () => {
    const at = boxNow() + laterMs;
    postpone(row.id, at).then(() => say(fill(w.postponed, { time: hour(at, language.peek()) })), sayFault);
  };
  const finish = () =>
    void finishItem(row.id).then(
      () => say(w.finished, { label: w.reopen, run: () => void reopenItem(row.id).catch(sayFault) }),
      sayFault,
    );
  const call = (number: string) => {
    if (agent) dial(agent, number).then(() => say(fill(words.peek().desk.dialing, { number })), sayFault);
  };
  return (
    <div class="due-strip" role="status">
      <Icon name="bell" />
      <strong class="due-words cut">{pick(row.words)}</strong>
      {full?.number ? <CallNumber number={full.number} {...(agent ? { onCall: call } : {})} /> : null}
      {full?.call && path !== `/calls/${full.call}` ? <a href={`/calls/${full.call}`}>{w.call}</a> : null}
      {row.dueAtMs === undefined ? null : (
        <span class="due-age num">{fill(w.overdue, { age: age(Math.max(0, tick.value - row.dueAtMs), language.value) })}</span>
      )}
      {others > 0 ? <span class="due-more">{fill(w.moreDue, { n: others })}</span> : null}
      <span class="due-acts">
        <Button small blocked={blocked} onPress={later}>
          {w.later}
        </Button>
        <Button small blocked={blocked} onPress={finish}>
          {w.finish}
        </Button>
        <Button
          small
          kind="quiet"
          icon="close"
          label={w.aside}
          onPress={() => (aside.value = new Set([...aside.peek(), `${row.id} ${row.dueAtMs}`]))}
        />
      </span>
    </div>
  );
}
