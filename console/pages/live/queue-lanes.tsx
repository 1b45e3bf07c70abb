import type { LiveQueue } from "../../../appliance/contract/live.ts";
import { agentName } from "../../data/names.ts";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { age, percent } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

export function QueueLanes({ queues }: { queues: readonly LiveQueue[] }) {
  const w = words.value.live;
  return (
    <section class="live-column" id="queues" aria-label={w.queues}>
      <h2 class="column-head">{w.queues}</h2>
      {queues.length === 0 ? (
        <Empty icon="queue" title={w.noQueues} note={w.noQueuesNote} />
      ) : (
        queues.map((queue) => <Lane key={queue.id} queue={queue} />)
      )}
    </section>
  );
}

function Lane({ queue }: { queue: LiveQueue }) {
  const w = words.value.live;
  const l = language.value;
  const t = queue.today;
  return (
    <article class="lane">
      <header class="lane-head">
        <h3 class="cut">{pick(queue.name)}</h3>
        <Staff queue={queue} />
      </header>
      {queue.waiting.length === 0 ? (
        <p class="lane-quiet">{w.nobodyWaits}</p>
      ) : (
        <ol class="waiting">
          {queue.waiting.map((entry) => (
            <li key={entry.call}>
              <a href={`/calls/${entry.call}`} data-row>
                <span class="waiting-place num">{entry.position}</span>
                <NumberText number={entry.caller} class="waiting-who" />
                <span class="waiting-note cut">
                  {entry.offeredTo.length > 0 ? fill(w.offeredTo, { who: entry.offeredTo.map(agentName).join(", ") }) : ""}
                </span>
                <Age since={entry.sinceMs} class="waiting-age" />
                <Scale
                  since={entry.sinceMs}
                  limit={entry.sinceMs + queue.serviceLevelSec * 1000}
                  label={fill(w.levelShort, { sec: queue.serviceLevelSec })}
                />
              </a>
            </li>
          ))}
        </ol>
      )}
      {queue.expectedWaitMs !== undefined && queue.waiting.length > 0 ? (
        <p class="lane-expected">{fill(w.expected, { age: age(queue.expectedWaitMs, l) })}</p>
      ) : null}
      <dl class="lane-figures">
        <Figure
          name={fill(w.levelShort, { sec: queue.serviceLevelSec })}
          value={t.serviceLevel === undefined ? "–" : percent(t.serviceLevel, l, 0)}
          strong
        />
        <Figure name={w.offered} value={String(t.offered)} />
        <Figure name={w.answered} value={String(t.answered)} />
        <Figure name={w.lost} value={String(t.abandoned)} />
        <Figure name={w.asa} value={t.averageAnswerSec === undefined ? "–" : age(t.averageAnswerSec * 1000, l)} />
      </dl>
    </article>
  );
}

function Staff({ queue }: { queue: LiveQueue }) {
  const w = words.value.live;
  const a = queue.agents;
  const loggedIn = a.ready + a.busy + a.notReady;
  const alarming = a.ready === 0 && queue.waiting.some((entry) => entry.offeredTo.length === 0);
  const text =
    loggedIn === 0
      ? w.noneLoggedIn
      : [
          a.ready === 0 ? w.noneReady : fill(w.free, { n: a.ready }),
          a.busy ? fill(w.busy, { n: a.busy }) : "",
          a.notReady ? fill(w.away, { n: a.notReady }) : "",
        ]
          .filter(Boolean)
          .join(" · ");
  return <span class={`lane-staff ${alarming ? "is-bad" : ""}`}>{text}</span>;
}

function Figure({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={`num ${strong ? "is-strong" : ""}`}>{value}</dd>
    </div>
  );
}
