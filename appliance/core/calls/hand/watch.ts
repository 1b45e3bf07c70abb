import type { WatchMode } from "../../../contract/hand.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { AgentId, PhoneId } from "../../../kit/ids.ts";
import { agentRings, agentTalks } from "../agent-ties.ts";
import { type Call, type CallLeg, type CallsState, callerLeg, legOf } from "../call.ts";
import { addLeg } from "../direct.ts";
import { closeLeg } from "../ending.ts";
import { talkers, watchedLeg } from "../mix.ts";
import { note, type Scene } from "../scene.ts";
import { settle } from "../talking.ts";
import { about, who } from "../who.ts";
import { heldBy, heldWords } from "./held-by.ts";
import { succeed } from "./succession.ts";

const modeWords: Record<WatchMode | "take", Sentence> = {
  listen: { en: "listens in", zh: "监听" },
  whisper: { en: "whispers to the agent", zh: "耳语" },
  barge: { en: "joins the call", zh: "强插" },
  take: { en: "takes the call over", zh: "接管通话" },
};

/** Rings a supervisor's phone so that he hears this call. */
export function watch(scene: Scene, phone: PhoneId, agent: AgentId | undefined, mode: WatchMode | "take"): void {
  const leg = addLeg(scene, "watcher", { kind: "phone", phone }, phone, agent);
  leg.watch = mode;
  leg.ring = "auto-answer";
  agentRings(scene, leg);
}

export const watcherLeg = (call: Call, agent: string): CallLeg | undefined =>
  call.legs.find((l) => l.role === "watcher" && l.agent === agent && l.state !== "ended");

/** He answered, or came by himself: he takes part in the way he wished for. */
export function watcherUp(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  if (!call.talk) {
    closeLeg(scene, leg, "hangup");
    return;
  }
  agentTalks(scene, leg);
  setMode(scene, leg, leg.watch ?? "listen");
}

/** Every change of how he takes part is in the call's journey. */
export function setMode(scene: Scene, leg: CallLeg, mode: WatchMode | "take"): void {
  leg.watch = mode;
  if (leg.state !== "up") return;
  const name = who(scene, leg);
  note(scene, "agent", { en: `${name} ${modeWords[mode].en}`, zh: `${name} ${modeWords[mode].zh}` }, { watch: mode });
  if (mode === "take") takeOver(scene, leg);
  else settle(scene);
}

/** The agent is released, the supervisor goes on with the caller. */
function takeOver(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const agent = watchedLeg(call);
  if (!agent) return;
  leg.role = "callee";
  delete leg.watch;
  if (leg.agent) call.takenOver = { agent: leg.agent, atMs: scene.ctx.atMs };
  if (call.consult?.by === agent.id) {
    const asked = legOf(call, call.consult.leg);
    delete call.consult;
    if (asked) closeLeg(scene, asked, "hangup");
  }
  succeed(scene, agent, leg);
  closeLeg(scene, agent, "transferred");
}

/** 1, 2, 3 and 4 on the watcher's own phone. */
export function watcherPresses(scene: Scene, leg: CallLeg, digit: string): void {
  const mode = ({ "1": "listen", "2": "whisper", "3": "barge", "4": "take" } as const)[digit];
  if (!mode || mode === leg.watch || leg.state !== "up" || !scene.call.talk) return;
  const holder = heldBy(scene.call, leg.agent, scene.ctx);
  if (!holder) {
    setMode(scene, leg, mode);
    return;
  }
  const { en, zh } = heldWords(holder);
  note(scene, "agent", about(scene, leg, `asks for: ${mode}; refused: ${en}`, `请求：${mode}；已拒绝：${zh}`));
}

export function watcherLeft(scene: Scene, leg: CallLeg): void {
  const name = who(scene, leg);
  note(scene, "agent", { en: `${name} watches no longer`, zh: `${name} 结束监听` });
  settle(scene);
}

/** The call somebody at this phone talks on; a watcher's part is no talk. */
export function talkAt(state: CallsState, phone: PhoneId): Call | undefined {
  return Object.values(state.calls).find(
    (call) => !call.ending && talkers(call).some((l) => l.role !== "watcher" && isAt(l, phone)),
  );
}

const isAt = ({ party }: CallLeg, phone: PhoneId): boolean => party.kind === "phone" && party.phone === phone;

/** Is somebody at this phone, or this agent, on the call already other than watching? */
export const takesPart = (call: Call, phone: PhoneId | undefined, agent: string | undefined): boolean =>
  [callerLeg(call), ...call.legs].some(
    (l) =>
      l.state !== "ended" &&
      l.role !== "watcher" &&
      ((phone !== undefined && isAt(l, phone)) || (agent !== undefined && l.agent === agent)),
  );
