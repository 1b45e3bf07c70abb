import type { AlarmRow } from "../../../appliance/contract/records.ts";
import { acknowledge } from "../../data/alarms.ts";
import { canAct } from "../../data/live.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { SeverityMark } from "../../parts/marks.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

const weight = { critical: 0, error: 1, warning: 2, info: 3 } as const;

/** Open alarms, worst first, those nobody has seen before the others. */
export function AlarmStrip({ alarms }: { alarms: readonly AlarmRow[] }) {
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
  return (
    <ul class="alarms" aria-label={fill(w.alarms, { n: open.length })}>
      {open.map((alarm) => (
        <li key={alarm.id} class={`alarm is-${alarm.severity} ${alarm.acknowledgedBy ? "is-seen" : ""}`}>
          <SeverityMark severity={alarm.severity} />
          <a class="alarm-words" href="/alarms">
            {pick(alarm.words)}
          </a>
          <span class="alarm-facts num">
            {alarm.count > 1 ? <span>{fill(w.times, { n: alarm.count })}</span> : null}
            <Age since={alarm.raisedAtMs} />
          </span>
          {alarm.acknowledgedBy ? (
            <span class="alarm-seen">{fill(w.acknowledged, { who: alarm.acknowledgedBy })}</span>
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
    </ul>
  );
}
