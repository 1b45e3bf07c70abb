import { useSignal } from "@preact/signals";
import type { Diagnostics, SupportBundle } from "../../../appliance/contract/diagnostics.ts";
import { bundleFile, dropBundle, makeBundle } from "../../data/diagnostics.ts";
import { personName } from "../../data/people.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { fill } from "../../words/fill.ts";
import { clock, day } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { BundleForm } from "./bundle-form.tsx";
import { PartReader } from "./part-reader.tsx";
import { sizeText } from "./size-text.ts";

/** Gather, look, make, save: in this order, and never past the look. */
export function BundleSide({ now, changed }: { now: Diagnostics; changed: () => void }) {
  const w = diagnosticsWords.value.bundles;
  const beginning = useSignal(false);
  return (
    <section aria-labelledby="bundles">
      <header class="diag-head">
        <h2 id="bundles">{w.title}</h2>
        <Button icon="plus" onPress={() => (beginning.value = true)}>
          {w.begin}
        </Button>
        <p class="note">{w.about}</p>
      </header>
      {now.bundles.length === 0 ? <Empty icon="shield" title={w.none} /> : null}
      <ul class="diag-rows">
        {now.bundles.map((row) =>
          row.state === "ready" ? (
            <MadeBundle key={row.id} row={row} changed={changed} />
          ) : (
            <Draft key={row.id} row={row} changed={changed} />
          ),
        )}
      </ul>
      {beginning.value ? (
        <BundleForm
          now={now}
          done={(begun) => {
            beginning.value = false;
            if (begun) changed();
          }}
        />
      ) : null}
    </section>
  );
}

function MadeBundle({ row, changed }: { row: SupportBundle; changed: () => void }) {
  const w = diagnosticsWords.value;
  const b = w.bundles;
  const said = language.value;
  const { hideNumbers, hideNames } = row.choices;
  const hidden = hideNumbers && hideNames ? "both" : hideNumbers ? "numbers" : hideNames ? "names" : "none";
  const remove = () =>
    ask({
      title: b.removeAsk,
      note: b.removeNote,
      yes: words.value.common.remove,
      danger: true,
      run: () => void dropBundle(row.id).then(changed, sayFault),
    });
  return (
    <li class="diag-row">
      <span class="diag-what">
        <strong>
          {day(row.atMs, said)} {clock(row.atMs, said)}
        </strong>
        <span class="note cut">{personName(row.by)}</span>
      </span>
      <span class="diag-state">{sizeText(row.bytes ?? 0, said)}</span>
      <span class="note diag-facts">
        {fill(b.parts, { n: row.parts.length })} · {b.hidden[hidden]}
      </span>
      <span class="row diag-acts">
        <a class="button is-main is-small" href={bundleFile(row.id)} download>
          <Icon name="download" />
          <span>{b.save}</span>
        </a>
        <Button small kind="quiet" icon="bin" label={words.value.common.remove} onPress={remove} />
      </span>
    </li>
  );
}

function Draft({ row, changed }: { row: SupportBundle; changed: () => void }) {
  const w = diagnosticsWords.value;
  const b = w.bundles;
  const said = language.value;
  const read = useSignal<string | undefined>(undefined);
  const goes = row.state === "gathering" || row.state === "making";
  const giveUp = () => dropBundle(row.id).then(changed, sayFault);
  return (
    <li class="diag-draft">
      <div role="status">
        {row.state === "gathering" ? <p>{fill(b.gathering, { what: row.doing?.[said] ?? "…" })}</p> : null}
        {row.state === "making" ? <p>{b.making}</p> : null}
        {row.state === "preview" ? <p>{b.preview}</p> : null}
        {row.state === "failed" ? <p class="diag-failed">{fill(b.failed, { why: row.why ?? "" })}</p> : null}
      </div>
      {goes ? <progress aria-label={b.progress} max={1} value={row.progress} /> : null}
      {row.parts.length > 0 ? (
        <ul class="diag-parts">
          {row.parts.map((part) => (
            <li key={part.name}>
              <span class="diag-what">
                <strong>{part.what[said]}</strong>
                <code class="note cut">{part.name}</code>
              </span>
              <span class="note diag-size">{sizeText(part.bytes, said)}</span>
              {part.readable && !goes ? (
                <Button small kind="quiet" icon="eye" onPress={() => (read.value = part.name)}>
                  {b.read}
                </Button>
              ) : (
                <span />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <div class="row form-acts">
        <Button onPress={() => void giveUp()}>{b.giveUp}</Button>
        {row.state === "preview" ? (
          <Button kind="main" onPress={() => void makeBundle(row.id).then(changed, sayFault)}>
            {b.make}
          </Button>
        ) : null}
      </div>
      {read.value ? <PartReader bundle={row.id} name={read.value} onClose={() => (read.value = undefined)} /> : null}
    </li>
  );
}
