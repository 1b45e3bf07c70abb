import type { FlowListRow } from "../../../appliance/contract/flow-library.ts";
import { returnFlow } from "../../data/flows.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { loadSettings } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { day, hour } from "../../words/time.ts";
import { voiceWords } from "../../words/voice.ts";
import { language } from "../../words/words.ts";

/** Flows that were taken out, each with the way back to the version that was last in force. */
export function RemovedFlows({ rows, changed }: { rows: readonly FlowListRow[]; changed: () => void }) {
  if (rows.length === 0) return null;
  const w = voiceWords.value.remove;
  const at = (ms: number) => `${day(ms, language.value)} ${hour(ms, language.value)}`;
  const back = async (row: FlowListRow) => {
    if (!row.removed) return;
    await returnFlow(row.id, row.removed.last, false);
    await loadSettings();
    say(fill(voiceWords.peek().remove.back, { name: row.name }));
    changed();
  };
  return (
    <details class="removed-flows">
      <summary class="note">{fill(w.list, { n: rows.length })}</summary>
      <ul>
        {rows.map((row) => (
          <li key={row.id} class="row">
            <span class="grow">
              <strong>{row.name}</strong> <span class="note num">{row.id}</span>
              <span class="note removed-by">
                {row.removed ? fill(w.by, { by: personName(row.removed.by), time: at(row.removed.atMs) }) : ""}
              </span>
            </span>
            <Button small icon="undo" onPress={() => void back(row).catch(sayFault)}>
              {row.removed ? fill(w.return, { n: row.removed.last }) : ""}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
