import { useSignal } from "@preact/signals";
import { Button } from "../parts/button.tsx";
import { useCarefulClose } from "../parts/careful-close.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/inputs.tsx";
import { recordingWords } from "../words/recordings.ts";
import { words } from "../words/words.ts";

const shortest = 3;

/** Nobody listens without saying why, where the settings want it so. */
export function ReasonDialog({ go, onReason, onClose }: { go: string; onReason: (reason: string) => void; onClose: () => void }) {
  const w = recordingWords.value.reason;
  const text = useSignal("");
  const tooShort = text.value.trim().length < shortest;
  const done = () => {
    if (!tooShort) onReason(text.value.trim());
  };
  const close = useCarefulClose(text.value.trim() !== "", onClose);
  return (
    <Dialog
      title={w.title}
      form
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" blocked={tooShort ? w.short : undefined} onPress={done}>
            {go}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field label={w.label} note={w.note}>
          {(ids) => <TextInput {...ids} value={text.value} maxLength={300} onText={(t) => (text.value = t)} />}
        </Field>
        <div class="row wrap">
          {Object.values(w.usual).map((usual) => (
            <Button key={usual} small onPress={() => onReason(usual)}>
              {usual}
            </Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
