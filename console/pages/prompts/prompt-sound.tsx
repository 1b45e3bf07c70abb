import { useSignal } from "@preact/signals";
import type { PromptFileRow, PromptListRow } from "../../../appliance/contract/prompt-library.ts";
import type { Language } from "../../../appliance/contract/words.ts";
import { personName } from "../../data/people.ts";
import { promptSoundAt, uploadPrompt, usePromptVersion } from "../../data/prompts.ts";
import { Button } from "../../parts/button.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { type Taken, TakeSound, takenOf } from "../../sound/take-sound.tsx";
import { fill } from "../../words/fill.ts";
import { promptWords } from "../../words/prompts.ts";
import { age, day, hour, number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

/** A prompt in one language: what callers hear now, a new recording, and those before it. */
export function PromptSound({
  row,
  of,
  files,
  changed,
}: {
  row: PromptListRow;
  of: Language;
  files: readonly PromptFileRow[];
  changed: () => void;
}) {
  const w = promptWords.value;
  const now = row.languages[of];
  const taken = useSignal<Taken | undefined>(undefined);
  const send = async (blob: Blob, name: string) => {
    const done = await uploadPrompt(row.id, of, blob, name);
    const l = language.peek();
    say(fill(w.done, { time: age(done.durationMs, l), db: number(done.gainDb, l) }));
    changed();
  };
  const trim = async () => {
    const response = await fetch(promptSoundAt(row.id, of, now.file ?? ""), { credentials: "same-origin" });
    if (response.ok) taken.value = await takenOf(await response.blob(), row.name);
  };
  const putBack = (version?: number) =>
    void usePromptVersion(row.id, of, version).then(() => {
      say(w.back);
      changed();
    }, sayFault);
  const mine = files.filter((f) => f.language === of);
  return (
    <section class="prompt-sound" aria-label={words.value.common[of]}>
      <header class="row">
        <h3>{words.value.common[of]}</h3>
        <span class={`prompt-state is-${now.state}`}>{w.state[now.state]}</span>
        {now.durationMs === undefined ? null : <span class="note num">{age(now.durationMs, language.value)}</span>}
      </header>
      {now.state === "missing" ? (
        <p class="note">{w.missingNote}</p>
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: the text of the prompt stands beside it
        <audio controls preload="none" src={promptSoundAt(row.id, of, now.file ?? row.text[of] ?? "")} />
      )}
      <TakeSound
        taken={taken}
        name={`${row.name} ${words.value.common[of]}`}
        use={send}
        more={
          now.state === "recorded" ? (
            <Button kind="quiet" onPress={() => void trim().catch(sayFault)}>
              {w.trim}
            </Button>
          ) : null
        }
      />
      {mine.length > 0 ? (
        <details>
          <summary>
            {w.versions} ({mine.length})
          </summary>
          <ul class="prompt-versions">
            {mine.map((f) => (
              <li key={f.n}>
                <span class="grow">
                  {f.original || `#${f.n}`} <span class="note num">{age(f.durationMs, language.value)}</span>
                  <span class="note">
                    {" "}
                    {fill(w.by, { by: personName(f.by), time: `${day(f.atMs, language.value)} ${hour(f.atMs, language.value)}` })}
                  </span>
                </span>
                {f.file === now.file ? (
                  <strong class="note">{w.inForce}</strong>
                ) : (
                  <Button small onPress={() => putBack(f.n)}>
                    {w.putBack}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {now.state === "recorded" && row.text[of] ? (
            <Button small kind="quiet" onPress={() => putBack()}>
              {w.speakInstead}
            </Button>
          ) : null}
        </details>
      ) : null}
    </section>
  );
}
