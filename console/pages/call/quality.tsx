import type { CallRecord } from "../../../appliance/contract/records.ts";
import { partyName } from "../../data/names.ts";
import { NumberText } from "../../parts/number-text.tsx";
import { fill } from "../../words/fill.ts";
import { number, percent } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

const mosLow = 1;
const mosHigh = 4.5;

/** How each leg sounded: loss, jitter, round trip, and the estimate people know. */
export function Quality({ legs }: { legs: CallRecord["legs"] }) {
  const w = words.value.call;
  return (
    <section class="quality" aria-label={w.quality}>
      <h2 class="column-head">{w.quality}</h2>
      {legs.map((leg) => (
        <Leg key={leg.leg} leg={leg} />
      ))}
    </section>
  );
}

/** A number stays a number; everybody else has a name. */
function Who({ id }: { id: string }) {
  const name = partyName(id);
  return /^[0-9+]+$/.test(name) ? <NumberText number={name} /> : <span>{name}</span>;
}

function Leg({ leg }: { leg: CallRecord["legs"][number] }) {
  const w = words.value.call;
  const l = language.value;
  const s = leg.stats;
  if (!s || s.packetsReceived + s.packetsSent === 0)
    return (
      <article class="leg">
        <h3>
          <Who id={leg.who} />
        </h3>
        <p class="note">{s ? w.noSound : w.noQuality}</p>
      </article>
    );
  const expected = s.packetsReceived + s.packetsLost;
  const loss = expected > 0 ? s.packetsLost / expected : 0;
  const grade = s.mos >= 4 ? "good" : s.mos >= 3.5 ? "fair" : "poor";
  const gradeWord = { good: w.mosGood, fair: w.mosFair, poor: w.mosPoor }[grade];
  return (
    <article class="leg">
      <header class="row">
        <h3 class="grow cut">
          <Who id={leg.who} />
        </h3>
        <span class="note">
          {s.codec} · {s.srtp ? w.encrypted : w.plain}
        </span>
      </header>
      <div class={`mos is-${grade}`}>
        <span class="mos-value num">{number(s.mos, l, 1)}</span>
        <span class="mos-word">
          {w.mos} {gradeWord}
        </span>
        <span class="mos-scale" aria-hidden="true">
          <span style={{ left: `${((Math.min(mosHigh, Math.max(mosLow, s.mos)) - mosLow) / (mosHigh - mosLow)) * 100}%` }} />
        </span>
      </div>
      <dl class="pairs">
        <Pair name={w.loss} value={percent(loss, l, 2)} bad={loss > 0.01} />
        <Pair name={w.jitter} value={`${number(s.jitterMs, l)} / ${number(s.jitterMaxMs, l, 0)} ms`} bad={s.jitterMs > 20} />
        <Pair
          name={w.roundTrip}
          value={s.roundTripMs === undefined ? w.notReported : `${number(s.roundTripMs, l, 0)} ms`}
          bad={(s.roundTripMs ?? 0) > 300}
        />
        <Pair
          name={w.lossRemote}
          value={s.remoteLossPercent === undefined ? w.notReported : percent(s.remoteLossPercent / 100, l, 2)}
          bad={(s.remoteLossPercent ?? 0) > 1}
        />
      </dl>
      <p class="note small faint">
        {fill(w.packets, { sent: number(s.packetsSent, l, 0), received: number(s.packetsReceived, l, 0) })} · {s.remote}
      </p>
    </article>
  );
}

function Pair({ name, value, bad }: { name: string; value: string; bad: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={`num ${bad ? "is-bad" : ""}`}>{value}</dd>
    </div>
  );
}
