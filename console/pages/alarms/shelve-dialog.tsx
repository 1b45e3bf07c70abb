import { useSignal } from "@preact/signals";
import { type LiveAlarm, shelve } from "../../data/alarms.ts";
import { boxNow } from "../../data/clock.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, Segments, TextInput } from "../../parts/inputs.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { day, hour } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

const minutesOf = { m30: 30, h1: 60, h4: 240, h8: 480, d1: 1_440, d7: 10_080 } as const;
type SpanName = keyof typeof minutesOf;

/** Puts an alarm aside for a time, with a reason that everybody can read. */
export function ShelveDialog({ alarm, onClose }: { alarm: LiveAlarm; onClose: () => void }) {
  const w = alarmWords.value;
  const span = useSignal<SpanName>("h1");
  const reason = useSignal("");
  const busy = useSignal(false);
  const blocked = reason.value.trim() === "" ? w.reasonWanted : undefined;
  const go = () => {
    if (blocked || busy.value) return;
    busy.value = true;
    const minutes = minutesOf[span.value];
    const untilMs = boxNow() + minutes * 60_000;
    const time = `${minutes >= 480 ? `${day(untilMs, language.value)} ` : ""}${hour(untilMs, language.value)}`;
    shelve(alarm.id, minutes, reason.value.trim())
      .then(() => {
        say(fill(w.done.shelved, { time }));
        onClose();
      }, sayFault)
      .finally(() => {
        busy.value = false;
      });
  };
  const usual: string[] = Object.values(w.usual);
  const close = useCarefulClose(reason.value.trim() !== "" && !usual.includes(reason.value), onClose);
  return (
    <Dialog
      title={fill(w.shelveTitle, { name: pick(alarm.name) || pick(alarm.words) })}
      form
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" blocked={blocked} pending={busy.value} onPress={go}>
            {w.shelve}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p class="note">{w.shelveNote}</p>
        <div class="shelve-span">
          <Segments
            label={w.forHow}
            value={span.value}
            choices={(Object.keys(minutesOf) as SpanName[]).map((name) => ({ value: name, label: w.spans[name] }))}
            onChoose={(name) => {
              span.value = name as SpanName;
            }}
          />
        </div>
        <Field label={w.reason}>
          {(ids) => (
            <TextInput
              {...ids}
              value={reason.value}
              maxLength={120}
              onText={(text) => {
                reason.value = text;
              }}
            />
          )}
        </Field>
        <div class="row wrap">
          {usual.map((text) => (
            <Button
              key={text}
              small
              onPress={() => {
                reason.value = text;
              }}
            >
              {text}
            </Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
