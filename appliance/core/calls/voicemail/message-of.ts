import type { RecordingRow } from "../../../contract/records.ts";
import { type MessageRow, voicemailDefaults } from "../../../contract/voicemail.ts";
import type { Leaving } from "../call.ts";
import { post, type Scene } from "../scene.ts";

/** What there is to keep: somebody spoke, long enough. */
export function messageOf(scene: Scene, { box: id }: Leaving, row: RecordingRow): MessageRow | undefined {
  const { call, ctx } = scene;
  const { record } = call;
  const box = ctx.settings.voicemailBoxes?.find((b) => b.id === id);
  const voice = call.voices?.find((v) => v.recording === row.id);
  if (!voice?.spoken || row.state === "failed") return undefined;
  const lengthMs = Math.max(0, (row.durationMs ?? ctx.atMs - row.startedAtMs) - (voice.quietMs ?? 0));
  if (lengthMs < (box?.minMs ?? voicemailDefaults.minMs)) return undefined;
  return {
    id: row.id,
    box: id,
    call: record.id,
    recording: row.id,
    path: row.path,
    caller: record.caller,
    ...(record.callerName ? { callerName: record.callerName } : {}),
    language: record.language,
    atMs: row.startedAtMs,
    lengthMs,
    fields: record.fields.map((field) => ({ ...field })),
    state: "new",
  };
}

/** The box failed while somebody spoke: what he had said by then is his message. */
export function keepCutMessage(scene: Scene): void {
  const { leaving, recordings } = scene.call;
  const row = leaving && recordings.find((r) => r.id === leaving.recording);
  const message = row && messageOf(scene, leaving, row);
  if (message) post(scene, { on: "message.left", message });
}
