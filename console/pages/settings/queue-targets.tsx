import { draft } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { fieldWord } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { officeWords } from "../../words/office.ts";
import { pick, words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";

const names = ["serviceLevelSec", "shortAbandonSec"] as const;

/** What each queue promises, all of them side by side. */
export function QueueTargets() {
  const w = officeWords.value.queues;
  const queues = draft.value?.queues ?? [];
  return (
    <FormPart title={words.value.settings.groups.byQueue}>
      <p class="field-note">{w.note}</p>
      {queues.length === 0 ? <p class="note">{w.none}</p> : null}
      {queues.length > 0 ? (
        <table class="queue-targets">
          <thead>
            <tr>
              <th scope="col">{w.queue}</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {fieldWord(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue, i) => (
              <tr key={queue.id}>
                <th scope="row">
                  <a href={`/settings/queues/${encodeURIComponent(queue.id)}`}>{pick(queue.name) || queue.id}</a>
                </th>
                {names.map((name) => (
                  <td key={name}>
                    <FieldAt
                      at={under("", "queues", i, name)}
                      bare
                      label={`${pick(queue.name) || queue.id}: ${fieldWord(name)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </FormPart>
  );
}
