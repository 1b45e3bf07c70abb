import { useSignal } from "@preact/signals";
import type { TraceEntry } from "../../../appliance/contract/records.ts";
import { Icon, type IconName } from "../../look/icon.tsx";
import { Empty } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { age, clock } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { readDecision } from "./decision.ts";
import { DecisionTable } from "./decision-table.tsx";

const icons: Record<TraceEntry["kind"], IconName> = {
  line: "line",
  flow: "flow",
  queue: "queue",
  decision: "decision",
  agent: "agents",
  media: "media",
  record: "record",
  fault: "alarm",
};

/** What happened to the call, sentence by sentence, with the time since the one before where it was long. */
export function Journey({
  trace,
  startedAtMs,
  emptied,
}: {
  trace: readonly TraceEntry[];
  startedAtMs: number;
  /** It has been deleted, for the call is too old. */
  emptied: boolean;
}) {
  const w = words.value.call;
  const hidden = useSignal<ReadonlySet<TraceEntry["kind"]>>(new Set());
  const kinds = [...new Set(trace.map((t) => t.kind))];
  const shown = trace.filter((t) => !hidden.value.has(t.kind));
  return (
    <section class="journey" aria-label={w.journey}>
      <header class="column-head">
        <h2>{w.journey}</h2>
        <span class="grow" />
        <span class="kinds">
          {kinds.length > 1
            ? kinds.map((kind) => (
                <button
                  key={kind}
                  type="button"
                  class="kind"
                  aria-pressed={!hidden.value.has(kind)}
                  onClick={() => {
                    const next = new Set(hidden.value);
                    if (!next.delete(kind)) next.add(kind);
                    hidden.value = next;
                  }}
                >
                  {w.kinds[kind] ?? kind}
                </button>
              ))
            : null}
        </span>
      </header>
      {trace.length === 0 ? <Empty title={emptied ? w.emptied : w.noJourney} /> : null}
      <ol class="steps-line">
        {shown.map((entry, i) => (
          <Step key={entry.n} entry={entry} startedAtMs={startedAtMs} before={shown[i - 1]} />
        ))}
      </ol>
    </section>
  );
}

function Step({ entry, startedAtMs, before }: { entry: TraceEntry; startedAtMs: number; before: TraceEntry | undefined }) {
  const l = language.value;
  const decision = entry.kind === "decision" ? readDecision(entry.data) : undefined;
  const samePhase = before?.kind === entry.kind;
  return (
    <li class={`step is-${entry.kind} ${samePhase ? "" : "is-first"}`}>
      <time class="step-time num" title={clock(entry.atMs, l)}>
        {age(entry.atMs - startedAtMs, l)}
      </time>
      <span class="step-mark" title={words.value.call.kinds[entry.kind]}>
        <Icon name={icons[entry.kind] ?? "info"} size={14} />
      </span>
      <div class="step-body">
        {decision ? (
          <details>
            <summary>
              {pick(entry.words)}
              <span class="step-more">
                {fill(words.value.call.considered, { n: decision.rows.length })}
                <Icon name="down" size={10} />
              </span>
            </summary>
            <DecisionTable decision={decision} atMs={entry.atMs} />
          </details>
        ) : hasDetail(entry.data) ? (
          <details>
            <summary>
              {pick(entry.words)}
              <span class="step-more is-quiet">
                <span class="unseen">{words.value.call.details}</span>
                <Icon name="down" size={10} />
              </span>
            </summary>
            <pre class="step-data">{JSON.stringify(entry.data, null, 2)}</pre>
          </details>
        ) : (
          <p>{pick(entry.words)}</p>
        )}
      </div>
    </li>
  );
}
const hasDetail = (data: unknown): boolean => typeof data === "object" && data !== null && Object.keys(data).length > 0;
