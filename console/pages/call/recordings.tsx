import type { RecordingRow } from "../../../appliance/contract/records.ts";
import { may, myself } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Player } from "../../player/player.tsx";
import { words } from "../../words/words.ts";

/** Everything that was recorded of the call, each with its player or the reason why there is none. */
export function Recordings({ rows, agent }: { rows: readonly RecordingRow[]; agent: string | undefined }) {
  const w = words.value.call;
  return (
    <section class="recordings" aria-label={w.recordings}>
      {rows.length === 0 ? (
        <Quiet title={w.noRecording} note={w.noRecordingNote} />
      ) : (
        rows.map((row) => (
          <One key={row.id} row={row} mayTry={may("hear-recordings") || (agent !== undefined && agent === myself()?.agent)} />
        ))
      )}
    </section>
  );
}

const Quiet = ({ title, note, recording }: { title: string; note: string; recording?: boolean }) => (
  <p class="recording-quiet">
    {recording ? <span class="rec" /> : <Icon name="record" />}
    <strong>{title}</strong> <span class="note">{note}</span>
  </p>
);

/** Whether an agent may hear a call of his own the box says when he tries. */
function One({ row, mayTry }: { row: RecordingRow; mayTry: boolean }) {
  const w = words.value.call;
  if (row.state === "recording") return <Quiet title={w.running} note={w.runningNote} recording />;
  if (row.state === "failed") return <Quiet title={w.failed} note={row.fault ?? ""} />;
  if (!mayTry) return <Quiet title={w.recordings} note={w.notAllowed} />;
  return <Player row={row} />;
}
