import { type VoicemailBoxSettings, voicemailDefaults } from "../../contract/voicemail.ts";
import type { Scene } from "./scene.ts";

/** The box for direct calls that the one they are meant for does not take. */
export function ownBox({ call, ctx }: Scene): VoicemailBoxSettings | undefined {
  const { meant } = call;
  if (!call.direct || !meant) return undefined;
  const boxes = ctx.settings.voicemailBoxes ?? [];
  return boxes.find((b) => b.owner.kind === "agent" && b.owner.agent === meant && b.directCalls !== false);
}

/** How long a phone rings before the box takes a direct call. Nothing: there is no such box. */
export function ringsFor(scene: Scene): number | undefined {
  const box = ownBox(scene);
  return box && (box.directRingMs ?? voicemailDefaults.directRingMs);
}
