import type { LiveCall, LiveParty } from "../../../appliance/contract/live.ts";
import type { CallStory } from "../../data/calls.ts";
import { lineName, queueName } from "../../data/names.ts";
import type { Hand } from "../../hand/in-hand.ts";
import { Icon } from "../../look/icon.tsx";
import { FieldValue } from "../../parts/fields.tsx";
import { PhaseMark, phaseWord } from "../../parts/marks.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

/** The call in hand, from the first ring on (P1): who it is, what was typed (A6), how it came here, who is on it. */
export function CallCard({ hand, story }: { hand: Hand; story: CallStory | undefined }) {
  const w = words.value;
  const { call } = hand;
  const ringing = !hand.talking;
  const number = call.direction === "out" ? call.called : call.caller;
  return (
    <section class={`card call-card ${ringing ? "is-ringing" : hand.held ? "is-held" : ""}`} aria-label={w.desk.inHand}>
      <p class="card-phase" role="status">
        <PhaseMark phase={call.phase} />
        <strong>{ringing ? w.desk.ringing : hand.held ? w.phase.hold : phaseWord(call.phase)}</strong>
        <Age since={call.phaseSinceMs} />
        {hand.muted ? <Badge tone="ring">{w.desk.muted}</Badge> : null}
        {call.vip ? <Badge tone="ring">{w.desk.vip}</Badge> : null}
        {call.callback ? <Badge tone="plain">{fill(w.desk.callbackOf, { n: call.callback.attempt })}</Badge> : null}
      </p>
      <p class="card-number">
        <NumberText number={number} />
      </p>
      {call.callerName ? <p class="card-name">{call.callerName}</p> : null}
      {ringing ? <p class="note">{w.desk.answerAtPhone}</p> : null}
      <Typed call={call} />
      <Facts call={call} story={story} />
      <Parties parties={call.parties ?? []} mine={hand.mine} />
      <Recording call={call} />
    </section>
  );
}

const Badge = ({ tone, children }: { tone: "ring" | "plain"; children: string }) => (
  <span class={`badge is-${tone}`}>{children}</span>
);

export function Typed({ call }: { call: Pick<LiveCall, "fields"> }) {
  const w = words.value.live;
  return (
    <dl class="typed" aria-label={words.value.desk.showFields}>
      {call.fields.length === 0 ? (
        <div>
          <dt>{w.typed}</dt>
          <dd class="faint">{w.nothingTyped}</dd>
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
  );
}

const mostSteps = 8;

function Facts({ call, story }: { call: LiveCall; story: CallStory | undefined }) {
  const w = words.value.desk;
  const record = story?.record;
  const way = (story?.trace ?? [])
    .filter((t) => t.kind === "flow")
    .map((t) => pick(t.words))
    .slice(-mostSteps);
  const waited =
    record?.waitMs ?? (record?.queuedAtMs && !record.connectedAtMs ? call.phaseSinceMs - record.queuedAtMs : undefined);
  return (
    <dl class="card-facts">
      <div>
        <dt>{w.queue}</dt>
        <dd>{call.queue ? queueName(call.queue) : "–"}</dd>
      </div>
      <div>
        <dt>{w.waited}</dt>
        <dd class="num">{waited === undefined ? "–" : age(waited, language.value)}</dd>
      </div>
      <div>
        <dt>{w.called}</dt>
        <dd>
          <NumberText number={call.called} /> <span class="faint">{lineName(call.line)}</span>
        </dd>
      </div>
      <div>
        <dt>{w.sinceStart}</dt>
        <dd>
          <Age since={call.startedAtMs} />
        </dd>
      </div>
      {way.length > 0 ? (
        <div class="is-wide">
          <dt>{w.way}</dt>
          <dd>
            <details class="way">
              <summary class="cut">{way.at(-1)}</summary>
              <ol>
                {way.map((step, i) => (
                  <li key={i}>{step}</li>
                ))}
              </ol>
            </details>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** Who else is on it, and how; shown only when there is something that the number above does not say. */
function Parties({ parties, mine }: { parties: readonly LiveParty[]; mine: LiveParty | undefined }) {
  const w = words.value.desk;
  const others = parties.filter((p) => p !== mine);
  if (others.length === 0 || (others.length === 1 && others[0]?.as === "caller" && !others[0].held)) return null;
  return (
    <ul class="parties" aria-label={w.parties}>
      {others.map((p) => (
        <li key={p.leg} class={`is-${p.as}`}>
          <Icon name={p.as === "watches" ? "ear" : p.agent ? "agents" : "phone"} size={14} />
          <strong class="cut">{p.agent ? p.who : <NumberText number={p.who} />}</strong>
          <span class="note">
            {[w.as[p.as], p.ringing ? w.ringsThere : "", p.held ? w.onHold : "", p.muted ? w.muted : ""]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether it is recorded at this moment, and whether the caller was told (A27). */
function Recording({ call }: { call: LiveCall }) {
  const w = words.value.desk;
  const text = !call.recording ? w.notRecorded : call.recordingPaused ? w.recordPaused : w.recorded;
  return (
    <p class={`card-recording ${call.recording && !call.recordingPaused ? "is-on" : ""}`}>
      {call.recording && !call.recordingPaused ? (
        <span class="rec" />
      ) : (
        <Icon name={call.recordingPaused ? "pause" : "record"} size={14} />
      )}
      <span>{text}</span>
      <span class="faint">·</span>
      <span class={call.noticed ? "" : "faint"}>{call.noticed ? w.noticed : w.notNoticed}</span>
      <a class="card-open" href={`/calls/${call.id}`}>
        {w.openCall}
      </a>
    </p>
  );
}
