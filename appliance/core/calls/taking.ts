import type { RecordingRow } from "../../contract/records.ts";
import { flowHears } from "./flow-run.ts";
import type { Scene } from "./scene.ts";
import { hearBox } from "./voicemail/listen.ts";

/** What the flow or the hearer of a box had recorded; when nobody spoke, it is as if it were empty. */
export function takingRecorded(scene: Scene, row: RecordingRow): void {
  const { call } = scene;
  const { taking, hearing } = call;
  if (taking?.recording !== row.id) return;
  delete call.taking;
  const voice = call.voices?.find((v) => v.recording === row.id);
  const complete = row.state === "complete";
  if (hearing) {
    hearBox(scene, { on: "recorded", path: complete && voice?.spoken ? row.path : undefined });
    return;
  }
  const how = !complete ? "failed" : voice?.quietMs === undefined ? "stopped" : "silence";
  const durationMs = voice?.spoken ? (row.durationMs ?? 0) : 0;
  flowHears(scene, { on: "recorded", token: taking.token, recording: row.id, durationMs, how });
}
