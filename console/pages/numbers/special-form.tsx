import { useSignal } from "@preact/signals";
import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, type Remark, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { say } from "../../parts/toasts.tsx";
import { same } from "../../settings/diff.ts";
import { draft, edit, remove, undo } from "../../settings/draft.ts";
import { remarksAt } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { knownClasses } from "./known-classes.ts";
import { NumberOf } from "./number-of.tsx";
import { isOpenPattern, isPattern } from "./patterns.ts";
import { className } from "./rule-names.ts";

/** Stands for no class: another one is typed. */
const otherClass = "+";
type Wrong = Partial<Record<"number" | "name" | "class" | "speedDial", string>>;

const blank: SpecialNumber = { number: "", name: "", class: "contact" };
/** One number; what is typed is taken over in one step, which one undo takes back. `at`: its place, none for a new one. */
export function SpecialForm({ at, close }: { at: number | undefined; close: () => void }) {
  const w = numberWords.value.special;
  const c = words.value.common;
  const list = draft.value?.specialNumbers ?? [];
  const first = (at === undefined ? undefined : list[at]) ?? blank;
  const value = useSignal<SpecialNumber>(first);
  const tried = useSignal(false);
  const v = value.value;
  const wrong = wrongOf(v, list, at);
  const bad = Object.keys(wrong).length > 0;
  const set = (more: { [K in keyof SpecialNumber]?: SpecialNumber[K] | undefined }) => {
    const next = Object.entries({ ...value.peek(), ...more }).filter(([, x]) => x !== undefined);
    value.value = Object.fromEntries(next) as SpecialNumber;
  };
  const save = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (bad) return;
    if (draft.peek()?.specialNumbers) edit(under("/specialNumbers", at ?? list.length), v);
    else edit("/specialNumbers", [v]);
    close();
  };
  const remarks = (name: keyof Wrong): Remark[] => {
    const text = wrong[name];
    const said = at === undefined ? [] : remarksAt(under("/specialNumbers", at, name));
    // An empty field is no mistake before one has tried to go on.
    return [...(text && (tried.value || v[name]) ? [{ severity: "error" as const, text }] : []), ...said];
  };
  const careful = useCarefulClose(!same(v, first), close);
  return (
    <Dialog
      form
      wide
      title={at === undefined ? w.add : w.edit}
      onClose={careful}
      actions={
        <>
          {at === undefined ? null : (
            <Button
              kind="quiet"
              icon="bin"
              onPress={() => {
                remove(under("/specialNumbers", at));
                close();
                say(fill(words.value.settings.removed, { name: v.name || v.number }), { label: c.undo, run: undo });
              }}
            >
              {c.remove}
            </Button>
          )}
          <span class="grow" />
          <Button onPress={careful}>{c.cancel}</Button>
          <Button kind="main" onPress={save} class={bad ? "is-faint" : ""}>
            {at === undefined ? c.add : c.save}
          </Button>
        </>
      }
    >
      <form class="fields" onSubmit={save}>
        <Who v={v} set={set} remarks={remarks} />
        <Treatment v={v} set={set} remarks={remarks} />
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true">
          {c.save}
        </button>
      </form>
    </Dialog>
  );
}

type Part = {
  v: SpecialNumber;
  set: (more: { [K in keyof SpecialNumber]?: SpecialNumber[K] | undefined }) => void;
  remarks: (name: keyof Wrong) => Remark[];
};

function Who({ v, set, remarks }: Part) {
  const w = numberWords.value.special;
  const classes = knownClasses();
  const other = useSignal(!classes.includes(v.class));
  return (
    <>
      <Field label={w.number} note={w.numberNote} remarks={remarks("number")}>
        {(ids) => (
          <TextInput
            {...ids}
            class="num"
            inputMode="tel"
            maxLength={31}
            autoComplete="off"
            value={v.number}
            onText={(t) => set({ number: t.replace(/[\s()-]/g, "").toUpperCase() })}
          />
        )}
      </Field>
      <Field label={w.name} remarks={remarks("name")}>
        {(ids) => <TextInput {...ids} maxLength={80} autoComplete="off" value={v.name} onText={(t) => set({ name: t })} />}
      </Field>
      <Field label={w.kind} note={w.classNote} remarks={remarks("class")}>
        {(ids) => (
          <>
            <SelectInput
              {...ids}
              value={other.value ? otherClass : v.class}
              choices={[
                ...classes.map((name) => ({ value: name, label: className(name) })),
                { value: otherClass, label: w.otherClass },
              ]}
              onChoose={(name) => {
                other.value = name === otherClass;
                set({ class: other.value ? "" : name });
              }}
            />
            {other.value ? (
              <TextInput
                aria-label={w.otherClass}
                maxLength={40}
                spellcheck={false}
                autoComplete="off"
                value={v.class}
                onText={(t) => set({ class: t.toLowerCase() })}
              />
            ) : null}
          </>
        )}
      </Field>
      <Field label={w.vipMark}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={v.vip === undefined ? "" : String(v.vip)}
            empty={w.vipByClass}
            choices={[
              { value: "true", label: words.value.common.yes },
              { value: "false", label: words.value.common.no },
            ]}
            onChoose={(x) => set({ vip: x === "" ? undefined : x === "true" })}
          />
        )}
      </Field>
      <Field label={w.note} optional wide>
        {(ids) => <TextInput {...ids} maxLength={500} value={v.note ?? ""} onText={(t) => set({ note: t || undefined })} />}
      </Field>
    </>
  );
}

function Treatment({ v, set, remarks }: Part) {
  const w = numberWords.value.special;
  return (
    <>
      <NumberOf
        at="/specialNumbers/0/priority"
        label={w.priority}
        note={w.priorityNote}
        empty={w.asQueue}
        value={v.priority}
        put={(n) => set({ priority: n })}
      />
      <NumberOf
        at="/specialNumbers/0/headStartMs"
        label={w.headStart}
        note={words.value.fieldNote.headStartMs}
        empty={words.value.common.none}
        value={v.headStartMs}
        put={(n) => set({ headStartMs: n })}
      />
      <Field label={w.agent} optional>
        {(ids) => (
          <SelectInput
            {...ids}
            value={v.agent ?? ""}
            empty={w.noAgent}
            choices={(draft.value?.agents ?? []).map((a) => ({ value: a.id, label: `${a.name} (${a.id})` }))}
            onChoose={(x) => set({ agent: (x || undefined) as SpecialNumber["agent"] })}
          />
        )}
      </Field>
      <Field label={w.language} optional>
        {(ids) => (
          <SelectInput
            {...ids}
            value={v.language ?? ""}
            empty={w.languageNone}
            choices={[
              { value: "zh", label: words.value.language.zh },
              { value: "en", label: words.value.language.en },
            ]}
            onChoose={(x) => set({ language: (x || undefined) as SpecialNumber["language"] })}
          />
        )}
      </Field>
      <Field label={w.speedDial} note={words.value.fieldNote.speedDial} remarks={remarks("speedDial")} optional>
        {(ids) => (
          <TextInput
            {...ids}
            class="num"
            inputMode="numeric"
            maxLength={4}
            autoComplete="off"
            value={v.speedDial ?? ""}
            onText={(t) => set({ speedDial: t || undefined })}
          />
        )}
      </Field>
    </>
  );
}

function wrongOf(v: SpecialNumber, list: readonly SpecialNumber[], at: number | undefined): Wrong {
  const w = numberWords.value.special;
  const others = list.filter((_, i) => i !== at);
  const listed = others.find((s) => s.number === v.number);
  const coded = v.speedDial === undefined ? undefined : others.find((s) => s.speedDial === v.speedDial);
  const wrong: Wrong = {};
  if (!isPattern(v.number)) wrong.number = w.bad;
  else if (listed) wrong.number = fill(w.listed, { name: listed.name });
  if (v.name.trim() === "") wrong.name = w.badName;
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(v.class)) wrong.class = w.badClass;
  if (v.speedDial !== undefined) {
    if (!/^[0-9]{1,4}$/.test(v.speedDial)) wrong.speedDial = w.badCode;
    else if (isOpenPattern(v.number)) wrong.speedDial = w.codePattern;
    else if (coded) wrong.speedDial = fill(w.codeTaken, { name: coded.name });
  }
  return wrong;
}
