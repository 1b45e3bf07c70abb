import type { HandEvent } from "../../../contract/hand.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { AgentId } from "../../../kit/ids.ts";
import { type Call, type CallsState, callOf } from "../call.ts";
import type { CallContext } from "../scene.ts";

/** Who has taken a call over is left alone with it for so long. */
const takenMs = 10_000;

export type HeldBy = { who: string; as: Sentence };

const held: Record<"listen" | "whisper" | "barge" | "take", Sentence> = {
  listen: { en: "listens in", zh: "正在监听" },
  whisper: { en: "whispers to the agent", zh: "正在耳语" },
  barge: { en: "has joined the call", zh: "已强插通话" },
  take: { en: "is about to take it over", zh: "正要接管" },
};

/** The supervisor who has this call already, or took it over a moment ago. Of two who watch, it is his who came first. */
export function heldBy(call: Call, watcher: string | undefined, ctx: CallContext): HeldBy | undefined {
  const { takenOver } = call;
  if (takenOver && takenOver.agent !== watcher && ctx.atMs - takenOver.atMs < takenMs)
    return { who: ctx.agentName(takenOver.agent), as: { en: "has just taken it over", zh: "刚刚接管" } };
  for (const leg of call.legs) {
    if (leg.role !== "watcher" || leg.state === "ended") continue;
    if (leg.agent !== undefined && leg.agent === watcher) return undefined;
    return { who: leg.agent ? ctx.agentName(leg.agent) : leg.number, as: held[leg.watch ?? "listen"] };
  }
  return undefined;
}

/** Who stands in the way of what a supervisor wants of somebody's call, if he does not insist. */
export function heldFrom(state: CallsState, event: HandEvent, ctx: CallContext): HeldBy | undefined {
  if ((event.on !== "desk.watch" && event.on !== "desk.takeOver") || event.force === true) return undefined;
  const call = callOf(state, event.call);
  return call && heldBy(call, event.watcher as AgentId, ctx);
}

export const heldWords = ({ who, as }: HeldBy): Sentence => ({ en: `${who} ${as.en}.`, zh: `${who} ${as.zh}。` });
