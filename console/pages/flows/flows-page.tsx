import "./flows.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { FlowListRow } from "../../../appliance/contract/flow-library.ts";
import { fetchFlows, fetchRemovedFlows, saveFlowDraft } from "../../data/flows.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { NewById } from "../../parts/new-by-id.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { base, loadSettings } from "../../settings/draft.ts";
import { fresh, idPattern } from "../../settings/sections.ts";
import { fill } from "../../words/fill.ts";
import { day, hour } from "../../words/time.ts";
import { voiceWords } from "../../words/voice.ts";
import { language } from "../../words/words.ts";
import { VoiceTabs } from "../prompts/voice-tabs.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RemovedFlows } from "./removed-flows.tsx";

/** Every flow: which version is in force, whether somebody works on a draft, how many scripts watch over it. */
export function FlowsPage() {
  const w = voiceWords.value;
  const { state, reload } = useLoaded(async () => {
    const [flows, removed] = await Promise.all([fetchFlows(), fetchRemovedFlows()]);
    return { flows, removed };
  }, "flows");
  const removing = useSignal<FlowListRow | undefined>(undefined);
  const adding = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const rows = state.value.value?.flows;
  return (
    <div class="voice-page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <VoiceTabs at="/flows" />
        <Button icon="plus" onPress={() => (adding.value = true)}>
          {w.list.add}
        </Button>
        <p class="note">{w.about}</p>
      </header>
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
              <FlowRow key={row.id} row={row} remove={() => (removing.value = row)} />
            ))}
          </ul>
        </>
      ) : null}
      {state.value.value ? <RemovedFlows rows={state.value.value.removed} changed={reload} /> : null}
      {removing.value ? <RemoveDialog row={removing.value} close={() => (removing.value = undefined)} done={reload} /> : null}
      {adding.value ? <NewFlow taken={rows?.map((r) => r.id) ?? []} close={() => (adding.value = false)} /> : null}
    </div>
  );
}

function FlowRow({ row, remove }: { row: FlowListRow; remove: () => void }) {
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
            <span class="note cut">{fill(w.draftBy, { by: personName(row.version.by), time: at(row.version.atMs) })}</span>
          ) : null}
        </span>
        <span>
          {row.draft ? <strong class="has-draft">{w.draft}</strong> : <span class="faint">{w.noDraft}</span>}
          {row.draft ? (
            <span class="note cut">
              {fill(w.draftBy, { by: personName(row.draft.by), time: at(row.draft.atMs) })}
              {row.draft.stale ? ` · ${w.stale}` : ""}
            </span>
          ) : null}
        </span>
        <span class="num">
          <span class="flow-row-name note">{w.scripts} </span>
          {row.scripts}
        </span>
      </a>
      <Button kind="quiet" icon="bin" label={fill(voiceWords.value.remove.act, { name: row.name })} onPress={remove} />
    </li>
  );
}

/** A new flow begins as a draft: nothing can reach it before it is published. */
function NewFlow({ taken, close }: { taken: readonly string[]; close: () => void }) {
  const w = voiceWords.value.list;
  const { route } = useLocation();
  const make = async (id: string, name: string) => {
    await loadSettings();
    const settings = base.peek();
    if (!settings) return;
    await saveFlowDraft({ ...fresh.flows(id, settings), name }, 0);
    close();
    route(`/flows/${id}`);
  };
  const pattern = idPattern("flows");
  return <NewById title={w.add} nameLabel={w.name} idLabel={w.id} pattern={pattern} taken={taken} make={make} close={close} />;
}
