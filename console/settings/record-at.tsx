import { useSignal } from "@preact/signals";
import { Button } from "../parts/button.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { words } from "../words/words.ts";
import { edit, remove, rename, valueAt } from "./draft.ts";
import { FieldAt } from "./field-at.tsx";
import { fieldWord, remarksAt } from "./field-words.ts";
import { under } from "./pointer.ts";
import { blankOf, type JsonSchema, shapeOf } from "./schema.ts";

/** Entries by a key that people choose: keys of a menu, names of variables. */
export function RecordAt({ at, items, keys, label }: { at: string; items: JsonSchema; keys: string; label: string }) {
  const value = valueAt(at);
  const entries = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const shape = shapeOf(items);
  const names = shape.kind === "object" ? Object.keys(shape.properties) : [];
  const pattern = new RegExp(keys);
  const free = "1234567890*#ABCD".split("").find((k) => pattern.test(k) && !entries.includes(k)) ?? freeName(entries);
  return (
    <div class="rows record">
      {entries.map((key) => (
        <div key={key} class="record-row">
          <KeyInput at={at} name={key} pattern={pattern} label={label} />
          <div class="record-fields">
            {names.length > 0 ? (
              names.map((name) => <RecordCell key={name} at={under(at, key, name)} name={name} />)
            ) : (
              <FieldAt at={under(at, key)} bare />
            )}
            {remarksAt(under(at, key)).map((r) => (
              <p key={r.text} class={`bare-remark is-${r.severity}`}>
                {r.text}
              </p>
            ))}
          </div>
          <Button small kind="quiet" icon="bin" label={words.value.common.remove} onPress={() => remove(under(at, key))} />
        </div>
      ))}
      <Button small icon="plus" onPress={() => edit(under(at, free), blankOf(items))}>
        {words.value.settings.addEntry}
      </Button>
    </div>
  );
}
const RecordCell = ({ at, name }: { at: string; name: string }) => (
  <div class="record-cell">
    <span class="record-name">
      {fieldWord(name, at.slice(0, at.lastIndexOf("/", at.lastIndexOf("/") - 1)) + under("", name))}
    </span>
    <FieldAt at={at} bare />
  </div>
);

const freeName = (taken: readonly string[]): string => {
  let n = 1;
  while (taken.includes(`value${n}`)) n += 1;
  return `value${n}`;
};

/** The new key counts when the field is left, so that nothing is lost while typing. */
function KeyInput({ at, name, pattern, label }: { at: string; name: string; pattern: RegExp; label: string }) {
  const text = useSignal(name);
  const fits = pattern.test(text.value);
  return (
    <TextInput
      class="record-key num"
      aria-label={label}
      aria-invalid={!fits}
      value={text.value}
      onText={(t) => (text.value = t)}
      onBlur={() => {
        if (fits && text.value !== name) rename(at, name, text.value);
        else text.value = name;
      }}
    />
  );
}
