import { useRef } from "preact/hooks";
import type { LiveCall } from "../../../appliance/contract/live.ts";
import { agentName, lineName, queueName } from "../../data/names.ts";
import { Icon } from "../../look/icon.tsx";
import { FieldLine } from "../../parts/fields.tsx";
import { PhaseMark, phaseWord } from "../../parts/marks.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { Age } from "../../parts/ticking.tsx";
import { pick, words } from "../../words/words.ts";

/** Calls in progress, those that need somebody first. */
const order: Record<LiveCall["phase"], number> = {
  queue: 0,
  "agent-ringing": 1,
  ringing: 2,
  flow: 3,
  transfer: 4,
  parked: 4,
  hold: 5,
  talking: 6,
  voicemail: 7,
  ending: 8,
};

export function CallList({ calls }: { calls: readonly LiveCall[] }) {
  const w = words.value.live;
  const root = useRef<HTMLElement>(null);
  useRowKeys(root);
  const sorted = [...calls].sort((a, b) => order[a.phase] - order[b.phase] || a.startedAtMs - b.startedAtMs);
  return (
    <section class="live-column" id="calls" aria-label={w.calls} ref={root}>
      <h2 class="column-head">
        {w.calls}
        <span class="column-count num">{calls.length}</span>
      </h2>
      {sorted.length === 0 ? (
        <Empty icon="calls" title={w.noCalls} note={w.noCallsNote} />
      ) : (
        <ul class="live-calls">
          {sorted.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CallRow({ call }: { call: LiveCall }) {
  const w = words.value;
  const where = [
    call.queue ? queueName(call.queue) : undefined,
    call.phase === "flow" ? pick(call.at) : undefined,
    call.agent ? agentName(call.agent) : undefined,
  ].filter(Boolean);
  return (
    <li>
      <a class={`live-call is-${call.phase}`} href={`/calls/${call.id}`} data-row>
        <span class="live-call-phase">
          <PhaseMark phase={call.phase} />
          <span>{phaseWord(call.phase)}</span>
        </span>
        <Age since={call.phaseSinceMs} class="live-call-age" />
        <span class="live-call-who">
          <Icon name={call.direction} size={14} />
          <NumberText number={call.direction === "out" ? call.called : call.caller} />
          {call.callerName ? <span class="live-call-name cut">{call.callerName}</span> : null}
          {call.recording ? (
            <span class="rec" title={w.live.recording}>
              <span class="unseen">{w.live.recording}</span>
            </span>
          ) : null}
        </span>
        <span class="live-call-where">
          <span class="cut">{where.length > 0 ? where.join(" → ") : lineName(call.line)}</span>
          <FieldLine fields={call.fields} />
        </span>
      </a>
    </li>
  );
}
