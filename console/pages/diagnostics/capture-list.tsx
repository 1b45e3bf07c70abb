import { useSignal } from "@preact/signals";
import type { Capture, Diagnostics } from "../../../appliance/contract/diagnostics.ts";
import { captureFile, dropCapture, stopCapture } from "../../data/diagnostics.ts";
import { personName } from "../../data/people.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { fill } from "../../words/fill.ts";
import { clock, day } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { CaptureForm } from "./capture-form.tsx";
import { sizeText } from "./size-text.ts";

/** What is being captured, and what was. */
export function CaptureList({ now, changed }: { now: Diagnostics; changed: () => void }) {
  const w = diagnosticsWords.value;
  const c = w.captures;
  const starting = useSignal(false);
  return (
    <section aria-labelledby="captures">
      <header class="diag-head">
        <h2 id="captures">{c.title}</h2>
        <Button icon="plus" onPress={() => (starting.value = true)}>
          {c.start}
        </Button>
        <p class="note">{c.about}</p>
      </header>
      {now.captures.length === 0 ? <Empty icon="ear" title={c.none} note={c.noneNote} /> : null}
      <ul class="diag-rows">
        {now.captures.map((row) => (
          <CaptureRow key={row.id} row={row} name={subjectName(now, row)} changed={changed} />
        ))}
      </ul>
      {starting.value ? (
        <CaptureForm
          now={now}
          done={(started) => {
            starting.value = false;
            if (started) changed();
          }}
        />
      ) : null}
    </section>
  );
}

const subjectName = (now: Diagnostics, { subject }: Capture): string =>
  subject === undefined
    ? diagnosticsWords.value.captures.everywhere
    : (now.subjects.find((s) => s.id === subject)?.name ?? subject);

function CaptureRow({ row, name, changed }: { row: Capture; name: string; changed: () => void }) {
  const w = diagnosticsWords.value;
  const c = w.captures;
  const said = language.value;
  const runs = row.endedAtMs === undefined;
  const held = row.content && (row.kind === "calls" || row.kind === "rtp" || row.kind === "at");
  const counted = row.kind === "at" || row.kind === "modbus" ? c.lines : c.packets;
  const facts = [
    sizeText(row.bytes, said),
    fill(counted, { n: row.packets }),
    row.dropped > 0 ? fill(c.dropped, { n: row.dropped }) : "",
    row.wrapped ? c.wrapped : "",
    held ? c.private : "",
  ].filter(Boolean);
  const stop = () =>
    stopCapture(row.id).then(() => {
      say(c.stopped);
      changed();
    }, sayFault);
  const remove = () =>
    ask({
      title: c.removeAsk,
      note: c.removeNote,
      yes: words.value.common.remove,
      danger: true,
      run: () => void dropCapture(row.id).then(changed, sayFault),
    });
  return (
    <li class="diag-row">
      <span class="diag-what">
        <strong>{c.kinds[row.kind]}</strong>
        <span class="note cut">{name}</span>
      </span>
      <span class={runs ? "diag-state is-running" : "diag-state"}>
        {runs ? c.running : c.ended[row.ended ?? "asked"]}
        {runs ? <span class="note"> {fill(c.until, { time: clock(row.untilMs, said) })}</span> : null}
      </span>
      <span class="note diag-facts">{facts.join(" · ")}</span>
      <span class="note diag-by">
        {fill(c.by, { by: personName(row.by), time: `${day(row.startedAtMs, said)} ${clock(row.startedAtMs, said)}` })}
      </span>
      <span class="row diag-acts">
        {runs ? (
          <Button small icon="pause" onPress={() => void stop()}>
            {c.stop}
          </Button>
        ) : null}
        {held && !may("capture-content") ? null : (
          <a class="button is-plain is-small" href={captureFile(row.id)} download>
            <Icon name="download" />
            <span>{c.save}</span>
          </a>
        )}
        <Button small kind="quiet" icon="bin" label={words.value.common.remove} onPress={remove} />
      </span>
    </li>
  );
}
