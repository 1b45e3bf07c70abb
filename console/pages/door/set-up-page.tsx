import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { chooseLanguage, setUp } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { Field, PasswordInput, type Remark, Segments, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { Mark } from "../../shell/frame.tsx";
import { fill } from "../../words/fill.ts";
import { language, words } from "../../words/words.ts";
import { DoorTools } from "./door-tools.tsx";

/** Language, then the site's name, then the first administrator. Every step can be gone back to. */
export function SetUpPage() {
  const step = useSignal(1);
  const site = useSignal("");
  const user = useSignal("");
  const password = useSignal("");
  const again = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const w = words.value.setUp;
  const c = words.value.common;
  const weak = password.value !== "" && (password.value.length < 10 || password.value.toLowerCase() === user.value.toLowerCase());
  const differs = again.value !== "" && again.value !== password.value;
  const ready =
    step.value === 1 ||
    (step.value === 2
      ? site.value.trim() !== ""
      : user.value !== "" && password.value !== "" && again.value === password.value && !weak);
  const go = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !ready) return;
    if (step.value < 3) {
      step.value += 1;
      return;
    }
    busy.value = true;
    error.value = undefined;
    try {
      await setUp({ user: user.value.trim(), password: password.value, siteName: site.value.trim(), language: language.value });
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const bad = (text: string): Remark[] => [{ severity: "error", text }];
  return (
    <main class="door">
      <div class="door-head">
        <span class="door-brand">
          <Mark />
          {words.value.product}
        </span>
        <DoorTools />
      </div>
      <form class="door-sheet" onSubmit={go}>
        <div class="steps" role="img" aria-label={fill(w.steps, { n: step.value, of: 3 })}>
          {[1, 2, 3].map((n) => (
            <span key={n} class={n <= step.value ? "is-done" : ""} />
          ))}
        </div>
        <h1>{w.title}</h1>
        {step.value === 1 ? <p class="note">{w.lead}</p> : null}
        {step.value === 1 ? (
          <Step label={w.language} note={w.languageNote}>
            <Segments
              label={w.language}
              value={language.value}
              choices={[
                { value: "zh", label: "中文" },
                { value: "en", label: "English" },
              ]}
              onChoose={(to) => void chooseLanguage(to === "zh" ? "zh" : "en")}
            />
          </Step>
        ) : null}
        {step.value === 2 ? (
          <Step label={w.site} note={w.siteNote}>
            <Field label={w.siteName}>
              {(ids) => <TextInput {...ids} value={site.value} onText={(t) => (site.value = t)} maxLength={80} required />}
            </Field>
          </Step>
        ) : null}
        {step.value === 3 ? (
          <Step label={w.admin} note={w.adminNote}>
            <Field label={words.value.signIn.user}>
              {(ids) => (
                <TextInput
                  {...ids}
                  value={user.value}
                  onText={(t) => (user.value = t)}
                  autoComplete="username"
                  maxLength={60}
                  spellcheck={false}
                  required
                />
              )}
            </Field>
            <Field label={words.value.signIn.password} note={weak ? undefined : w.rule} remarks={weak ? bad(w.rule) : []}>
              {(ids) => (
                <PasswordInput
                  {...ids}
                  value={password.value}
                  onText={(t) => (password.value = t)}
                  autoComplete="new-password"
                  required
                />
              )}
            </Field>
            <Field label={w.again} remarks={differs ? bad(w.differs) : []}>
              {(ids) => (
                <PasswordInput
                  {...ids}
                  value={again.value}
                  onText={(t) => (again.value = t)}
                  autoComplete="new-password"
                  required
                />
              )}
            </Field>
          </Step>
        ) : null}
        {error.value ? <FaultNote error={error.value} /> : null}
        <div class="row door-acts">
          {step.value > 1 ? (
            <Button icon="back" onPress={() => (step.value -= 1)}>
              {c.back}
            </Button>
          ) : null}
          <span class="grow" />
          <Button type="submit" kind="main" pending={busy.value} class={ready ? "" : "is-faint"}>
            {step.value < 3 ? w.next : busy.value ? w.finishing : w.finish}
          </Button>
        </div>
      </form>
    </main>
  );
}

function Step({ label, note, children }: { label: string; note: string; children: ComponentChildren }) {
  return (
    <section class="stack">
      <div>
        <h2>{label}</h2>
        <p class="note">{note}</p>
      </div>
      {children}
    </section>
  );
}
