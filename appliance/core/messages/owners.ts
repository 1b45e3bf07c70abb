import type { Settings } from "../../contract/settings.ts";
import type { VoicemailBoxSettings } from "../../contract/voicemail.ts";
import type { AgentId } from "../../kit/ids.ts";

/** The box is his own, or that of a queue he serves. */
export function isOwner({ agents }: Settings, { owner }: VoicemailBoxSettings, agent: AgentId): boolean {
  if (owner.kind === "agent") return owner.agent === agent;
  return agents.some((a) => a.id === agent && a.queues.some((q) => q.queue === owner.queue));
}

/** His own first, then those of his queues. */
export const boxesOfAgent = (settings: Settings, agent: AgentId): VoicemailBoxSettings[] =>
  (settings.voicemailBoxes ?? [])
    .filter((box) => isOwner(settings, box, agent))
    .sort((a, b) => Number(a.owner.kind === "queue") - Number(b.owner.kind === "queue"));
