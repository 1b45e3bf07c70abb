import { useSignal } from "@preact/signals";
import { ClockInput } from "../parts/clock-input.tsx";
import { Field, type Remark, Segments, SelectInput, Switch, TextInput } from "../parts/inputs.tsx";
import { fill } from "../words/fill.ts";
import { words } from "../words/words.ts";
import { beginningOf } from "./beginnings.ts";
import { Bilingual } from "./bilingual.tsx";
import { settingsSchema } from "./contract-schema.ts";
import { draft, edit, remove, valueAt } from "./draft.ts";
import { fieldNote, fieldWord, leftOutWord, optionWord, remarksAt, switchWord } from "./field-words.ts";
import { ListAt } from "./list-at.tsx";
import { NumberAt } from "./number-at.tsx";
import { parsePointer, under } from "./pointer.ts";
import { RecordAt } from "./record-at.tsx";
import { referenceChoices } from "./references.ts";
import { blankOf, type JsonSchema, type Shape, schemaAt, shapeOf } from "./schema.ts";

/** The schema at a place of the draft. */
export const schemaOf = (pointer: string): JsonSchema | undefined => schemaAt(settingsSchema, parsePointer(pointer), draft.value);
const isRequired = (pointer: string): boolean => {
  const parts = parsePointer(pointer);
  const parent = schemaAt(settingsSchema, parts.slice(0, -1), draft.value);
  const shape = parent && shapeOf(parent);
  const name = parts.at(-1) ?? "";
  if (shape?.kind === "variant") {
    const chosen = String(
      (valueAt(pointer.slice(0, pointer.lastIndexOf("/"))) as Record<string, unknown> | undefined)?.[shape.by],
    );
    return shape.variants[chosen]?.required?.includes(name) ?? false;
  }
  return shape?.kind === "list" || (parent?.required?.includes(name) ?? false);
};

/**
 * The field of one place of the settings: its control follows from the contract's schema, its words from its name,
 * its remarks from the last review.
 */
export function FieldAt({
  at,
  name,
  bare,
  note: givenNote,
  label: givenLabel,
  underTitle,
}: {
  at: string;
  name?: string;
  bare?: boolean;
  note?: string;
  label?: string;
  /** Its name stands over it already. */
  underTitle?: string;
}) {
  const schema = schemaOf(at);
  if (!schema) return null;
  const own = name ?? parsePointer(at).at(-1) ?? "";
  const shape = shapeOf(schema);
  const label = givenLabel ?? (shape.kind === "switch" ? switchWord : fieldWord)(own, at);
  const note = bare ? undefined : (givenNote ?? fieldNote(own, at));
  const required = isRequired(at);
  if (shape.kind === "object" || shape.kind === "variant" || shape.kind === "list" || shape.kind === "record")
    return (
      <Group
        at={at}
        shape={shape}
        label={label}
        note={note}
        required={required}
        bare={bare ?? false}
        named={label === underTitle}
      />
    );
  return <Plain at={at} own={own} shape={shape} label={label} note={note} required={required} bare={bare ?? false} />;
}

function Plain({
  at,
  own,
  shape,
  label,
  note,
  required,
  bare,
}: {
  at: string;
  own: string;
  shape: Shape;
  label: string;
  note: string | undefined;
  required: boolean;
  bare: boolean;
}) {
  const value = valueAt(at);
  const local = useSignal<Remark[]>([]);
  const remarks = [...local.value, ...remarksAt(at)];
  const set = (next: unknown) => edit(at, next);
  const control = (ids: { id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean; "aria-label"?: string }) => {
    switch (shape.kind) {
      case "switch":
        return required ? (
          <Switch id={ids.id ?? ""} on={value === true} onTurn={set} label={bare ? label : undefined} />
        ) : (
          <Maybe value={value} set={set} ids={ids} />
        );
      case "choice":
        return required && shape.values.length <= 3 && !bare && !shape.numbers ? (
          <Segments
            label={label}
            value={String(value ?? "")}
            choices={shape.values.map((v) => ({ value: v, label: optionWord(v, own) }))}
            onChoose={set}
          />
        ) : (
          <SelectInput
            {...ids}
            value={String(value ?? "")}
            {...(required ? {} : { empty: leftOutWord(at, own, shape) ?? words.value.settings.notSet })}
            choices={shape.values.map((v) => ({ value: v, label: optionWord(v, own) }))}
            onChoose={(v) => set(v === "" ? undefined : shape.numbers ? Number(v) : v)}
          />
        );
      case "number":
        return (
          <NumberAt
            ids={ids}
            name={own}
            value={typeof value === "number" ? value : undefined}
            shape={shape}
            required={required}
            set={set}
            remark={(r) => (local.value = r)}
            empty={leftOutWord(at, own, shape)}
          />
        );
      case "bilingual":
        return (
          <Bilingual
            ids={ids}
            value={(value ?? {}) as { zh?: string; en?: string }}
            long={own === "text" || own === "greeting"}
            max={shape.max ?? 2000}
            required={required}
            set={set}
          />
        );
      default:
        return (
          <TextAt
            at={at}
            ids={ids}
            value={typeof value === "string" ? value : ""}
            shape={shape}
            required={required}
            set={set}
            remark={(r) => (local.value = r)}
          />
        );
    }
  };
  if (bare)
    return (
      <div class={`bare ${remarks.some((r) => r.severity === "error") ? "is-bad" : ""}`}>
        {control({ "aria-label": label })}
        {remarks.map((r) => (
          <p key={r.text} class={`bare-remark is-${r.severity}`}>
            {r.text}
          </p>
        ))}
      </div>
    );
  const wide =
    shape.kind === "bilingual" || own === "url" || own === "when" || own === "value" || own === "ca" || own === "certificate";
  return (
    <Field label={label} note={note} remarks={remarks} optional={!required && shape.kind !== "switch"} wide={wide}>
      {control}
    </Field>
  );
}

/** A switch with a third place: as the box does without being told. */
function Maybe({ value, set, ids }: { value: unknown; set: (next: unknown) => void; ids: object }) {
  const c = words.value.common;
  return (
    <SelectInput
      {...ids}
      value={value === undefined ? "" : String(value)}
      empty={c.default}
      choices={[
        { value: "true", label: c.yes },
        { value: "false", label: c.no },
      ]}
      onChoose={(v) => set(v === "" ? undefined : v === "true")}
    />
  );
}

const mostInOneLine = 4_000;
/** A time of day, as the contract writes it. */
const clockPattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
function TextAt({
  at,
  ids,
  value,
  shape,
  required,
  set,
  remark,
}: {
  at: string;
  ids: object;
  value: string;
  shape: Shape;
  required: boolean;
  set: (next: unknown) => void;
  remark: (r: Remark[]) => void;
}) {
  const choices = referenceChoices(at);
  if (choices)
    return (
      <SelectInput
        {...ids}
        value={value}
        empty={required ? words.value.settings.choose : words.value.settings.notSet}
        choices={choices}
        onChoose={(v) => set(v === "" && !required ? undefined : v)}
      />
    );
  if (shape.kind === "text" && shape.pattern === clockPattern)
    return (
      <ClockInput
        ids={ids}
        value={value}
        onTime={set}
        onBad={(bad) => remark(bad ? [{ severity: "error", text: words.value.settings.badForm }] : [])}
      />
    );
  const max = shape.kind === "text" ? shape.max : undefined;
  const pattern = shape.kind === "text" && shape.pattern ? new RegExp(shape.pattern) : undefined;
  const take = (text: string) => {
    set(text === "" && !required ? undefined : text);
    remark(text !== "" && pattern && !pattern.test(text) ? [{ severity: "error", text: words.value.settings.badForm }] : []);
  };
  // Certificates are pasted with their lines.
  if (max !== undefined && max > mostInOneLine)
    return (
      <textarea
        {...ids}
        class="input mono"
        rows={4}
        maxLength={max}
        spellcheck={false}
        value={value}
        onInput={(event) => take(event.currentTarget.value)}
      />
    );
  return (
    <TextInput {...ids} value={value} {...(max ? { maxLength: max } : {})} spellcheck={false} autoComplete="off" onText={take} />
  );
}

type GroupShape = Extract<Shape, { kind: "object" | "variant" | "list" | "record" }>;
function Group({
  at,
  shape,
  label,
  note,
  required,
  bare,
  named,
}: {
  at: string;
  shape: GroupShape;
  label: string;
  note: string | undefined;
  required: boolean;
  bare: boolean;
  named: boolean;
}) {
  const value = valueAt(at);
  const s = words.value.settings;
  const set = value !== undefined;
  const remarks = remarksAt(at);
  return (
    <fieldset class={`group is-wide is-${shape.kind} ${bare ? "is-bare" : ""}`}>
      <legend class={bare || (named && (required || shape.kind === "list")) ? "unseen" : "group-label"}>
        {label}
        {required || shape.kind === "list" || shape.kind === "record" ? null : (
          <Switch
            on={set}
            label={`${label}: ${s.setIt}`}
            onTurn={(on) => (on ? edit(at, beginningOf(at, schemaOf(at) ?? {})) : remove(at))}
          />
        )}
      </legend>
      {note ? <p class="field-note">{note}</p> : null}
      {set || shape.kind === "list" || shape.kind === "record" ? <Inside at={at} shape={shape} label={label} /> : null}
      {remarks.map((r) => (
        <p key={r.text} class={`bare-remark is-${r.severity}`}>
          {r.text} {r.hint}
        </p>
      ))}
    </fieldset>
  );
}

function Inside({ at, shape, label }: { at: string; shape: GroupShape; label: string }) {
  switch (shape.kind) {
    case "list":
      return <ListAt at={at} items={shape.items} {...(shape.max === undefined ? {} : { max: shape.max })} label={label} />;
    case "record":
      return <RecordAt at={at} items={shape.items} keys={shape.keys} label={label} />;
    case "object":
      return <Fields at={at} names={Object.keys(shape.properties)} />;
    case "variant":
      return <VariantAt at={at} shape={shape} />;
  }
}

export function VariantAt({ at, shape }: { at: string; shape: Extract<Shape, { kind: "variant" }> }) {
  const value = valueAt(at) as Record<string, unknown> | undefined;
  const chosen = String(value?.[shape.by] ?? "");
  const variant = shape.variants[chosen];
  const names = Object.keys(variant?.properties ?? {}).filter((n) => n !== shape.by);
  return (
    <div class="variant">
      <SelectInput
        aria-label={fill("{label}", { label: fieldWord(shape.by) })}
        value={chosen}
        choices={Object.keys(shape.variants).map((v) => ({ value: v, label: optionWord(v, parsePointer(at).at(-1)) }))}
        onChoose={(v) => {
          const next = shape.variants[v];
          if (next) edit(at, { ...(blankOf(next) as object), ...kept(value, next) });
        }}
      />
      {names.length > 0 ? <Fields at={at} names={names} /> : null}
    </div>
  );
}
/** What both variants have in common survives the change. */
function kept(value: Record<string, unknown> | undefined, next: JsonSchema): Record<string, unknown> {
  const names = Object.entries(next.properties ?? {}).flatMap(([name, schema]) => (schema.const === undefined ? [name] : []));
  return Object.fromEntries(names.flatMap((name) => (value && Object.hasOwn(value, name) ? [[name, value[name]]] : [])));
}

export function Fields({ at, names }: { at: string; names: readonly string[] }) {
  return (
    <div class="fields">
      {names.map((name) => (
        <FieldAt key={name} at={under(at, name)} />
      ))}
    </div>
  );
}
