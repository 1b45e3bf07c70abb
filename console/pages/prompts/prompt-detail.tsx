import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { PromptListRow, PromptUse } from "../../../appliance/contract/prompt-library.ts";
import { dropPrompt, fetchPromptVersions, replacePrompt, savePrompt } from "../../data/prompts.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { say, sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { fill } from "../../words/fill.ts";
import { promptWords } from "../../words/prompts.ts";
import { pick, words } from "../../words/words.ts";
import { PromptSound } from "./prompt-sound.tsx";

/** One prompt: its words, its sound in both languages, and who plays it. */
export function PromptDetail({
  row,
  others,
  changed,
}: {
  row: PromptListRow;
  others: readonly PromptListRow[];
  changed: () => void;
}) {
  const w = promptWords.value;
  const { route } = useLocation();
  const files = useLoaded(() => fetchPromptVersions(row.id), row.id);
  const refresh = () => {
    files.reload();
    changed();
  };
  const drop = () =>
    ask({
      title: fill(w.removeAsk, { name: row.name }),
      note: w.removeNote,
      yes: words.value.common.remove,
      danger: true,
      run: () =>
        void dropPrompt(row.id).then(() => {
          say(w.removed);
          route("/prompts");
          changed();
        }, sayFault),
    });
  const replace = (id: string) => {
    const other = others.find((o) => o.id === id);
    if (!other) return;
    ask({
      title: fill(w.replaceAsk, { name: row.name, other: other.name }),
      note: w.replaceNote,
      yes: w.replaceYes,
      danger: false,
      run: () =>
        void replacePrompt(row.id, id).then(() => {
          say(w.replaced);
          changed();
        }, sayFault),
    });
  };
  return (
    <section class="prompt-detail" aria-label={row.name}>
      <header class="row">
        <h2 class="grow cut">
          {row.name} <code class="faint">{row.id}</code>
        </h2>
        <Button kind="quiet" icon="bin" blocked={row.uses.length > 0 ? w.inUse : undefined} onPress={drop}>
          {words.value.common.remove}
        </Button>
      </header>
      <PromptWordsForm key={row.id} row={row} saved={changed} categories={others.map((o) => o.category)} />
      {(["zh", "en"] as const).map((of) => (
        <PromptSound key={of + row.id} row={row} of={of} files={files.state.value.value ?? []} changed={refresh} />
      ))}
      <section class="stack">
        <h3>{w.where}</h3>
        {row.uses.length === 0 ? <p class="note">{w.nowhere}</p> : null}
        <ul class="prompt-uses">
          {row.uses.map((use) => (
            <li key={`${use.in}${use.draft ?? ""}${use.path}`}>
              <Use use={use} />
            </li>
          ))}
        </ul>
        {row.uses.length > 0 && others.length > 0 ? (
          <Field label={w.replace}>
            {(ids) => (
              <SelectInput
                {...ids}
                value=""
                empty={words.value.settings.choose}
                choices={others.map((o) => ({ value: o.id, label: `${o.name} (${o.id})` }))}
                onChoose={replace}
              />
            )}
          </Field>
        ) : null}
      </section>
    </section>
  );
}

function Use({ use }: { use: PromptUse }) {
  const text = pick(use.words);
  if (!use.draft) return <span>{text}</span>;
  return (
    <a href={`/flows/${encodeURIComponent(use.draft)}`}>
      {text} <span class="note">{fill(promptWords.value.inDraft, { flow: use.draft })}</span>
    </a>
  );
}

function PromptWordsForm({ row, saved, categories }: { row: PromptListRow; saved: () => void; categories: readonly string[] }) {
  const w = promptWords.value;
  const edited = useSignal<Pick<PromptListRow, "name" | "category" | "text"> | undefined>(undefined);
  const busy = useSignal(false);
  useUnkept(edited.value !== undefined);
  const now = edited.value ?? row;
  const set = (part: Partial<PromptListRow>) => {
    const { name, category, text } = { ...now, ...part };
    edited.value = { name, category, text };
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const next = edited.peek();
    if (!next || next.name.trim() === "") return;
    busy.value = true;
    try {
      const text = Object.fromEntries(Object.entries(next.text).filter(([, words]) => words !== ""));
      await savePrompt(row.id, { name: next.name.trim(), category: next.category.trim(), text });
      edited.value = undefined;
      say(w.saved);
      saved();
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="fields prompt-words" onSubmit={(event) => void save(event)}>
      <Field label={w.name}>
        {(ids) => <TextInput {...ids} value={now.name} maxLength={60} onText={(name) => set({ name })} />}
      </Field>
      <Field label={w.category} optional>
        {(ids) => (
          <>
            <input
              {...ids}
              class="input"
              type="text"
              list="prompt-categories"
              maxLength={60}
              value={now.category}
              onInput={(event) => set({ category: event.currentTarget.value })}
            />
            <datalist id="prompt-categories">
              {[...new Set(categories)].filter(Boolean).map((c) => (
                <option key={c} value={c} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      {(["zh", "en"] as const).map((l) => (
        <Field key={l} wide label={`${w.text} · ${words.value.common[l]}`} note={l === "zh" ? w.textNote : undefined}>
          {(ids) => (
            <textarea
              {...ids}
              class="input"
              rows={2}
              maxLength={500}
              lang={l}
              value={now.text[l] ?? ""}
              onInput={(event) => set({ text: { ...now.text, [l]: event.currentTarget.value } })}
            />
          )}
        </Field>
      ))}
      <div class="row is-wide prompt-save">
        <Button
          type="submit"
          kind="main"
          pending={busy.value}
          blocked={edited.value ? undefined : w.saved}
          onPress={(event) => void save(event)}
        >
          {w.save}
        </Button>
        {edited.value ? <span class="note">{w.unsaved}</span> : null}
      </div>
    </form>
  );
}
