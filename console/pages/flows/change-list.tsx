import type { FlowChange } from "../../../appliance/contract/flow-change.ts";
import { voiceWords } from "../../words/voice.ts";
import { pick } from "../../words/words.ts";

/** What was changed between two versions, in words. Moves on the drawing say nothing about calls and are left out. */
export function ChangeList({ changes }: { changes: readonly FlowChange[] }) {
  const w = voiceWords.value;
  const told = changes.filter((c) => c.kind !== "place");
  if (told.length === 0) return <p class="note">{w.versions.same}</p>;
  return (
    <ul class="flow-changes">
      {told.map((c) => (
        <li key={`${c.op}${c.path}`} class={`is-${c.op}`}>
          <span class="note">{w.change[c.kind]}</span>
          <span>{pick(c.words)}</span>
        </li>
      ))}
    </ul>
  );
}
