import "./account.css";
import { useSignal } from "@preact/signals";
import { changePassword, myself } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { Field, PasswordInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { words } from "../../words/words.ts";
import { OwnParts } from "./own-parts.tsx";

export function AccountPage() {
  const me = myself();
  const w = words.value.account;
  const s = words.value.setUp;
  const old = useSignal("");
  const fresh = useSignal("");
  const again = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  useUnkept(old.value !== "" || fresh.value !== "" || again.value !== "");
  if (!me) return null;
  const differs = again.value !== "" && again.value !== fresh.value;
  const ready = old.value !== "" && fresh.value.length >= 10 && again.value === fresh.value;
  const go = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !ready) return;
    busy.value = true;
    error.value = undefined;
    try {
      await changePassword(old.value, fresh.value);
      old.value = "";
      fresh.value = "";
      again.value = "";
      say(w.changed);
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="page account">
      <header class="page-head">
        <h1>{me.name}</h1>
        <p class="note">
          {me.user} · {words.value.users.roles[me.role]}
        </p>
      </header>
      <OwnParts />
      <form class="narrow stack" onSubmit={go}>
        <h2 class="column-head">{w.password}</h2>
        <Field label={w.old}>
          {(ids) => <PasswordInput {...ids} value={old.value} onText={(t) => (old.value = t)} autoComplete="current-password" />}
        </Field>
        <Field label={w.fresh} note={s.rule}>
          {(ids) => <PasswordInput {...ids} value={fresh.value} onText={(t) => (fresh.value = t)} autoComplete="new-password" />}
        </Field>
        <Field label={w.again} remarks={differs ? [{ severity: "error", text: s.differs }] : []}>
          {(ids) => <PasswordInput {...ids} value={again.value} onText={(t) => (again.value = t)} autoComplete="new-password" />}
        </Field>
        {error.value ? <FaultNote error={error.value} /> : null}
        <div>
          <Button kind="main" type="submit" pending={busy.value} class={ready ? "" : "is-faint"}>
            {w.change}
          </Button>
        </div>
      </form>
    </div>
  );
}
