import { Button } from "../../parts/button.tsx";
import { draft, problems } from "../../settings/draft.ts";
import { isWithin, parsePointer } from "../../settings/pointer.ts";
import { wayTo } from "../../settings/where.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { pick, words } from "../../words/words.ts";

/** What is wrong with the draft; each one leads to its step. */
export function FlowProblems({ at, choose }: { at: string; choose: (id: string | undefined) => void }) {
  const mine = problems.value.filter((p) => isWithin(p.path, at));
  const settings = draft.value;
  if (!settings) return null;
  if (mine.length === 0) return <p class="flow-problems is-fine">{voiceWords.value.fine}</p>;
  return (
    <details class={`flow-problems ${mine.some((p) => p.severity === "error") ? "" : "is-warning"}`}>
      <summary>{fill(voiceWords.value.problems, { n: mine.length })}</summary>
      <ul class="problems">
        {mine.map((p) => {
          const parts = parsePointer(p.path);
          return (
            <li key={`${p.path}${p.reason.en}`} class={`is-${p.severity}`}>
              <div class="grow">
                <p class="problem-where">{wayTo(parts, settings).slice(2).join(" › ")}</p>
                <p>
                  {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
                </p>
              </div>
              {parts[2] === "nodes" && parts[3] !== undefined ? (
                <Button small onPress={() => choose(parts[3])}>
                  {words.value.settings.goTo}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
