import type { LiveState } from "../../../appliance/contract/live.ts";
import { queueName } from "../../data/names.ts";
import { myself } from "../../data/session.ts";
import { FieldValue } from "../../parts/fields.tsx";
import { PhaseMark, phaseWord } from "../../parts/marks.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { pick, words } from "../../words/words.ts";

/** The call at one's own phone, from the first ring on: who, what was typed, how long it took to get here. */
export function MyCall({ state }: { state: LiveState }) {
  const id = myself()?.agent;
  const me = id ? state.agents.find((a) => a.id === id) : undefined;
  const call = me?.call ? state.calls.find((c) => c.id === me.call) : undefined;
  if (!me || !call) return null;
  const w = words.value;
  return (
    <section class={`my-call is-${me.state}`} aria-label={w.live.myCall}>
      <div class="my-call-who">
        <p class="my-call-phase">
          <PhaseMark phase={call.phase} />
          <strong>{me.state === "ringing" ? w.live.myCallRinging : phaseWord(call.phase)}</strong>
          <Age since={me.sinceMs} />
        </p>
        <p class="my-call-number">
          <NumberText number={call.direction === "out" ? call.called : call.caller} />
        </p>
        <p class="note">
          {[call.callerName, call.queue ? queueName(call.queue) : undefined, pick(call.at)].filter(Boolean).join(" · ")}
        </p>
      </div>
      <dl class="my-call-fields">
        {call.fields.length === 0 ? (
          <div>
            <dt>{w.live.typed}</dt>
            <dd class="faint">{w.live.nothingTyped}</dd>
          </div>
        ) : (
          call.fields.map((field) => (
            <div key={field.name}>
              <dt>{pick(field.label)}</dt>
              <dd>
                <FieldValue field={field} />
              </dd>
            </div>
          ))
        )}
      </dl>
      <a class="my-call-open" href={`/calls/${call.id}`}>
        {w.live.openCall}
      </a>
    </section>
  );
}
