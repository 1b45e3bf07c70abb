import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowChange } from "../../../appliance/contract/flow-change.ts";
import type { PlanStep, SettingsProblem } from "../../../appliance/contract/settings.ts";
import { asFault } from "../../data/fault.ts";
import { fetchFlowDiff, planFlow, publishFlow, runFlowScripts, type ScriptsRun } from "../../data/flows.ts";
import { reopen, rev, save } from "../../flow/flow-desk.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { base } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { pick, words } from "../../words/words.ts";
import { ChangeList } from "./change-list.tsx";
import { Verdicts } from "./verdicts.tsx";

type Looked = { changes: FlowChange[]; scripts: ScriptsRun; plan: PlanStep[]; warnings: SettingsProblem[]; refusal?: unknown };

/** Differences, scripts and the box's plan before the draft comes into force; a refusal says which script parts where. */
export function PublishDialog({ flow, close, toScripts }: { flow: FlowDocument; close: () => void; toScripts: () => void }) {
  const w = voiceWords.value;
  const looked = useSignal<Looked | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const note = useSignal("");
  useEffect(() => {
    look(flow).then(
      (found) => {
        looked.value = found;
        error.value = found.refusal;
      },
      (e: unknown) => (error.value = e),
    );
  }, []);
  const go = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      const done = await publishFlow(flow.id, rev.peek(), note.value.trim());
      close();
      say(fill(w.publish.done, { n: done.version ?? "" }));
      await reopen();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const found = looked.value;
  const scriptFault = error.value !== undefined && asFault(error.value).reply?.code === "script-failed";
  const careful = useCarefulClose(note.value !== "", close);
  return (
    <Dialog
      wide
      form
      title={fill(w.publish.title, { name: flow.name })}
      onClose={careful}
      actions={
        <>
          {scriptFault ? <Button onPress={toScripts}>{w.publish.toScripts}</Button> : null}
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button
            kind="main"
            pending={busy.value}
            blocked={found && !found.refusal ? undefined : w.publish.bad}
            onPress={() => void go()}
          >
            {w.publish.yes}
          </Button>
        </>
      }
    >
      <div class="stack publish">
        {error.value ? <Refused error={error.value} /> : null}
        {!found && !error.value ? (
          <p class="note" role="status">
            {w.publish.checking}
          </p>
        ) : null}
        {found ? (
          <>
            <section>
              <h3>{w.publish.changes}</h3>
              <ChangeList changes={found.changes} />
            </section>
            <section>
              <h3>{w.publish.scripts}</h3>
              {found.scripts.verdicts.length === 0 ? (
                <p class="note">{w.publish.noScripts}</p>
              ) : (
                <Verdicts verdicts={found.scripts.verdicts} />
              )}
            </section>
            {found.warnings.map((p) => (
              <p key={`${p.path}${p.reason.en}`} class="notice is-warn">
                <span>
                  {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
                </span>
              </p>
            ))}
            {found.refusal ? null : (
              <Field label={w.publish.note} optional>
                {(ids) => <TextInput {...ids} value={note.value} maxLength={500} onText={(t) => (note.value = t)} />}
              </Field>
            )}
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

async function look(flow: FlowDocument): Promise<Looked> {
  await save();
  const { id } = flow;
  // A flow that was never in force has nothing to be compared with.
  const known = base.peek()?.flows.some((f) => f.id === id) ?? false;
  const [changes, scripts, plan] = await Promise.all([
    known ? fetchFlowDiff(id, "current", "draft").then((d) => d.changes) : [],
    runFlowScripts(id, true),
    planFlow(id, rev.peek()).catch((refusal: unknown) => ({ plan: [], warnings: [], refusal })),
  ]);
  return { changes, scripts, ...plan };
}

function Refused({ error }: { error: unknown }) {
  const fault = asFault(error);
  return (
    <div class="stack">
      <FaultNote error={error} />
      {fault.reply?.problems?.slice(0, 20).map((p) => (
        <p key={`${p.path}${p.reason.en}`} class="notice is-bad">
          <span>
            {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
          </span>
        </p>
      ))}
    </div>
  );
}
