import { useSignal } from "@preact/signals";
import type { Diagnostics } from "../../../appliance/contract/diagnostics.ts";
import { eventFile } from "../../data/diagnostics.ts";
import { Icon } from "../../look/icon.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { fill } from "../../words/fill.ts";
import { clock, day } from "../../words/time.ts";
import { language } from "../../words/words.ts";

const hourMs = 3_600_000;
const spans = { h1: 1, h6: 6, h24: 24, all: 24 * 365 } as const;
type Span = keyof typeof spans;

/** What happened, event by event, as a file. */
export function EventSide({ now }: { now: Diagnostics }) {
  const w = diagnosticsWords.value.events;
  const said = language.value;
  const span = useSignal<Span>("h1");
  const nowMs = Date.now();
  return (
    <section aria-labelledby="events">
      <header class="diag-head">
        <h2 id="events">{w.title}</h2>
        <a
          class="button is-plain"
          href={eventFile(Math.max(0, nowMs - spans[span.value] * hourMs), nowMs + hourMs)}
          download="events.ndjson"
        >
          <Icon name="download" />
          <span>{w.save}</span>
        </a>
        <p class="note">
          {w.about}
          {now.eventsFromMs === undefined
            ? ""
            : ` ${fill(w.from, { time: `${day(now.eventsFromMs, said)} ${clock(now.eventsFromMs, said)}` })}`}
        </p>
      </header>
      <Segments
        label={w.span}
        value={span.value}
        choices={(Object.keys(spans) as Span[]).map((value) => ({ value, label: w.hours[value] }))}
        onChoose={(value) => (span.value = value as Span)}
      />
    </section>
  );
}
