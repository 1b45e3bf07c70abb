import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { may } from "../../data/session.ts";
import { sendTexts } from "../../data/texts.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { ask, Dialog } from "../../parts/dialog.tsx";
import { Field, type Remark } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { textWords } from "../../words/texts.ts";
import { words } from "../../words/words.ts";
import { countText } from "./count-text.ts";
import { mostRecipients, readRecipients } from "./read-recipients.ts";

const mostText = 2_000;
/** From so many on it is asked whether that was meant. */
const many = 2;

/** A text to a number, or to several: counted as it goes out, asked about before it goes to many. */
export function WriteText({ to, onClose, onSent }: { to: string; onClose: () => void; onSent: () => void }) {
  const w = textWords.value;
  const typed = useSignal(to);
  const text = useSignal("");
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const first = useRef<HTMLTextAreaElement>(null);
  const second = useRef<HTMLTextAreaElement>(null);
  useEffect(() => (to ? second : first).current?.focus(), []);
  const { numbers, bad } = readRecipients(typed.value);
  const count = countText(text.value);
  const remarks = remarksOn(numbers.length, bad);
  const ready = numbers.length > 0 && remarks.length === 0 && text.value.trim() !== "" && count !== undefined;
  const go = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      await sendTexts(numbers, text.peek());
      const said = textWords.peek();
      say(numbers.length === 1 ? fill(said.sent1, { number: numbers[0]! }) : fill(said.sentMany, { n: numbers.length }));
      onSent();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const written = typed.value !== to || text.value !== "";
  const close = useCarefulClose(written, onClose, { title: w.dropAsk, note: w.dropNote, yes: w.drop });
  const send = () => {
    if (!ready || busy.peek()) return;
    if (numbers.length < many) return void go();
    ask({
      title: fill(w.manyAsk, { n: numbers.length }),
      note: fill(w.manyNote, { parts: numbers.length * count.parts }),
      yes: fill(w.manyYes, { n: numbers.length }),
      danger: false,
      run: () => void go(),
    });
  };
  return (
    <Dialog
      form
      title={w.write}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" pending={busy.value} class={ready ? "" : "is-faint"} onPress={send}>
            {w.send}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={w.to} note={numbers.length > 1 ? fill(w.toNote, { n: numbers.length }) : w.toOne} remarks={remarks}>
          {(ids) => (
            <textarea
              {...ids}
              ref={first}
              class="input num"
              rows={Math.min(6, 1 + typed.value.split("\n").length)}
              maxLength={20_000}
              inputMode="tel"
              value={typed.value}
              onInput={(event) => {
                typed.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <Field
          label={w.text}
          note={
            count
              ? `${fill(w.counted, { n: count.characters, parts: count.parts, left: count.left })} · ${w.alphabets[count.alphabet]}`
              : w.tooLong
          }
        >
          {(ids) => (
            <textarea
              {...ids}
              ref={second}
              class="input"
              rows={5}
              maxLength={mostText}
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function remarksOn(count: number, bad: readonly string[]): Remark[] {
  const w = textWords.value;
  const error = (text: string): Remark => ({ severity: "error", text });
  if (bad.length > 0) return [error(fill(w.bad, { what: bad.slice(0, 3).join(", ") }))];
  if (count > mostRecipients) return [error(fill(w.tooMany, { n: mostRecipients }))];
  return count > 1 && !may("supervise") ? [error(w.oneOnly)] : [];
}
