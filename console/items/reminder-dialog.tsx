import { signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { boxNow } from "../data/clock.ts";
import { remind } from "../data/items.ts";
import { Button } from "../parts/button.tsx";
import { useCarefulClose } from "../parts/careful-close.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/inputs.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { day, daysAgo, hour } from "../words/time.ts";
import { language, words } from "../words/words.ts";

/** For which number and call a reminder is being written; nothing: none is. */
const asked = signal<{ number?: string; call?: string } | undefined>(undefined);
export const askReminder = (about: { number?: string; call?: string }): void => {
  asked.value = about;
};

const inMinutes = [15, 30, 60, 120];
/** "2026-02-17T09:00", by this computer's zone, as the field wants it. */
const local = (ms: number): string => {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
};
const tomorrowAtNine = (nowMs: number): number => {
  const at = new Date(nowMs);
  at.setDate(at.getDate() + 1);
  at.setHours(9, 0, 0, 0);
  return at.getTime();
};

/** A reminder to call back (P8): what about, when. */
export function ReminderDialog() {
  return asked.value ? <Ask about={asked.value} /> : null;
}

function Ask({ about }: { about: { number?: string; call?: string } }) {
  const w = words.value;
  const l = language.value;
  const reason = useSignal("");
  const number = useSignal(about.number ?? "");
  const first = useMemo(() => local(boxNow() + 30 * 60_000), []);
  const when = useSignal(first);
  const saving = useSignal(false);
  const atMs = new Date(when.value).getTime();
  const past = !(atMs > boxNow());
  const close = () => {
    asked.value = undefined;
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (reason.value.trim() === "" || past || saving.value) return;
    saving.value = true;
    const digits = number.value.replace(/[\s-]/g, "");
    try {
      await remind({
        reason: reason.value.trim(),
        dueAtMs: atMs,
        ...(/^[0-9+*#]{1,40}$/.test(digits) ? { number: digits } : {}),
        ...(about.call ? { call: about.call } : {}),
      });
      const time = `${daysAgo(atMs, boxNow()) === 0 ? "" : `${day(atMs, l)} `}${hour(atMs, l)}`;
      say(fill(w.items.reminded, { time }));
      close();
    } catch (error) {
      sayFault(error);
    } finally {
      saving.value = false;
    }
  };
  const written = reason.value !== "" || number.value !== (about.number ?? "") || when.value !== first;
  const careful = useCarefulClose(written, close);
  return (
    <Dialog title={w.items.remindTitle} onClose={careful} form>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <Field label={w.items.what}>
          {(ids) => (
            <TextInput
              {...ids}
              value={reason.value}
              maxLength={300}
              required
              onText={(text) => {
                reason.value = text;
              }}
            />
          )}
        </Field>
        <Field label={w.items.number} optional>
          {(ids) => (
            <TextInput
              {...ids}
              value={number.value}
              inputMode="tel"
              onText={(text) => {
                number.value = text.slice(0, 40);
              }}
            />
          )}
        </Field>
        <Field label={w.items.when} {...(past ? { remarks: [{ severity: "error", text: w.items.past }] } : {})}>
          {(ids) => (
            <input
              {...ids}
              class="input"
              type="datetime-local"
              value={when.value}
              onInput={(event) => {
                when.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <p class="row wrap">
          {inMinutes.map((n) => (
            <Button
              key={n}
              small
              onPress={() => {
                when.value = local(boxNow() + n * 60_000);
              }}
            >
              {fill(w.items.inMin, { n })}
            </Button>
          ))}
          <Button
            small
            onPress={() => {
              when.value = local(tomorrowAtNine(boxNow()));
            }}
          >
            {w.items.tomorrow}
          </Button>
        </p>
        <footer class="form-foot">
          <Button onPress={careful}>{w.common.cancel}</Button>
          <Button
            kind="main"
            type="submit"
            pending={saving.value}
            blocked={reason.value.trim() === "" ? w.items.what : past ? w.items.past : undefined}
          >
            {w.items.remindSave}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
