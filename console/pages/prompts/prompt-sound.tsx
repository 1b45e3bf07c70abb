import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PromptFileRow, PromptListRow } from "../../../appliance/contract/prompt-library.ts";
import type { Language } from "../../../appliance/contract/words.ts";
import { promptSoundAt, uploadPrompt, usePromptVersion } from "../../data/prompts.ts";
import { Button } from "../../parts/button.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { CutSound } from "../../sound/cut-sound.tsx";
import { hasMicrophone, record, type Take } from "../../sound/microphone.ts";
import { type Sound, soundOf } from "../../sound/sound.ts";
import { fill } from "../../words/fill.ts";
import { promptWords } from "../../words/prompts.ts";
import { age, day, hour, number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { RecordingClock } from "./recording-clock.tsx";

type Taken = { blob: Blob; name: string; sound: Sound | undefined };

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
  const take = useSignal<Take | undefined>(undefined);
  const taken = useSignal<Taken | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const note = useSignal("");
  const busy = useSignal(false);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => void take.peek()?.stop(), []);
  const keep = async (blob: Blob, name: string) => {
    taken.value = { blob, name, sound: await soundOf(blob) };
  };
  const begin = async () => {
    note.value = "";
    error.value = undefined;
    if (!hasMicrophone()) {
      note.value = w.noMicrophone;
      return;
    }
    take.value = await record().catch(() => {
      note.value = w.microphoneRefused;
      return undefined;
    });
  };
  const end = async () => {
    const blob = await take.peek()?.stop();
    take.value = undefined;
    if (blob) await keep(blob, `${row.name} ${words.peek().common[of]}`);
  };
  const send = async (blob: Blob) => {
    busy.value = true;
    error.value = undefined;
    try {
      const done = await uploadPrompt(row.id, of, blob, taken.peek()?.name.slice(0, 200) ?? "");
      taken.value = undefined;
      const l = language.peek();
      say(fill(w.done, { time: age(done.durationMs, l), db: number(done.gainDb, l) }));
      changed();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const trim = async () => {
    const response = await fetch(promptSoundAt(row.id, of, now.file ?? ""), { credentials: "same-origin" });
    if (response.ok) await keep(await response.blob(), row.name);
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
      {note.value ? (
        <p class="notice is-warn" role="alert">
          {note.value}
        </p>
      ) : null}
      {error.value ? <FaultNote error={error.value} /> : null}
      {taken.value ? (
        <>
          {taken.value.sound ? (
            <CutSound sound={taken.value.sound} busy={busy.value} use={(wav) => void send(wav)} />
          ) : (
            <div class="row">
              <p class="note grow">{w.strange}</p>
              <Button kind="main" pending={busy.value} onPress={() => taken.value && void send(taken.value.blob)}>
                {w.asIs}
              </Button>
            </div>
          )}
          <div>
            <Button small kind="quiet" icon="bin" onPress={() => (taken.value = undefined)}>
              {w.again}
            </Button>
          </div>
        </>
      ) : take.value ? (
        <div class="row">
          <RecordingClock sinceMs={take.value.startedAtMs} />
          <Button kind="danger" onPress={() => void end()}>
            {w.stop}
          </Button>
        </div>
      ) : (
        <div class="row prompt-acts">
          <Button icon="record" onPress={() => void begin()}>
            {w.record}
          </Button>
          <Button icon="up" onPress={() => file.current?.click()}>
            {w.upload}
          </Button>
          {now.state === "recorded" ? (
            <Button kind="quiet" onPress={() => void trim().catch(sayFault)}>
              {w.trim}
            </Button>
          ) : null}
          <input
            ref={file}
            class="unseen"
            type="file"
            accept="audio/*"
            tabIndex={-1}
            aria-label={w.upload}
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              event.currentTarget.value = "";
              if (chosen) void keep(chosen, chosen.name);
            }}
          />
        </div>
      )}
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
                    {fill(w.by, { by: f.by, time: `${day(f.atMs, language.value)} ${hour(f.atMs, language.value)}` })}
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
