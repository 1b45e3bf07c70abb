import "./features.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type ForwardWhen, forwardWhens } from "../../appliance/contract/phone-features.ts";
import { canAct, live } from "../data/live.ts";
import { dropForward, setDoNotDisturb, setForward } from "../data/phone-features.ts";
import { Button } from "../parts/button.tsx";
import { Field, Segments, SelectInput, Switch, TextInput } from "../parts/inputs.tsx";
import { FaultNote } from "../parts/notices.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { useUnkept } from "../parts/unkept.ts";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { words } from "../words/words.ts";
import { forwardText, whileText } from "./forward-text.ts";
import { blankWish, type ForwardLine, type ForwardWish, forwardLines, isNumber, numberTyped, wishOf } from "./forwards.ts";
import { calendars, phoneNow } from "./my-phone.ts";

/**
 * Where a phone's direct calls go, and whether it is left in peace: shown as it is, changed one by one.
 * `written` is told whether a number stands typed that is not saved.
 */
export function PhonePanel({ phone, written }: { phone: string; written?: Signal<boolean> }) {
  const w = ownWords.value;
  const now = phoneNow(phone);
  const lines = forwardLines(now, calendars.value);
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  return (
    <div class="phone-panel">
      <p class="note">{w.phoneNote}</p>
      <div class="feature">
        <Switch
          id={`dnd-${phone}`}
          on={now?.doNotDisturb ?? false}
          onTurn={(on) => {
            if (!blocked) setDoNotDisturb(phone, on).catch(sayFault);
          }}
        />
        <label class="feature-words" for={`dnd-${phone}`}>
          <strong>{w.dnd}</strong>
          <span class="note">{w.dndNote}</span>
        </label>
      </div>
      {forwardWhens.map((when) => (
        <Forward
          key={`${phone} ${when}`}
          phone={phone}
          when={when}
          line={lines.find((l) => l.when === when)}
          blocked={blocked}
          mark={written}
        />
      ))}
    </div>
  );
}

function Forward({
  phone,
  when,
  line,
  blocked,
  mark,
}: {
  phone: string;
  when: ForwardWhen;
  line: ForwardLine | undefined;
  blocked: string | undefined;
  mark: Signal<boolean> | undefined;
}) {
  const w = ownWords.value;
  const editing = useSignal(false);
  const end = () => {
    if (!line) return;
    dropForward(phone, when).then(
      () =>
        say(w.ended, { label: words.peek().common.undo, run: () => void setForward(phone, when, wishOf(line)).catch(sayFault) }),
      sayFault,
    );
  };
  return (
    <div class={`feature ${line ? "is-set" : ""} ${line?.active ? "is-active" : ""}`}>
      <div class="feature-words">
        <strong>{w.when[when]}</strong>
        {line ? (
          <span>
            <span class="num">{forwardText(line)}</span>
            {whileText(line) ? <span class="note"> · {whileText(line)}</span> : null}
          </span>
        ) : (
          <span class="note">{w.notSet}</span>
        )}
      </div>
      {editing.value ? null : (
        <div class="feature-acts">
          <Button small blocked={blocked} onPress={() => (editing.value = true)}>
            {line ? w.change : w.set}
          </Button>
          {line ? (
            <Button small blocked={blocked} onPress={end}>
              {w.end}
            </Button>
          ) : null}
        </div>
      )}
      {editing.value ? (
        <ForwardForm
          phone={phone}
          when={when}
          first={line ? wishOf(line) : blankWish(when, calendars.value)}
          close={() => (editing.value = false)}
          mark={mark}
        />
      ) : null}
    </div>
  );
}

type FormProps = {
  phone: string;
  when: ForwardWhen;
  first: ForwardWish;
  close: () => void;
  mark: Signal<boolean> | undefined;
};
function ForwardForm({ phone, when, first, close, mark }: FormProps) {
  const w = ownWords.value;
  const wish = useSignal(first);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const { to, afterMs, calendar } = wish.value;
  const good = isNumber(to);
  const written = to !== first.to;
  useUnkept(written);
  useEffect(() => {
    if (mark) mark.value = written;
    return () => {
      if (mark) mark.value = false;
    };
  }, [written]);
  const change = (part: Partial<ForwardWish>) => {
    wish.value = { ...wish.peek(), ...part };
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (!good || busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await setForward(phone, when, { ...wish.peek(), to: numberTyped(to) });
      say(w.saved);
      close();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const list = `phones-${phone}-${when}`;
  if (when === "hours" && calendars.value.length === 0)
    return (
      <div class="feature-form">
        <p class="note">{w.noCalendar}</p>
        <Button small onPress={close}>
          {words.value.common.cancel}
        </Button>
      </div>
    );
  return (
    <form class="feature-form" onSubmit={(event) => void save(event)}>
      <Field label={w.number} note={w.numberNote} remarks={to !== "" && !good ? [{ severity: "error", text: w.badNumber }] : []}>
        {(ids) => (
          <>
            <TextInput
              {...ids}
              {...{ list }}
              value={to}
              inputMode="tel"
              maxLength={40}
              autoComplete="off"
              onText={(t) => change({ to: t })}
            />
            <datalist id={list}>
              {(live.value?.phones ?? [])
                .filter((p) => p.id !== phone)
                .map((p) => (
                  <option key={p.id} value={p.id}>
                    {p.name}
                  </option>
                ))}
            </datalist>
          </>
        )}
      </Field>
      {afterMs === undefined ? null : (
        <Field label={w.afterSec}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={String(afterMs)}
              choices={afters(afterMs).map((ms) => ({ value: String(ms), label: String(ms / 1_000) }))}
              onChoose={(v) => change({ afterMs: Number(v) })}
            />
          )}
        </Field>
      )}
      {calendar === undefined ? null : (
        <>
          <Field label={w.calendar}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={calendar}
                choices={calendars.value.map((c) => ({ value: c.id, label: c.name }))}
                onChoose={(id) => change({ calendar: id })}
              />
            )}
          </Field>
          <Field label={w.while}>
            {() => (
              <Segments
                label={w.while}
                value={wish.value.while ?? "closed"}
                choices={[
                  { value: "open", label: w.open },
                  { value: "closed", label: w.closed },
                ]}
                onChoose={(v) => change({ while: v as "open" | "closed" })}
              />
            )}
          </Field>
        </>
      )}
      {error.value ? <FaultNote error={error.value} /> : null}
      <div class="row feature-foot">
        <Button kind="main" small type="submit" pending={busy.value} blocked={good ? undefined : w.badNumber}>
          {words.value.common.save}
        </Button>
        <Button small onPress={close}>
          {words.value.common.cancel}
        </Button>
        {to && good ? <span class="note">{fill(w.to, { to: numberTyped(to) })}</span> : null}
      </div>
    </form>
  );
}

const usualAfters = [10_000, 15_000, 20_000, 30_000, 45_000, 60_000];
const afters = (own: number): number[] => [...new Set([...usualAfters, own])].sort((a, b) => a - b);
