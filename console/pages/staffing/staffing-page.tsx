import "./staffing.css";
import "../figures/figures.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Staffing } from "../../../appliance/contract/staffing.ts";
import { boxNow } from "../../data/clock.ts";
import { asFault } from "../../data/fault.ts";
import { live } from "../../data/live.ts";
import { staffing } from "../../data/staffing.ts";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { SentenceLine, WordChoice } from "../../parts/sentence.tsx";
import { civil } from "../../words/civil.ts";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { age, day, hour, number, percent, span } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";
import { Columns } from "../figures/columns.tsx";
import { ReportTabs } from "../figures/report-tabs.tsx";
import { WhatIf } from "./what-if.tsx";

type Wish = {
  back: number;
  queue: string;
  share: number;
  withinSec: number;
  shrinkage: number;
  seats?: number;
  leaveOut: boolean;
};
const dayMs = 86_400_000;
/** The simulation takes a moment: it waits until the slider rests. */
const restMs = 400;

/** How many people are needed, and what one more would change. */
export function StaffingPage() {
  const w = reportWords.value.staffing;
  const wish = useSignal<Wish>({ back: 28, queue: "", share: 0.8, withinSec: 20, shrinkage: 0.3, leaveOut: false });
  const asked = useSignal(wish.value);
  useEffect(() => {
    const timer = setTimeout(() => {
      asked.value = wish.value;
    }, restMs);
    return () => clearTimeout(timer);
  }, [wish.value]);
  const q = asked.value;
  const { state, reload } = useLoaded(() => {
    const { back, queue, share, withinSec, shrinkage, seats, leaveOut } = q;
    const days = { from: civil(boxNow() - back * dayMs), to: civil(boxNow() - dayMs) };
    return staffing({
      ...days,
      ...(queue ? { queue } : {}),
      share,
      withinSec,
      shrinkage,
      ...(seats ? { seats } : {}),
      ...(leaveOut ? { leaveOutBursts: true } : {}),
    });
  }, JSON.stringify(q));
  const { value, error, loading } = state.value;
  // While the next answer is under way the one before stays in sight.
  const last = useSignal<Staffing | undefined>(undefined);
  if (value && value !== last.peek()) last.value = value;
  const shown = value ?? (error ? undefined : last.value);
  const set = (change: Partial<Wish>) => {
    wish.value = { ...wish.value, ...change };
  };
  return (
    <div class="page staffing">
      <header class="page-head">
        <h1>{w.title}</h1>
        <ReportTabs at="/staffing" />
      </header>
      <Question wish={wish.value} set={set} />
      {error ? <Refused error={error} onRetry={reload} leaveOut={() => set({ leaveOut: true })} /> : null}
      {loading && !shown ? <Loading /> : null}
      {shown ? <Answer answer={shown} wish={wish.value} set={set} waiting={loading || q !== wish.value} /> : null}
      <WhatIf share={q.share} withinSec={q.withinSec} shrinkage={q.shrinkage} />
      {shown ? (
        <section class="assumptions">
          <h2>{w.assumptions}</h2>
          <ul>
            {shown.assumptions.map((said) => (
              <li key={said.en} class="note">
                {pick(said)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Question({ wish, set }: { wish: Wish; set: (change: Partial<Wish>) => void }) {
  const w = reportWords.value.staffing;
  const l = language.value;
  const shares = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
  const seconds = [10, 15, 20, 30, 45, 60, 90, 120];
  return (
    <>
      <SentenceLine
        text={w.sentence}
        places={{
          when: (
            <WordChoice
              label={reportWords.value.figures.when}
              value={String(wish.back)}
              choices={[
                { value: "7", label: w.days7 },
                { value: "28", label: w.days },
                { value: "56", label: w.days56 },
              ]}
              onChoose={(back) => set({ back: Number(back) })}
            />
          ),
          queue: (
            <WordChoice
              label={reportWords.value.figures.allQueues}
              value={wish.queue}
              choices={[
                { value: "", label: reportWords.value.figures.allQueues },
                ...(live.value?.queues ?? []).map((x) => ({ value: x.id, label: pick(x.name) || x.id })),
              ]}
              onChoose={(queue) => set({ queue })}
            />
          ),
          share: (
            <WordChoice
              label={w.share}
              value={String(wish.share)}
              choices={shares.map((s) => ({ value: String(s), label: percent(s, l) }))}
              onChoose={(share) => set({ share: Number(share) })}
            />
          ),
          sec: (
            <WordChoice
              label={w.within}
              value={String(wish.withinSec)}
              choices={seconds.map((s) => ({ value: String(s), label: span(s * 1000, l) }))}
              onChoose={(sec) => set({ withinSec: Number(sec) })}
            />
          ),
        }}
      />
      <label class="slider">
        <span>
          {w.shrinkage} <strong class="num">{percent(wish.shrinkage, l, 0)}</strong>
        </span>
        <input
          type="range"
          min="0"
          max="60"
          step="1"
          value={Math.round(wish.shrinkage * 100)}
          onInput={(event) => set({ shrinkage: Number(event.currentTarget.value) / 100 })}
        />
        <span class="note">{w.shrinkageNote}</span>
      </label>
    </>
  );
}

/** Times that no chance explains are named, and can be left out. */
function Refused({ error, onRetry, leaveOut }: { error: unknown; onRetry: () => void; leaveOut: () => void }) {
  const w = reportWords.value.staffing;
  const { reply } = asFault(error);
  const bursts = reply?.code === "not-poisson" ? (reply.problems ?? []) : [];
  return (
    <div class="stack">
      <FaultNote error={error} onRetry={onRetry} />
      {bursts.length > 0 ? (
        <>
          <ul class="bursts" aria-label={w.bursts}>
            {bursts.map((p) => (
              <li key={p.reason.en}>{pick(p.reason)}</li>
            ))}
          </ul>
          <p>
            <Button kind="main" onPress={leaveOut}>
              {w.leaveOut}
            </Button>
          </p>
        </>
      ) : null}
    </div>
  );
}

const share = (value: number | undefined): string => (value === undefined ? "–" : percent(value, language.value));

function Answer({
  answer,
  wish,
  set,
  waiting,
}: {
  answer: Staffing;
  wish: Wish;
  set: (change: Partial<Wish>) => void;
  waiting: boolean;
}) {
  const w = reportWords.value.staffing;
  const l = language.value;
  const { with: now, oneMore, hours: at, days } = answer.simulated;
  const seats = wish.seats ?? now.seats;
  const rows = answer.hours.filter((h) => h.calls > 0);
  const said =
    now.serviceLevel === undefined
      ? fill(w.oneMoreNothing, { n: now.seats })
      : fill(w.oneMore, {
          n: now.seats,
          level: share(now.serviceLevel),
          lost: share(now.abandonment),
          level2: share(oneMore.serviceLevel),
          lost2: share(oneMore.abandonment),
        });
  return (
    <div class={waiting ? "is-waiting" : ""}>
      <section class="one-more">
        <div class="seats-row">
          <Button
            icon="minus"
            label={w.fewer}
            blocked={seats <= 1 ? w.seats : undefined}
            onPress={() => set({ seats: seats - 1 })}
          />
          <strong class="seat-count num">{fill(w.with, { n: seats })}</strong>
          <Button icon="plus" label={w.more} onPress={() => set({ seats: Math.min(200, seats + 1) })} />
        </div>
        <p class="one-more-said">{said}</p>
        <table class="compare">
          <thead>
            <tr>
              <td />
              {[now, oneMore].map((s) => (
                <th key={s.seats} scope="col" class="right">
                  {fill(w.with, { n: s.seats })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(
              [
                [w.level, (s: typeof now) => share(s.serviceLevel)],
                [w.wait, (s: typeof now) => (s.averageWaitMs === undefined ? "–" : age(s.averageWaitMs, l))],
                [w.lost, (s: typeof now) => share(s.abandonment)],
                [w.occupancy, (s: typeof now) => share(s.occupancy)],
              ] as const
            ).map(([name, of]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="right num">{of(now)}</td>
                <td class="right num">{of(oneMore)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="note">{fill(w.simulated, { days, from: at.from, to: at.to })}</p>
        <p class="note">{fill(w.base, { days: answer.days, handle: age(answer.handleMs, l) })}</p>
        {answer.leftOut.length > 0 ? (
          <details>
            <summary class="note">{fill(w.leftOut, { n: answer.leftOut.length })}</summary>
            <ul class="bursts">
              {answer.leftOut.map((b) => (
                <li key={b.fromMs} class="note">
                  {fill(w.burst, { when: `${day(b.fromMs, l)} ${hour(b.fromMs, l)}`, calls: b.calls, usual: b.usual })}
                </li>
              ))}
            </ul>
            <Button small onPress={() => set({ leaveOut: false })}>
              {w.takeIn}
            </Button>
          </details>
        ) : null}
      </section>
      <section>
        <h2 class="column-head">{w.byHour}</h2>
        <div class="staffing-chart">
          <Columns
            unit="count"
            label={w.byHour}
            columns={answer.hours.map((h) => ({ label: `${h.hour}`, value: h.agents, title: `${h.hour}:00 — ${h.agents}` }))}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys */}
        <section class="figure-scroll" aria-label={w.byHour} tabIndex={0}>
          <table class="figure-table">
            <thead>
              <tr>
                <th scope="col">{w.hour}</th>
                {[w.calls, w.load, w.needed, w.planned, w.level, w.occupancy].map((name) => (
                  <th key={name} scope="col" class="right">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((h) => (
                <tr key={h.hour} class="is-first">
                  <th scope="row" class="num">
                    {String(h.hour).padStart(2, "0")}:00
                  </th>
                  <td class="right num">{number(h.calls, l)}</td>
                  <td class="right num">{number(h.load, l, 2)}</td>
                  <td class="right num">
                    <strong>{h.agents}</strong>
                  </td>
                  <td class="right num">{h.scheduled}</td>
                  <td class="right num">{share(h.serviceLevel)}</td>
                  <td class="right num">{share(h.occupancy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p class="note lines-said">
          {w.lines}:{" "}
          {fill(w.linesSay, {
            n: answer.lines.lines,
            calls: answer.lines.calls,
            share: percent(answer.lines.blocking, l),
          })}
        </p>
      </section>
    </div>
  );
}
