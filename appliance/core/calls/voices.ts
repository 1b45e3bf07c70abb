import type { MediaEvent } from "../../contract/media.ts";
import { dialogueHears } from "./dialogue.ts";
import { stopRecording } from "./recording.ts";
import type { Scene } from "./scene.ts";

/** Somebody speaks on a recording that is listened to, or nobody does any more. */
export function voiceHeard(scene: Scene, event: Extract<MediaEvent, { on: "media.speaking" | "media.quiet" }>): void {
  const { call } = scene;
  const { recording } = event;
  if (!call.recordings.some((r) => r.id === recording && r.state === "recording")) return;
  call.voices ??= [];
  const known = call.voices.find((v) => v.recording === recording);
  const voice = known ?? { recording, spoken: false };
  if (!known) call.voices.push(voice);
  if (event.on === "media.speaking") {
    voice.spoken = true;
    return;
  }
  voice.quietMs = event.forMs;
  if (!dialogueHears(scene, { on: "quiet", recording }) && call.taking?.recording === recording) stopRecording(scene, recording);
}
