import { useSignal } from "@preact/signals";
import type { Diagnostics } from "../../../appliance/contract/diagnostics.ts";
import { gatherBundle } from "../../data/diagnostics.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput, Switch } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { clock } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { sizeText } from "./size-text.ts";

const spans = ["1", "6", "24", "72", "168"];
const usualHours = "24";
const mostCaptures = 10;

export function BundleForm({ now, done }: { now: Diagnostics; done: (begun: boolean) => void }) {
  const w = diagnosticsWords.value;
  const b = w.bundles;
  const hideNumbers = useSignal(true);
  const hideNames = useSignal(true);
  const hours = useSignal(usualHours);
  const chosen = useSignal<readonly string[]>([]);
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const fit = now.captures.filter((c) => c.endedAtMs !== undefined && (!c.content || may("capture-content")));
  const turn = (id: string, on: boolean) => {
    chosen.value = on ? [...chosen.value, id].slice(0, mostCaptures) : chosen.value.filter((one) => one !== id);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await gatherBundle({
        hideNumbers: hideNumbers.value,
        hideNames: hideNames.value,
        hours: Number(hours.value),
        captures: [...chosen.value],
      });
      done(true);
    } catch (fault) {
      error.value = fault;
    } finally {
      busy.value = false;
    }
  };
  const chosenMore = chosen.value.length > 0 || hours.value !== usualHours || !hideNumbers.value || !hideNames.value;
  const close = useCarefulClose(chosenMore, () => done(false));
  return (
    <Dialog title={b.begin} onClose={close} form>
      <form class="diag-form" onSubmit={(event) => void save(event)}>
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={b.hideNumbers} note={b.hideNumbersNote}>
          {({ id }) => <Switch id={id} on={hideNumbers.value} onTurn={(on) => (hideNumbers.value = on)} />}
        </Field>
        <Field label={b.hideNames} note={b.hideNamesNote}>
          {({ id }) => <Switch id={id} on={hideNames.value} onTurn={(on) => (hideNames.value = on)} />}
        </Field>
        <Field label={b.hours}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={hours.value}
              choices={spans.map((value) => ({ value, label: value }))}
              onChoose={(value) => (hours.value = value)}
            />
          )}
        </Field>
        <fieldset class="diag-choices">
          <legend class="field-label">{b.captures}</legend>
          {fit.length === 0 ? <p class="note">{b.noCaptures}</p> : null}
          {fit.map((row) => (
            <label key={row.id} class="row">
              <input
                type="checkbox"
                checked={chosen.value.includes(row.id)}
                onChange={(event) => turn(row.id, event.currentTarget.checked)}
              />
              <span>
                {w.captures.kinds[row.kind]} · {clock(row.startedAtMs, language.value)} · {sizeText(row.bytes, language.value)}
              </span>
            </label>
          ))}
        </fieldset>
        <div class="row form-acts">
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" type="submit" pending={busy.value}>
            {b.begin}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
