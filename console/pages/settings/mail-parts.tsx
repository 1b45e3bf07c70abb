import { useSignal } from "@preact/signals";
import { setMailPassword, testMail } from "../../data/settings.ts";
import { Button } from "../../parts/button.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { base, changes, noteSecret, secrets } from "../../settings/draft.ts";
import { words } from "../../words/words.ts";
import { FormPart } from "./form-group.tsx";
import { IsSet, SecretForm } from "./secret-form.tsx";

/** The password at the mail server, and a mail sent at once by the settings in force. */
export function MailParts() {
  const w = words.value.settings;
  const mail = base.value?.mail;
  const save = async (password: string) => {
    await setMailPassword(password);
    noteSecret("mail", "server");
  };
  return (
    <>
      <FormPart title={w.groups.secret}>
        {mail?.user ? (
          <div class="stack">
            <IsSet set={secrets.value.mail.length > 0} />
            <SecretForm label={w.secretPut} saved={w.secretSaved} save={save} />
          </div>
        ) : (
          <p class="note">{mail ? w.mailNoUser : w.mailApplyFirst}</p>
        )}
      </FormPart>
      <FormPart title={w.mailTest}>{mail ? <MailTest /> : <p class="note">{w.mailApplyFirst}</p>}</FormPart>
    </>
  );
}

function MailTest() {
  const w = words.value.settings;
  const to = useSignal("");
  const busy = useSignal(false);
  const outcome = useSignal<{ sent: boolean; said?: string; fault?: string } | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const good = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/.test(to.value);
  const edited = changes.value.some((c) => c.path[0] === "mail");
  const send = async (event: Event) => {
    event.preventDefault();
    if (!good || busy.value) return;
    busy.value = true;
    error.value = undefined;
    outcome.value = undefined;
    try {
      outcome.value = await testMail(to.peek());
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const now = outcome.value;
  return (
    <div class="mail-test">
      <p class="field-note">{edited ? w.mailTestEdited : w.mailTestNote}</p>
      <form onSubmit={(event) => void send(event)}>
        <Field label={w.mailTestTo}>
          {(ids) => (
            <TextInput {...ids} value={to.value} onText={(t) => (to.value = t.trim())} maxLength={255} spellcheck={false} />
          )}
        </Field>
        <Button type="submit" icon="letter" pending={busy.value} blocked={good ? undefined : w.badForm}>
          {w.mailTestSend}
        </Button>
      </form>
      <div role="status">
        {now ? (
          <p class={`notice ${now.sent ? "is-plain" : "is-bad"}`}>
            <span>
              <strong>{now.sent ? w.mailSent : w.mailNotSent}</strong>{" "}
              {now.said || now.fault ? <code>{now.said ?? now.fault}</code> : null}
            </span>
          </p>
        ) : null}
      </div>
      {error.value ? <FaultNote error={error.value} /> : null}
    </div>
  );
}
