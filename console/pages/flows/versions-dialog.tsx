import { useSignal } from "@preact/signals";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowVersionRow } from "../../../appliance/contract/flow-library.ts";
import { asFault } from "../../data/fault.ts";
import { fetchFlowDiff, fetchFlowVersions, returnFlow } from "../../data/flows.ts";
import { personName } from "../../data/people.ts";
import { reopen, rev, save } from "../../flow/flow-desk.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { day, hour } from "../../words/time.ts";
import { voiceWords } from "../../words/voice.ts";
import { language, pick } from "../../words/words.ts";
import { ChangeList } from "./change-list.tsx";

/** Every version that was in force; what is different since, and the way back to it. */
export function VersionsDialog({ flow, close }: { flow: FlowDocument; close: () => void }) {
  const w = voiceWords.value.versions;
  const { state } = useLoaded(async () => {
    await save();
    return fetchFlowVersions(flow.id).catch((error: unknown) => {
      if (asFault(error).status === 404) return [];
      throw error;
    });
  }, flow.id);
  const chosen = useSignal<number | undefined>(undefined);
  const rows = state.value.value ?? [];
  const n = chosen.value ?? rows[1]?.n ?? rows[0]?.n;
  return (
    <Dialog wide title={fill(w.title, { name: flow.name })} onClose={close}>
      {state.value.error ? <FaultNote error={state.value.error} /> : null}
      {state.value.loading ? <Loading /> : null}
      {!state.value.loading && rows.length === 0 && !state.value.error ? <p class="note">{w.none}</p> : null}
      <div class="versions">
        <ul>
          {rows.map((row, i) => (
            <li key={row.n}>
              <button type="button" class="version" aria-pressed={row.n === n} onClick={() => (chosen.value = row.n)}>
                <strong class="num">{fill(voiceWords.value.list.version, { n: row.n })}</strong>
                <span class="note">{i === 0 ? (row.removed ? w.removed : w.inForce) : ""}</span>
                <span class="version-note">{row.note || <span class="faint">{w.noNote}</span>}</span>
                <span class="note">{byLine(row)}</span>
              </button>
            </li>
          ))}
        </ul>
        {n !== undefined ? <OneVersion key={n} flow={flow} n={n} newest={rows[0]?.n === n} close={close} /> : null}
      </div>
    </Dialog>
  );
}

const byLine = (row: FlowVersionRow): string =>
  fill(voiceWords.value.versions.by, {
    by: personName(row.by),
    time: `${day(row.atMs, language.value)} ${hour(row.atMs, language.value)}`,
  });

function OneVersion({ flow, n, newest, close }: { flow: FlowDocument; n: number; newest: boolean; close: () => void }) {
  const w = voiceWords.value.versions;
  const hasDraft = rev.value > 0;
  const to = useSignal<"current" | "draft">(newest && hasDraft ? "draft" : "current");
  const { state } = useLoaded(() => fetchFlowDiff(flow.id, String(n), to.value), `${n} ${to.value}`);
  const asked = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const fault = error.value === undefined ? undefined : asFault(error.value);
  const scripts = fault?.reply?.code === "script-failed";
  const go = async () => {
    busy.value = true;
    const despite = scripts;
    error.value = undefined;
    try {
      await returnFlow(flow.id, n, despite);
      close();
      say(fill(w.backDone, { n }));
      await reopen();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="version-diff stack">
      {hasDraft ? (
        <Segments
          label={w.to.label}
          value={to.value}
          choices={[
            { value: "current", label: w.to.current },
            { value: "draft", label: w.to.draft },
          ]}
          onChoose={(v) => (to.value = v as "current" | "draft")}
        />
      ) : null}
      <h3>{fill(to.value === "current" ? w.compare : w.compareDraft, { n })}</h3>
      {state.value.error ? <FaultNote error={state.value.error} /> : null}
      {state.value.value ? <ChangeList changes={state.value.value.changes} /> : null}
      {newest ? null : asked.value ? (
        <div class="notice is-warn">
          <div class="grow">
            <p>{scripts ? w.despiteNote : fill(w.backAsk, { n })}</p>
            {scripts ? (
              fault?.reply?.problems?.map((p) => (
                <p key={p.reason.en} class="note">
                  {pick(p.reason)}
                </p>
              ))
            ) : (
              <p class="note">{w.backNote}</p>
            )}
          </div>
          <Button kind={scripts ? "danger" : "main"} pending={busy.value} onPress={() => void go()}>
            {scripts ? w.despite : w.backYes}
          </Button>
        </div>
      ) : (
        <div>
          <Button icon="undo" onPress={() => (asked.value = true)}>
            {fill(w.back, { n })}
          </Button>
        </div>
      )}
      {error.value && !scripts ? <FaultNote error={error.value} /> : null}
    </section>
  );
}
