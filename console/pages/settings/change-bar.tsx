import { useSignal } from "@preact/signals";
import { Button } from "../../parts/button.tsx";
import { say } from "../../parts/toasts.tsx";
import { canRedo, canUndo, changes, discard, newer, problems, redo, revision, undo } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { ReviewDialog } from "./review-dialog.tsx";

/** What is not yet in force, always in sight, with the ways on and back. */
export function ChangeBar() {
  const w = words.value.settings;
  const c = words.value.common;
  const reviewing = useSignal(false);
  const n = changes.value.length;
  const bad = problems.value.filter((p) => p.severity === "error").length;
  const drop = () => {
    discard();
    say(w.discarded, { label: c.undo, run: undo });
  };
  return (
    <>
      <div class={`change-bar ${n > 0 ? "is-open" : ""}`}>
        <p class="change-count">
          {n > 0 ? <strong>{fill(w.changes, { n })}</strong> : <span class="faint">{w.noChanges}</span>}
          {bad > 0 ? <span class="change-bad">{fill(w.problems, { n: bad })}</span> : null}
          {newer.value ? <span class="change-bad">{w.newRevision}</span> : null}
          <span class="faint num change-revision">{fill(w.revision, { n: revision.value })}</span>
        </p>
        <span class="change-acts">
          <Button kind="quiet" icon="undo" label={c.undo} blocked={canUndo.value ? undefined : w.noChanges} onPress={undo} />
          <Button kind="quiet" icon="redo" label={c.redo} blocked={canRedo.value ? undefined : w.noChanges} onPress={redo} />
          {n > 0 ? <Button onPress={drop}>{w.discard}</Button> : null}
          <Button kind="main" blocked={n === 0 ? w.noChanges : undefined} onPress={() => (reviewing.value = true)}>
            {w.review}
          </Button>
        </span>
      </div>
      {reviewing.value ? <ReviewDialog close={() => (reviewing.value = false)} /> : null}
    </>
  );
}
