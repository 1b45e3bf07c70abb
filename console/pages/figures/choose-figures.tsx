import { useSignal } from "@preact/signals";
import type { FigureCatalogue } from "../../data/figures.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { pick, words } from "../../words/words.ts";
import { usualFigures } from "./question.ts";

/** Which figures are columns. Formulas chosen before stay chosen. */
export function ChooseFigures({
  catalogue,
  chosen,
  onChoose,
  onClose,
}: {
  catalogue: FigureCatalogue;
  chosen: string[];
  onChoose: (figures: string[]) => void;
  onClose: () => void;
}) {
  const w = reportWords.value.figures;
  const picked = useSignal(new Map(chosen.map((name) => [name.split(":")[0] ?? "", name])));
  const turn = (id: string) => {
    const next = new Map(picked.value);
    if (!next.delete(id)) next.set(id, id);
    picked.value = next;
  };
  const groups = [
    [w.shares, "share"],
    [w.times, "ms"],
    [w.marks, "score"],
    [w.counts, "count"],
  ] as const;
  const done = () => {
    const inOrder = catalogue.figures.flatMap((f) => picked.value.get(f.id) ?? []);
    onChoose(inOrder.length > 0 ? inOrder : usualFigures);
  };
  return (
    <Dialog
      title={w.choose}
      wide
      form
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onPress={() => onChoose(usualFigures)}>
            {w.usual}
          </Button>
          <span class="grow" />
          <Button onPress={onClose}>{words.value.common.cancel}</Button>
          <Button kind="main" onPress={done}>
            {words.value.common.show}
          </Button>
        </>
      }
    >
      <p class="note">{w.chooseNote}</p>
      <div class="figure-choices">
        {groups.map(([title, unit]) => (
          <fieldset key={unit}>
            <legend>{title}</legend>
            {catalogue.figures
              .filter((f) => f.unit === unit)
              .map((f) => (
                <label key={f.id} class="figure-choice">
                  <input type="checkbox" checked={picked.value.has(f.id)} onChange={() => turn(f.id)} />
                  <span>{pick(f.name)}</span>
                </label>
              ))}
          </fieldset>
        ))}
        <section>
          <h3>{w.missing}</h3>
          {catalogue.withoutRows.map((f) => (
            <p key={f.id} class="note" title={pick(f.text)}>
              {pick(f.name)} — {fill(w.needs, { what: pick(f.needs) })}
            </p>
          ))}
        </section>
      </div>
    </Dialog>
  );
}
