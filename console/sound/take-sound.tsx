import "./sound.css";
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { FaultNote } from "../parts/notices.tsx";
import { useUnkept } from "../parts/unkept.ts";
import { promptWords } from "../words/prompts.ts";
import { CutSound } from "./cut-sound.tsx";
import { hasMicrophone, record, type Take } from "./microphone.ts";
import { RecordingClock } from "./recording-clock.tsx";
import { type Sound, soundOf } from "./sound.ts";

export type Taken = { blob: Blob; name: string; sound: Sound | undefined };
/** A sound ready to be cut; `sound` is missing when this browser can't read it. */
export const takenOf = async (blob: Blob, name: string): Promise<Taken> => ({ blob, name, sound: await soundOf(blob) });

/**
 * A sound from the microphone or from a file, cut, then given to `use`. `taken` is what lies ready; whoever owns it may put an
 * older sound there to be cut again. `useWord` says what using it means.
 */
export function TakeSound({
  taken,
  name,
  use,
  useWord,
  more,
}: {
  taken: Signal<Taken | undefined>;
  name: string;
  use: (sound: Blob, name: string) => Promise<void>;
  useWord?: string;
  /** Other ways to a sound, beside the buttons. */
  more?: ComponentChildren;
}) {
  const w = promptWords.value;
  const take = useSignal<Take | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const note = useSignal("");
  const busy = useSignal(false);
  const file = useRef<HTMLInputElement>(null);
  useUnkept(take.value !== undefined || taken.value !== undefined);
  useEffect(() => () => void take.peek()?.stop(), []);
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
    if (blob) taken.value = await takenOf(blob, name);
  };
  const send = async (blob: Blob) => {
    busy.value = true;
    error.value = undefined;
    try {
      await use(blob, taken.peek()?.name.slice(0, 200) ?? "");
      taken.value = undefined;
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const now = taken.value;
  return (
    <>
      {note.value ? (
        <p class="notice is-warn" role="alert">
          {note.value}
        </p>
      ) : null}
      {error.value ? <FaultNote error={error.value} /> : null}
      {now ? (
        <>
          {now.sound ? (
            <CutSound sound={now.sound} busy={busy.value} use={(wav) => void send(wav)} {...(useWord ? { useWord } : {})} />
          ) : (
            <div class="row">
              <p class="note grow">{w.strange}</p>
              <Button kind="main" pending={busy.value} onPress={() => void send(now.blob)}>
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
        <div class="row take-acts">
          <Button icon="record" onPress={() => void begin()}>
            {w.record}
          </Button>
          <Button icon="up" onPress={() => file.current?.click()}>
            {w.upload}
          </Button>
          {more}
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
              if (chosen)
                void takenOf(chosen, chosen.name).then((ready) => {
                  taken.value = ready;
                });
            }}
          />
        </div>
      )}
    </>
  );
}
