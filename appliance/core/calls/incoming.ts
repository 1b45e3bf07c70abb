import type { EndReason } from "../../contract/end-reason.ts";
import type { FirewallAct } from "../../contract/firewall.ts";
import type { QueueId } from "../../kit/ids.ts";
import { judgeCaller } from "../lines/firewall.ts";
import { knowCaller } from "./caller-facts.ts";
import { endCall } from "./ending.ts";
import { spokenText, turnAwayWith } from "./farewell.ts";
import { queueUp } from "./queue-up.ts";
import { keep, note, type Scene } from "./scene.ts";
import { leaveMessage } from "./voicemail/begin-leaving.ts";

/** The caller at the door: what is known of him, whether he is let in, and where he goes instead of `flow`. False: he was refused. */
export function letIn(scene: Scene, flow: string): boolean {
  const { call, ctx } = scene;
  const { record } = call;
  const caller = record.caller === "anonymous" ? "" : record.caller;
  const { called, line } = record;
  const verdict = judgeCaller({ caller, called, line }, ctx);
  if (verdict.special) knowCaller(scene, verdict.special);
  if (verdict.by) {
    const { rule, name, why } = verdict.by;
    record.firewall = { rule, act: verdict.act.kind };
    const did = verdict.act.kind === "allow" ? { en: "Let in", zh: "放行" } : { en: "Blocked", zh: "拦截" };
    const words = { en: `${did.en} by rule "${name}": ${why.en}`, zh: `按规则“${name}”${did.zh}：${why.zh}` };
    note(scene, "line", words, { rule, act: verdict.act });
  }
  if (verdict.special || verdict.by) keep(scene);
  return follow(scene, verdict.act, flow);
}

function follow(scene: Scene, act: FirewallAct, flow: string): boolean {
  const { call } = scene;
  switch (act.kind) {
    case "allow":
      call.startFlow = flow;
      return true;
    case "flow":
      call.startFlow = act.flow;
      return true;
    case "queue":
      call.startQueue = act.queue as QueueId;
      return true;
    case "voicemail":
      call.startBox = act.box;
      return true;
    case "message":
      turnAwayWith(scene, spokenText(act.say, call.record.language), "blocked");
      return true;
    case "busy":
      return refuse(scene, "busy");
    case "reject":
      return refuse(scene, act.why);
  }
}

function refuse(scene: Scene, why: EndReason): false {
  endCall(scene, why, "box");
  return false;
}

/** Sent straight to a box or a queue, without a flow; false when he was not. What box or queue gives back is over. */
export function goesStraight(scene: Scene): boolean {
  const { call } = scene;
  const box = call.startBox;
  delete call.startBox;
  if (box !== undefined) {
    if (!leaveMessage(scene, box, "end")) endCall(scene, "flow-end", "box");
    return true;
  }
  const queue = call.startQueue;
  delete call.startQueue;
  if (!queue) return false;
  queueUp(scene, queue);
  return true;
}
