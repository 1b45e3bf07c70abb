import { Button } from "../parts/button.tsx";
import { say } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { officeWords } from "../words/office.ts";
import { pick, words } from "../words/words.ts";
import { targetDefaults } from "./defaults.ts";
import { edit, remove, undo } from "./draft.ts";
import { toPercent } from "./percent.ts";

/** What holds while the document names no times of day; one's own begin with these. */
export function UsualBands({ at }: { at: string }) {
  const w = officeWords.value.usual;
  return (
    <div class="stack usual">
      <p class="field-note">{w.inForce}</p>
      <ul>
        {targetDefaults.bands.map((b) => (
          <li key={b.id} class="num">
            {fill(w.band, { name: pick(b.name), from: b.from, to: b.to, share: `${toPercent(b.share)}%`, sec: b.answerSec })}
          </li>
        ))}
      </ul>
      <div>
        <Button small icon="settings" onPress={() => edit(at, targetDefaults.bands)}>
          {w.own}
        </Button>
      </div>
    </div>
  );
}

export function BackToUsual({ at }: { at: string }) {
  const w = officeWords.value.usual;
  const back = () => {
    remove(at);
    say(w.backDone, { label: words.value.common.undo, run: undo });
  };
  return (
    <Button small kind="quiet" icon="undo" onPress={back}>
      {w.back}
    </Button>
  );
}
