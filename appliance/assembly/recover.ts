import type { StoreChange } from "../contract/records.ts";
import type { Settings } from "../contract/settings.ts";
import { type BoxState, newBox } from "../core/box/box-state.ts";
import { stepBox } from "../core/box/step-box.ts";
import type { Recovery } from "../edge/store/store.ts";
import { replay } from "../runtime/timeline.ts";

export type Recovered = { box: BoxState; nextSeq: number; changes: StoreChange[]; notes: string[] };

/** The one recovery path: the snapshot, the journal's tail over it, and the rows that the tail asks for once more. */
export function recoverBox(recovery: Recovery, settings: Settings): Recovered {
  const notes: string[] = [];
  const box = fromSnapshot(recovery, settings, notes);
  const changes = replay(box, recovery.tail, stepBox, (stamped, error) =>
    notes.push(`event ${stamped.seq} (${stamped.event.on}) could not be replayed: ${String(error)}`),
  );
  const last = recovery.tail.at(-1)?.seq ?? recovery.snapshot?.seq ?? 0;
  return { box, nextSeq: last + 1, changes, notes };
}

function fromSnapshot(recovery: Recovery, settings: Settings, notes: string[]): BoxState {
  const fresh = newBox(settings);
  if (!recovery.snapshot) return fresh;
  try {
    const state = JSON.parse(recovery.snapshot.json) as BoxState;
    if (state.shape === fresh.shape) return state;
    notes.push(`the snapshot has shape ${String(state.shape)}, this version wants ${fresh.shape}`);
  } catch (error) {
    notes.push(`the snapshot could not be read: ${String(error)}`);
  }
  return fresh;
}
