import { useSignal } from "@preact/signals";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Field, PasswordInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { words } from "../../words/words.ts";

/** Whether there is one: more is never told of it. */
export function IsSet({ set, yes, no }: { set: boolean; yes?: string; no?: string }) {
  const w = words.value.settings;
  return (
    <p class="row">
      <Icon name="key" />
      <span class={set ? "" : "is-unset"}>{set ? (yes ?? w.secretSet) : (no ?? w.secretUnset)}</span>
    </p>
  );
}

/** Something secret that goes straight to the box and never comes back. `long`: of several lines. */
export function SecretForm({
  label,
  note,
  saved,
  long,
  save,
  bad,
}: {
  label: string;
  note?: string;
  saved: string;
  long?: boolean;
  save: (secret: string) => Promise<unknown>;
  /** Why what is typed can't be it. */
  bad?: (secret: string) => string | undefined;
}) {
  const typed = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  useUnkept(typed.value !== "");
  const why = typed.value === "" ? undefined : bad?.(typed.value);
  const put = async (event: Event) => {
    event.preventDefault();
    if (typed.value === "" || why || busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await save(typed.peek());
      typed.value = "";
      say(saved);
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="stack secret">
      {note ? <p class="field-note">{note}</p> : null}
      <form class="secret-form" onSubmit={(event) => void put(event)}>
        <Field label={label} remarks={why ? [{ severity: "error", text: why }] : []}>
          {(ids) =>
            long ? (
              <textarea
                {...ids}
                class="input mono"
                rows={3}
                maxLength={20_000}
                spellcheck={false}
                autocomplete="off"
                value={typed.value}
                onInput={(event) => (typed.value = event.currentTarget.value)}
              />
            ) : (
              <PasswordInput {...ids} value={typed.value} onText={(t) => (typed.value = t)} autoComplete="new-password" />
            )
          }
        </Field>
        <Button type="submit" pending={busy.value} class={typed.value && !why ? "" : "is-faint"}>
          {words.value.common.save}
        </Button>
      </form>
      {error.value ? <FaultNote error={error.value} /> : null}
    </div>
  );
}
