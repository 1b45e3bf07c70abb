import type { Figure } from "../../../appliance/contract/figures.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { pick, words } from "../../words/words.ts";

/** What a figure means: its formula by name; of several the one to show can be chosen. */
export function Explain({
  figure,
  shown,
  onUse,
  onClose,
}: {
  figure: Figure;
  /** Id of the formula that is shown now. */
  shown: string | undefined;
  onUse: (formula: string) => void;
  onClose: () => void;
}) {
  const w = reportWords.value.figures;
  const several = figure.formulas.length > 1;
  const withT = figure.formulas.some((f) => /T/.test(f.text.en) && figure.unit === "share");
  return (
    <Dialog
      title={fill(w.explain, { name: pick(figure.name) })}
      onClose={onClose}
      actions={<Button onPress={onClose}>{words.value.common.close}</Button>}
    >
      <div class="stack">
        {several ? <p class="note">{w.formulas}</p> : null}
        <ul class="formulas">
          {figure.formulas.map((f) => (
            <li key={f.id} class={f.id === shown ? "is-shown" : ""}>
              {several ? <h3>{pick(f.name)}</h3> : null}
              <p class="formula">{pick(f.text)}</p>
              {several ? (
                f.id === shown ? (
                  <span class="note">{w.inForce}</span>
                ) : (
                  <Button small onPress={() => onUse(f.id)}>
                    {w.useThis}
                  </Button>
                )
              ) : null}
            </li>
          ))}
        </ul>
        {withT ? <p class="note">{w.within}</p> : null}
        {figure.formulas[0].under ? <p class="note">{w.dash}</p> : null}
      </div>
    </Dialog>
  );
}
