import { useSignal } from "@preact/signals";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { fetchFlowVersions } from "../../data/flows.ts";
import { giveUpDraft, rebase, rev, saving, settleDraft, stale } from "../../flow/flow-desk.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { canRedo, canUndo, problems, redo, undo } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { words } from "../../words/words.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { VersionsDialog } from "./versions-dialog.tsx";

/** Name, whether the draft is saved, and the ways to versions and into force. */
export function FlowHead({ flow, toScripts }: { flow: FlowDocument; toScripts: () => void }) {
  const w = voiceWords.value;
  const c = words.value.common;
  const shown = useSignal<"versions" | "publish" | undefined>(undefined);
  const state = saving.value;
  const broken = problems.value.some((p) => p.severity === "error");
  const close = () => (shown.value = undefined);
  const giveUp = () =>
    ask({
      title: fill(w.giveUpAsk, { name: flow.name }),
      note: w.giveUpNote,
      yes: w.giveUp,
      danger: true,
      run: () => void giveUpDraft().then(() => say(w.gaveUp), sayFault),
    });
  const blocked = state === "published" ? w.state.published : broken ? w.publish.bad : undefined;
  return (
    <>
      <header class="flow-head">
        <h1 class="cut">{flow.name || flow.id}</h1>
        <code class="faint">{flow.id}</code>
        <span class={`saving is-${state}`} role="status">
          {w.state[state]}
        </span>
        <span class="grow" />
        <span class="row">
          <Button kind="quiet" icon="undo" label={c.undo} blocked={canUndo.value ? undefined : c.none} onPress={undo} />
          <Button kind="quiet" icon="redo" label={c.redo} blocked={canRedo.value ? undefined : c.none} onPress={redo} />
          {rev.value > 0 ? (
            <Button kind="quiet" onPress={giveUp}>
              {w.giveUp}
            </Button>
          ) : null}
          <Button onPress={() => (shown.value = "versions")}>{w.versions.open}</Button>
          <Button kind="main" blocked={blocked} onPress={() => (shown.value = "publish")}>
            {w.publish.open}
          </Button>
        </span>
      </header>
      {state === "conflict" ? (
        <p class="notice is-warn" role="alert">
          <span class="grow">{w.conflict}</span>
          <Button small onPress={() => void settleDraft("theirs").catch(sayFault)}>
            {w.takeTheirs}
          </Button>
          <Button small onPress={() => void settleDraft("mine").catch(sayFault)}>
            {w.keepMine}
          </Button>
        </p>
      ) : null}
      {stale.value ? (
        <p class="notice is-warn" role="status">
          <span class="grow">{w.stale}</span>
          <Button small onPress={() => (shown.value = "versions")}>
            {w.seeDiff}
          </Button>
          <Button small onPress={() => void toNewest(flow.id).catch(sayFault)}>
            {w.rebase}
          </Button>
        </p>
      ) : null}
      {shown.value === "versions" ? <VersionsDialog flow={flow} close={close} /> : null}
      {shown.value === "publish" ? (
        <PublishDialog
          flow={flow}
          close={close}
          toScripts={() => {
            close();
            toScripts();
          }}
        />
      ) : null}
    </>
  );
}

async function toNewest(id: string): Promise<void> {
  const [newest] = await fetchFlowVersions(id);
  await rebase(newest?.n ?? 0);
  say(voiceWords.peek().rebased);
}
