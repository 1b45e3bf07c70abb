import "./flows.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { FlowListRow } from "../../../appliance/contract/flow-library.ts";
import { fetchFlows, saveFlowDraft } from "../../data/flows.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { base, loadSettings } from "../../settings/draft.ts";
import { fresh, idPattern } from "../../settings/sections.ts";
import { fill } from "../../words/fill.ts";
import { day, hour } from "../../words/time.ts";
import { voiceWords } from "../../words/voice.ts";
import { language, words } from "../../words/words.ts";
import { VoiceTabs } from "../prompts/voice-tabs.tsx";

/** Every flow: which version is in force, whether somebody works on a draft, how many scripts watch over it. */
export function FlowsPage() {
  const w = voiceWords.value;
  const { state, reload } = useLoaded(fetchFlows, "flows");
  const adding = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const rows = state.value.value;
  return (
    <div class="voice-page">
      <VoiceTabs at="/flows" />
      <header class="voice-head">
        <h1>{w.title}</h1>
        <span class="grow" />
        <Button icon="plus" onPress={() => (adding.value = true)}>
          {w.list.add}
        </Button>
      </header>
      <p class="note">{w.about}</p>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {!rows && state.value.loading ? <Loading /> : null}
      {rows?.length === 0 ? <Empty icon="flow" title={w.list.empty} note={w.list.emptyNote} /> : null}
      {rows && rows.length > 0 ? (
        <>
          <div class="flow-row is-head" aria-hidden="true">
            <span>{w.list.name}</span>
            <span>{w.list.inForce}</span>
            <span>{w.list.draft}</span>
            <span>{w.list.scripts}</span>
          </div>
          <ul ref={list} class="flow-list">
            {rows.map((row) => (
              <FlowRow key={row.id} row={row} />
            ))}
          </ul>
        </>
      ) : null}
      {adding.value ? <NewFlow taken={rows?.map((r) => r.id) ?? []} close={() => (adding.value = false)} /> : null}
    </div>
  );
}

function FlowRow({ row }: { row: FlowListRow }) {
  const w = voiceWords.value.list;
  const at = (ms: number) => `${day(ms, language.value)} ${hour(ms, language.value)}`;
  return (
    <li>
      <a class="flow-row" data-row href={`/flows/${encodeURIComponent(row.id)}`}>
        <span class="flow-name">
          <strong class="cut">{row.name}</strong>
          <span class="note num">{row.id}</span>
        </span>
        <span>
          {row.version ? fill(w.version, { n: row.version.n }) : row.nodes > 0 ? w.inForce : w.never}
          {row.version ? (
            <span class="note cut">{fill(w.draftBy, { by: row.version.by, time: at(row.version.atMs) })}</span>
          ) : null}
        </span>
        <span>
          {row.draft ? <strong class="has-draft">{w.draft}</strong> : <span class="faint">{w.noDraft}</span>}
          {row.draft ? (
            <span class="note cut">
              {fill(w.draftBy, { by: row.draft.by, time: at(row.draft.atMs) })}
              {row.draft.stale ? ` · ${w.stale}` : ""}
            </span>
          ) : null}
        </span>
        <span class="num">
          <span class="flow-row-name note">{w.scripts} </span>
          {row.scripts}
        </span>
      </a>
    </li>
  );
}

/** A new flow begins as a draft: nothing can reach it before it is published. */
function NewFlow({ taken, close }: { taken: readonly string[]; close: () => void }) {
  const w = voiceWords.value.list;
  const { route } = useLocation();
  const name = useSignal("");
  const id = useSignal("");
  const error = useSignal<unknown>(undefined);
  const used = taken.includes(id.value);
  const fits = idPattern("flows").test(id.value) && !used && name.value.trim() !== "";
  const add = async (event: Event) => {
    event.preventDefault();
    if (!fits) return;
    try {
      await loadSettings();
      const settings = base.peek();
      if (!settings) return;
      await saveFlowDraft({ ...fresh.flows(id.value, settings), name: name.value.trim() }, 0);
      close();
      route(`/flows/${id.value}`);
    } catch (e) {
      error.value = e;
    }
  };
  return (
    <Dialog
      form
      title={w.add}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" class={fits ? "" : "is-faint"} onPress={(e) => void add(e)}>
            {words.value.common.add}
          </Button>
        </>
      }
    >
      <form class="stack" onSubmit={(e) => void add(e)}>
        {error.value ? <FaultNote error={error.value} /> : null}
        <Field label={w.name}>
          {(ids) => <TextInput {...ids} value={name.value} maxLength={60} onText={(t) => (name.value = t)} />}
        </Field>
        <Field
          label={w.id}
          note={words.value.settings.idNote}
          remarks={used ? [{ severity: "error", text: words.value.flow.taken }] : []}
        >
          {(ids) => (
            <TextInput
              {...ids}
              value={id.value}
              maxLength={40}
              spellcheck={false}
              autoComplete="off"
              onText={(t) => (id.value = t.toLowerCase())}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
