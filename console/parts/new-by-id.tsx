import { useSignal } from "@preact/signals";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";
import { useCarefulClose } from "./careful-close.ts";
import { Dialog } from "./dialog.tsx";
import { Field, TextInput } from "./inputs.tsx";
import { FaultNote } from "./notices.tsx";

/** Something new gets a name, and an id that it keeps; `make` may fail, and says why in the dialog. */
export function NewById({
  title,
  nameLabel,
  idLabel,
  pattern,
  taken,
  make,
  close,
}: {
  title: string;
  nameLabel: string;
  idLabel: string;
  pattern: RegExp;
  taken: readonly string[];
  make: (id: string, name: string) => Promise<void>;
  close: () => void;
}) {
  const name = useSignal("");
  const id = useSignal("");
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const used = taken.includes(id.value);
  const fits = pattern.test(id.value) && !used && name.value.trim() !== "";
  const add = async (event: Event) => {
    event.preventDefault();
    if (!fits || busy.peek()) return;
    busy.value = true;
    try {
      await make(id.value, name.value.trim());
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const w = words.value;
  const careful = useCarefulClose(name.value !== "" || id.value !== "", close);
  return (
    <Dialog
      form
      title={title}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{w.common.cancel}</Button>
          <Button kind="main" pending={busy.value} class={fits ? "" : "is-faint"} onPress={(e) => void add(e)}>
            {w.common.add}
          </Button>
        </>
      }
    >
      <form class="stack" onSubmit={(e) => void add(e)}>
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={nameLabel}>
          {(ids) => <TextInput {...ids} value={name.value} maxLength={60} onText={(t) => (name.value = t)} />}
        </Field>
        <Field label={idLabel} note={w.settings.idNote} remarks={used ? [{ severity: "error", text: w.flow.taken }] : []}>
          {(ids) => (
            <TextInput
              {...ids}
              value={id.value}
              maxLength={40}
              spellcheck={false}
              autoComplete="off"
              onText={(t) => (id.value = t.toLowerCase())}
            />
          )}
        </Field>
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
