import "../settings/settings.css";
import "../flows/flows.css";
import "./prompts.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { PromptListRow } from "../../../appliance/contract/prompt-library.ts";
import { fetchPrompts, savePrompt } from "../../data/prompts.ts";
import { Button } from "../../parts/button.tsx";
import { Switch, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { NewById } from "../../parts/new-by-id.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { fill } from "../../words/fill.ts";
import { promptWords } from "../../words/prompts.ts";
import { pick, words } from "../../words/words.ts";
import { PromptDetail } from "./prompt-detail.tsx";
import { VoiceTabs } from "./voice-tabs.tsx";

/** The library: every prompt by category, what is recorded and what is missing, and the one that is worked on. */
export function PromptsPage() {
  const { params } = useRoute();
  const w = promptWords.value;
  const { state, reload } = useLoaded(fetchPrompts, "prompts");
  const adding = useSignal(false);
  const search = useSignal("");
  const onlyMissing = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const rows = state.value.value;
  const wanted = search.value.trim().toLowerCase();
  const shown = (rows ?? []).filter(
    (r) =>
      (!onlyMissing.value || r.languages.zh.state === "missing" || r.languages.en.state === "missing") &&
      [r.id, r.name, r.text.zh ?? "", r.text.en ?? ""].some((t) => t.toLowerCase().includes(wanted)),
  );
  const categories = [...new Set(shown.map((r) => r.category))].sort((a, b) => a.localeCompare(b));
  const chosen = rows?.find((r) => r.id === params.id);
  return (
    <div class={`voice-page prompts-page ${chosen ? "has-chosen" : ""}`}>
      <header class="page-head">
        <h1>{w.title}</h1>
        <VoiceTabs at="/prompts" />
        <Button icon="plus" onPress={() => (adding.value = true)}>
          {w.add}
        </Button>
        <p class="note">{w.about}</p>
      </header>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {!rows && state.value.loading ? <Loading /> : null}
      {rows?.length === 0 ? <Empty icon="prompt" title={w.empty} note={w.emptyNote} /> : null}
      {rows && rows.length > 0 ? (
        <div class="prompts">
          <div class="prompt-list" ref={list}>
            <TextInput aria-label={w.search} placeholder={w.search} value={search.value} onText={(t) => (search.value = t)} />
            <div class="row">
              <Switch on={onlyMissing.value} label={w.onlyMissing} onTurn={(on) => (onlyMissing.value = on)} />
              <span class="note">{w.onlyMissing}</span>
            </div>
            {shown.length === 0 ? <p class="note">{w.nothing}</p> : null}
            {categories.map((category) => (
              <section key={category}>
                <h2 class="prompt-category">{category || w.noCategory}</h2>
                <ul>
                  {shown
                    .filter((r) => r.category === category)
                    .map((r) => (
                      <PromptRow key={r.id} row={r} chosen={r.id === chosen?.id} />
                    ))}
                </ul>
              </section>
            ))}
          </div>
          {chosen ? (
            <PromptDetail row={chosen} others={rows.filter((r) => r.id !== chosen.id)} changed={reload} />
          ) : (
            <p class="note prompt-choose">{w.choose}</p>
          )}
        </div>
      ) : null}
      {adding.value ? (
        <NewPrompt taken={rows?.map((r) => r.id) ?? []} close={() => (adding.value = false)} done={reload} />
      ) : null}
    </div>
  );
}

function PromptRow({ row, chosen }: { row: PromptListRow; chosen: boolean }) {
  const w = promptWords.value;
  return (
    <li>
      <a class="prompt-row" data-row href={`/prompts/${encodeURIComponent(row.id)}`} aria-current={chosen ? "true" : undefined}>
        <strong class="cut">{row.name}</strong>
        <span class="prompt-marks">
          {(["zh", "en"] as const).map((l) => (
            <span key={l} class={`prompt-state is-${row.languages[l].state}`}>
              {words.value.common[l]} {w.state[row.languages[l].state]}
            </span>
          ))}
        </span>
        <span class="note cut">{pick(row.text)}</span>
        <span class="note">{row.uses.length > 0 ? fill(w.uses, { n: row.uses.length }) : w.unused}</span>
      </a>
    </li>
  );
}

const promptId = /^[a-z0-9][a-z0-9_-]{0,39}$/;
function NewPrompt({ taken, close, done }: { taken: readonly string[]; close: () => void; done: () => void }) {
  const w = promptWords.value;
  const { route } = useLocation();
  const make = async (id: string, name: string) => {
    await savePrompt(id, { name, text: {} });
    close();
    done();
    route(`/prompts/${id}`);
  };
  return <NewById title={w.add} nameLabel={w.name} idLabel={w.id} pattern={promptId} taken={taken} make={make} close={close} />;
}
