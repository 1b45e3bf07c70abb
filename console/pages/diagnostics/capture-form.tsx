import { useSignal } from "@preact/signals";
import type { CaptureKind, Diagnostics } from "../../../appliance/contract/diagnostics.ts";
import { startCapture } from "../../data/diagnostics.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput, Switch, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { fill } from "../../words/fill.ts";
import { number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

const kinds: CaptureKind[] = ["calls", "sip", "rtp", "at", "modbus"];
const placeOf = { calls: "address", sip: "address", rtp: "address", at: "modem", modbus: "bus" } as const;
const withContent: readonly CaptureKind[] = ["calls", "rtp", "at"];
const usualMinutes = "10";
const usualMegabytes = "50";
const wholeIn = (text: string, least: number, most: number): number | undefined => {
  const n = Number(text);
  return Number.isInteger(n) && n >= least && n <= most ? n : undefined;
};

export function CaptureForm({ now, done }: { now: Diagnostics; done: (started: boolean) => void }) {
  const w = diagnosticsWords.value.captures;
  const kind = useSignal<CaptureKind>("calls");
  const subject = useSignal("");
  const minutes = useSignal(usualMinutes);
  const megabytes = useSignal(usualMegabytes);
  const content = useSignal(false);
  const reason = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const mayContent = may("capture-content") && withContent.includes(kind.value);
  const asked = mayContent && content.value;
  const [time, size] = [wholeIn(minutes.value, 1, 240), wholeIn(megabytes.value, 1, 1_000)];
  const fit = time !== undefined && size !== undefined && (!asked || reason.value.trim().length >= 3);
  const places = now.subjects.filter((s) => s.of === placeOf[kind.value]).map((s) => ({ value: s.id, label: s.name }));
  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value || time === undefined || size === undefined || !fit) return;
    busy.value = true;
    error.value = undefined;
    try {
      await startCapture({
        kind: kind.value,
        minutes: time,
        megabytes: size,
        ...(subject.value ? { subject: subject.value } : {}),
        ...(asked ? { content: true, reason: reason.value.trim() } : {}),
      });
      say(w.started);
      done(true);
    } catch (fault) {
      error.value = fault;
    } finally {
      busy.value = false;
    }
  };
  const written =
    minutes.value !== usualMinutes || megabytes.value !== usualMegabytes || reason.value !== "" || subject.value !== "";
  const close = useCarefulClose(written, () => done(false));
  return (
    <Dialog title={w.start} onClose={close} form>
      <form class="diag-form" onSubmit={(event) => void save(event)}>
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={w.what} note={w.notes[kind.value]}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={kind.value}
              choices={kinds.map((value) => ({ value, label: w.kinds[value] }))}
              onChoose={(value) => {
                kind.value = value as CaptureKind;
                subject.value = "";
              }}
            />
          )}
        </Field>
        <Field label={w.where}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={subject.value}
              choices={places}
              empty={w.everywhere}
              onChoose={(value) => (subject.value = value)}
            />
          )}
        </Field>
        <div class="diag-two">
          <Field label={w.minutes}>
            {(ids) => <TextInput {...ids} value={minutes.value} inputMode="numeric" onText={(text) => (minutes.value = text)} />}
          </Field>
          <Field label={w.megabytes}>
            {(ids) => (
              <TextInput {...ids} value={megabytes.value} inputMode="numeric" onText={(text) => (megabytes.value = text)} />
            )}
          </Field>
        </div>
        <p class="field-note">
          {fill(w.room, { free: number(now.freeMb, language.value, 0), keep: number(now.keepFreeMb, language.value, 0) })}
        </p>
        {mayContent ? (
          <Field label={w.content} note={w.contentNote}>
            {({ id }) => <Switch id={id} on={content.value} onTurn={(on) => (content.value = on)} />}
          </Field>
        ) : null}
        {asked ? (
          <Field label={w.reason}>
            {(ids) => (
              <TextInput {...ids} value={reason.value} maxLength={300} required onText={(text) => (reason.value = text)} />
            )}
          </Field>
        ) : null}
        <div class="row form-acts">
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" type="submit" pending={busy.value} aria-description={fit ? "" : w.minutes}>
            {w.begin}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
