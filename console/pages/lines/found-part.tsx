import type { HardwareLook, HardwareView } from "../../../appliance/contract/found-hardware.ts";
import { Button } from "../../parts/button.tsx";
import { say } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { linesWords } from "../../words/lines.ts";
import { pick, words } from "../../words/words.ts";

/** Where the box is not as its profile says, and what would fit it. */
export function FoundPart({ box, look }: { box: HardwareView; look: HardwareLook | undefined }) {
  const w = linesWords.value;
  const differences = (look ?? box).differences;
  return (
    <>
      {box.fault ? <p class="notice is-bad">{fill(w.profileFault, { why: box.fault })}</p> : null}
      {differences.length > 0 ? (
        <section class="notice is-warn found" aria-label={w.differs}>
          <div class="grow">
            <h2>{w.differs}</h2>
            <ul>
              {differences.map(({ subject, words: said, hint }) => (
                <li key={subject}>
                  <code>{subject}</code> {pick(said)} <span class="note">{pick(hint)}</span>
                </li>
              ))}
            </ul>
          </div>
        </section>
      ) : look ? (
        <p class="notice is-plain">{w.alike}</p>
      ) : null}
      {look ? (
        <section aria-label={w.proposed}>
          <h2 class="column-head">{w.proposed}</h2>
          <p class="note">{w.proposedNote}</p>
          <pre class="found-file">{look.file}</pre>
          <Button
            icon="copy"
            onPress={() => void navigator.clipboard?.writeText(look.file).then(() => say(words.value.common.copied))}
          >
            {words.value.common.copy}
          </Button>
        </section>
      ) : null}
    </>
  );
}
