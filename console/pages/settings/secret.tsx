import { useSignal } from "@preact/signals";
import { setPhoneSecret, setServerSecret, setTrunkSecret } from "../../data/settings.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Field, PasswordInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { base, noteSecret, secrets } from "../../settings/draft.ts";
import { words } from "../../words/words.ts";
import { IsSet } from "./secret-form.tsx";
import { SecretMade } from "./secret-made.tsx";

/** Passwords are no part of the document: they go straight to the box and never come back, but for one made just now. */
export function Secret({ kind, id }: { kind: "trunks" | "phones" | "server"; id: string }) {
  const w = words.value.settings;
  const typed = useSignal("");
  const made = useSignal<string | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  useUnkept(typed.value !== "");
  const set = kind === "server" ? secrets.value.server.length > 0 : secrets.value[kind].includes(id);
  const known =
    kind === "server" ? base.value?.sip.server.kind === "drachtio" : (base.value?.[kind].some((x) => x.id === id) ?? false);
  if (!known) return <p class="note">{w.secretApplyFirst}</p>;
  const run = async (act: () => Promise<string | undefined>) => {
    busy.value = true;
    error.value = undefined;
    try {
      made.value = await act();
      typed.value = "";
      noteSecret(kind, id);
      if (made.value === undefined) say(w.secretSaved);
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const make = () => void run(async () => (await setPhoneSecret(id)).password);
  const put = (event: Event) => {
    event.preventDefault();
    if (typed.value === "" || busy.value) return;
    void run(async () => {
      if (kind === "phones") await setPhoneSecret(id, typed.value);
      else if (kind === "server") await setServerSecret(typed.value);
      else await setTrunkSecret(id, typed.value);
      return undefined;
    });
  };
  return (
    <div class="stack secret">
      <IsSet set={set} />
      {made.value ? <SecretMade note={w.secretOnce} secret={made.value} /> : null}
      {kind === "phones" ? (
        <div>
          <Button
            icon="key"
            pending={busy.value}
            onPress={() =>
              set ? ask({ title: w.secretMake, note: w.secretMakeNote, yes: w.secretMake, danger: true, run: make }) : make()
            }
          >
            {w.secretMake}
          </Button>
        </div>
      ) : null}
      <form class="secret-form" onSubmit={put}>
        <Field label={w.secretPut}>
          {(ids) => <PasswordInput {...ids} value={typed.value} onText={(t) => (typed.value = t)} autoComplete="new-password" />}
        </Field>
        <Button type="submit" pending={busy.value} class={typed.value ? "" : "is-faint"}>
          {words.value.common.save}
        </Button>
      </form>
      {error.value ? <FaultNote error={error.value} /> : null}
    </div>
  );
}
