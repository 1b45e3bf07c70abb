import { useSignal } from "@preact/signals";
import { Field } from "../../parts/inputs.tsx";
import { edit, valueAt } from "../../settings/draft.ts";
import { fieldNote, remarksAt } from "../../settings/field-words.ts";
import { parsePointer, under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { isPattern, patternsFrom } from "./patterns.ts";

/** Numbers and patterns, one per line; none leaves the place empty. What is no number is said while it is typed. */
export function PatternsAt({ at, label }: { at: string; label: string }) {
  const w = numberWords.value.firewall;
  const value = valueAt(at);
  const list = Array.isArray(value) ? (value as string[]) : [];
  const typed = useSignal<string | undefined>(undefined);
  const bad = (typed.value === undefined ? list : patternsFrom(typed.value)).filter((text) => !isPattern(text));
  const remarks = [
    ...bad.slice(0, 3).map((text) => ({ severity: "error" as const, text: fill(w.badPattern, { text }) })),
    ...remarksAt(at),
    ...list.flatMap((_, i) => remarksAt(under(at, i))),
  ];
  return (
    <Field label={label} note={fieldNote(parsePointer(at).at(-1) ?? "") ?? w.onePerLine} remarks={remarks} optional>
      {(ids) => (
        <textarea
          {...ids}
          class="input mono"
          rows={Math.max(3, Math.min(10, list.length + 1))}
          spellcheck={false}
          inputMode="tel"
          value={typed.value ?? list.join("\n")}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            const next = patternsFrom(typed.value);
            edit(at, next.length === 0 ? undefined : next);
          }}
          onBlur={() => {
            typed.value = undefined;
          }}
        />
      )}
    </Field>
  );
}
