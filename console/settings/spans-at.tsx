import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { TextInput } from "../parts/inputs.tsx";
import { words } from "../words/words.ts";
import { edit, valueAt } from "./draft.ts";
import { dayShares, readSpans, type Span, writeSpans } from "./spans.ts";

/** Opening hours of a day: written as text, shown as a day's strip. */
export function SpansAt({ at, label }: { at: string; label: string }) {
  const spans = (valueAt(at) as Span[] | undefined) ?? [];
  const written = writeSpans(spans);
  const text = useSignal(written);
  useEffect(() => {
    const typed = readSpans(text.peek());
    if (!typed || writeSpans(typed) !== written) text.value = written;
  }, [written]);
  const broken = readSpans(text.value) === undefined;
  return (
    <div class={`spans ${broken ? "is-bad" : ""}`}>
      <TextInput
        aria-label={label}
        aria-invalid={broken}
        value={text.value}
        placeholder={words.value.settings.closed}
        onText={(t) => {
          text.value = t;
          const next = readSpans(t);
          if (next) edit(at, next.length > 0 ? next : undefined);
        }}
        onBlur={() => {
          if (!broken) text.value = written;
        }}
      />
      <span class="day-strip" aria-hidden="true">
        {dayShares(spans).map((s) => (
          <span key={s.left} style={{ left: `${s.left * 100}%`, width: `${s.wide * 100}%` }} />
        ))}
      </span>
      {broken ? <p class="bare-remark is-error">{words.value.settings.spansBroken}</p> : null}
    </div>
  );
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** Monday to Sunday, one strip below the other under the same hours. */
export function WeekAt({ at }: { at: string }) {
  const s = words.value.settings;
  return (
    <div class="week">
      <div class="week-hours" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((h) => (
          <span key={h} class="num" style={{ left: `${(h / 24) * 100}%` }}>
            {h}
          </span>
        ))}
      </div>
      {weekdays.map((day) => (
        <div key={day} class="week-day">
          <span>{s.day[day]}</span>
          <SpansAt at={`${at}/${day}`} label={s.day[day]} />
        </div>
      ))}
      <p class="field-note">{s.spansHint}</p>
    </div>
  );
}
