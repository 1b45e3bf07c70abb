import type { ComponentChildren } from "preact";
import type { ScriptVerdict } from "../../../appliance/contract/flow-run.ts";
import { Icon } from "../../look/icon.tsx";
import { voiceWords } from "../../words/voice.ts";
import { pick } from "../../words/words.ts";

/** Which scripts pass, and where the others part from what was expected. */
export function Verdicts({
  verdicts,
  acts,
}: {
  verdicts: readonly ScriptVerdict[];
  acts?: (verdict: ScriptVerdict) => ComponentChildren;
}) {
  const w = voiceWords.value.scripts;
  return (
    <ul class="verdicts">
      {verdicts.map((v) => (
        <li key={v.script} class={v.passed ? "is-passed" : "is-failed"}>
          <Icon name={v.passed ? "check" : "close"} />
          <div class="grow">
            <p>
              <strong>{v.name}</strong> <span class="note">{v.passed ? w.passed : w.failed}</span>
            </p>
            {v.partings.slice(0, 4).map((p) => (
              <p key={`${p.part}${p.at ?? ""}`} class="note">
                {pick(p.words)}
              </p>
            ))}
            {acts ? <div class="row">{acts(v)}</div> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
