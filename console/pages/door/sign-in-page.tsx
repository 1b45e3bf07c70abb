import { useSignal } from "@preact/signals";
import { boxStatus, signIn } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { Field, PasswordInput, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { Mark } from "../../shell/frame.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { DoorTools } from "./door-tools.tsx";

export function SignInPage({ ended }: { ended: boolean }) {
  const user = useSignal("");
  const password = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const w = words.value;
  const go = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await signIn(user.value.trim(), password.value);
    } catch (e) {
      error.value = e;
      password.value = "";
    } finally {
      busy.value = false;
    }
  };
  return (
    <main class="door">
      <div class="door-head">
        <span class="door-brand">
          <Mark />
          {w.product}
        </span>
        <DoorTools />
      </div>
      <form class="door-sheet" onSubmit={go}>
        <h1>{boxStatus.value?.name || w.signIn.title}</h1>
        {ended && !error.value ? <p class="notice is-plain">{w.fault.ended}</p> : null}
        <Field label={w.signIn.user}>
          {(ids) => (
            <TextInput
              {...ids}
              value={user.value}
              onText={(t) => (user.value = t)}
              autoComplete="username"
              spellcheck={false}
              required
            />
          )}
        </Field>
        <Field label={w.signIn.password}>
          {(ids) => (
            <PasswordInput
              {...ids}
              value={password.value}
              onText={(t) => (password.value = t)}
              autoComplete="current-password"
              required
            />
          )}
        </Field>
        {error.value ? <FaultNote error={error.value} /> : null}
        <Button type="submit" kind="main" pending={busy.value} class="is-full">
          {busy.value ? w.signIn.going : w.signIn.go}
        </Button>
      </form>
      <p class="door-foot small faint">{boxStatus.value ? fill(w.signIn.version, { version: boxStatus.value.version }) : ""}</p>
    </main>
  );
}
