import { acknowledge, type LiveAlarm } from "../../data/alarms.ts";
import { canAct } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { SeverityMark } from "../../parts/marks.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { alarmAbout } from "../alarms/alarm-about.ts";

const weight = { critical: 0, error: 1, warning: 2, info: 3 } as const;

/** So many are told in full: below them is what one came for, the callers. */
const most = matchMedia("(max-width: 720px)").matches ? 2 : 3;

/** Open alarms, worst first, those nobody has seen before the others; the rest is one press away. */
export function AlarmStrip({ alarms }: { alarms: readonly LiveAlarm[] }) {
  const open = alarms
    .filter((a) => a.clearedAtMs === undefined && !a.shelved)
    .sort(
      (a, b) =>
        Number(Boolean(a.acknowledgedBy)) - Number(Boolean(b.acknowledgedBy)) ||
        weight[a.severity] - weight[b.severity] ||
        b.raisedAtMs - a.raisedAtMs,
    );
  if (open.length === 0) return null;
  const w = words.value.live;
  // One more takes the room that its count would take.
  const shown = open.length > most + 1 ? open.slice(0, most) : open;
  return (
    <ul class="alarms" aria-label={fill(w.alarms, { n: open.length })}>
      {shown.map((alarm) => (
        <li key={alarm.id} class={`alarm is-${alarm.severity} ${alarm.acknowledgedBy ? "is-seen" : ""}`}>
          <SeverityMark severity={alarm.severity} />
          <a class="alarm-words" href="/alarms">
            {pick(alarm.words)} <span class="alarm-of">{[alarmAbout(alarm), pick(alarm.value)].filter(Boolean).join(" · ")}</span>
          </a>
          <span class="alarm-facts num">
            {alarm.count > 1 ? <span>{fill(w.times, { n: alarm.count })}</span> : null}
            <Age since={alarm.raisedAtMs} />
          </span>
          {alarm.acknowledgedBy ? (
            <span class="alarm-seen">{fill(w.acknowledged, { who: personName(alarm.acknowledgedBy) })}</span>
          ) : may("supervise") ? (
            <Button
              small
              blocked={canAct.value ? undefined : words.value.link.blocked}
              onPress={() => void acknowledge(alarm.id).catch(sayFault)}
            >
              {w.acknowledge}
            </Button>
          ) : null}
        </li>
      ))}
      {shown.length < open.length ? (
        <li class="alarm is-more">
          <a class="alarm-words" href="/alarms">
            {fill(w.moreAlarms, { n: open.length - shown.length })}
          </a>
        </li>
      ) : null}
    </ul>
  );
}
