import { useSignal } from "@preact/signals";
import type { FlowListRow } from "../../../appliance/contract/flow-library.ts";
import { fetchSettings } from "../../data/settings.ts";
import { bringBack, removeFlow } from "../../flow/remove-flow.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { usesOfFlow } from "../../settings/flow-uses.ts";
import { parsePointer } from "../../settings/pointer.ts";
import { pageOf, wayTo } from "../../settings/where.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { words } from "../../words/words.ts";

/** Asks before a flow goes, and says what leads to it: while anything does, it stays. */
export function RemoveDialog({ row, close, done }: { row: FlowListRow; close: () => void; done: () => void }) {
  const w = voiceWords.value.remove;
  const { state } = useLoaded(async () => {
    const { settings } = await fetchSettings();
    return usesOfFlow(settings, row.id).map((at) => ({ way: wayTo(parsePointer(at), settings), page: pageOf(at, settings) }));
  }, row.id);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const uses = state.value.value;
  const go = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      const removed = await removeFlow(row.id);
      close();
      done();
      say(fill(w.removed, { name: row.name }), {
        label: words.peek().common.undo,
        run: () => void bringBack(removed).then(done, sayFault),
      });
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const blocked = uses === undefined || uses.length > 0 ? w.inUse : undefined;
  return (
    <Dialog
      title={fill(w.ask, { name: row.name })}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="danger" pending={busy.value} blocked={blocked} onPress={() => void go()}>
            {words.value.common.remove}
          </Button>
        </>
      }
    >
      <div class="stack">
        {error.value ? <FaultNote error={error.value} /> : null}
        {state.value.error ? <FaultNote error={state.value.error} /> : null}
        {uses === undefined && !state.value.error ? <Loading /> : null}
        {uses && uses.length > 0 ? (
          <>
            <p>{w.inUse}</p>
            <ul class="flow-uses">
              {uses.map(({ way, page }) => (
                <li key={way.join()}>
                  <a href={page} onClick={close}>
                    {way.join(" › ")}
                  </a>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p>{w.note}</p>
        )}
      </div>
    </Dialog>
  );
}
