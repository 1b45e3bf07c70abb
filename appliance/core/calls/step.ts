import type { BoxEvent } from "../../contract/effects.ts";
import type { CallId } from "../../kit/ids.ts";
import type { QueueEffect } from "../queues/queue-effect.ts";
import { arrive } from "./arrive.ts";
import { type Call, callerLeg, callOfLeg, type CallsState, legOf } from "./call.ts";
import { cutOff, endCall, letGo } from "./ending.ts";
import { flowHears } from "./flow-run.ts";
import { legAnswered, legConfirmed, legEnded, legProgressed, mediaOpened, mediaRefused, transferTimeUp } from "./legs.ts";
import { played, rendered } from "./playing.ts";
import { heardQueue } from "./queueing.ts";
import { keepStats, recordingEnded } from "./recording.ts";
import { type CallContext, type CallOut, note, type Scene, timerKey } from "./scene.ts";
import { offered } from "./talking.ts";

/** What happens to calls: from the lines, the media, the speech engine, the business systems, timers and the queues. */
export type CallsEvent = BoxEvent | { on: "queue"; effect: Exclude<QueueEffect, { do: "timer.set" | "timer.clear" }> };

/** Changes `state` in place and returns what is to be done. */
export function stepCalls(state: CallsState, event: CallsEvent, ctx: CallContext): CallOut[] {
  const out: CallOut[] = [];
  if (event.on === "line.ringing") {
    arrive(state, event, ctx, out);
    return out;
  }
  if (event.on === "box.started" || event.on === "box.stopping") {
    for (const call of Object.values(state.calls)) {
      const scene: Scene = { state, call, ctx, out };
      if (event.on === "box.started") cutOff(scene, event.lastAliveMs);
      else endCall(scene, "shutdown", "box");
    }
    return out;
  }
  const call = callOf(state, event);
  if (call) stepCall({ state, call, ctx, out }, event);
  else if ("leg" in event && event.on === "media.opened") out.push({ do: "media.close", leg: event.leg });
  return out;
}

function callOf(state: CallsState, event: CallsEvent): Call | undefined {
  if (event.on === "queue") return state.calls[event.effect.call];
  if (event.on === "speech.rendered" || event.on === "lookup.answered") return state.calls[event.request.split(":")[0] as CallId];
  if (event.on === "media.recorded" || event.on === "media.recordFailed") return state.calls[event.recording.slice(0, event.recording.lastIndexOf("-")) as CallId];
  if (event.on === "timer.due") return event.key.startsWith("call:") ? state.calls[event.key.split(":")[1] as CallId] : undefined;
  if (event.on === "desk.hangup") return state.calls[event.call];
  return "leg" in event ? callOfLeg(state, event.leg) : undefined;
}

function stepCall(scene: Scene, event: CallsEvent): void {
  const { call } = scene;
  const leg = "leg" in event ? legOf(call, event.leg) : undefined;
  if ("leg" in event && !leg) return;
  switch (event.on) {
    case "queue":
      return heardQueue(scene, event.effect);
    case "media.opened":
      return mediaOpened(scene, leg!, event.local);
    case "media.refused":
      return mediaRefused(scene, leg!, event.why);
    case "line.progressed":
      return legProgressed(scene, leg!, event);
    case "line.answered":
      return legAnswered(scene, leg!, event);
    case "line.confirmed":
      return legConfirmed(scene, leg!, event.remote);
    case "line.ended":
      return legEnded(scene, leg!, event);
    case "line.offered":
      return offered(scene, leg!, event.remote);
    case "line.referred":
      note(scene, "line", `${leg!.number} asks to transfer to ${event.to}`, `${leg!.number} 请求转接到 ${event.to}`);
      scene.out.push({ do: "line.referOutcome", leg: leg!.id, status: 603 });
      return;
    case "line.digit":
    case "media.digit":
      return digit(scene, leg!.id, event.digit);
    case "media.played":
      return played(scene, event);
    case "media.closed":
      keepStats(scene, event);
      return letGo(scene);
    case "media.silent":
      return silent(scene, leg!.id, event.forMs);
    case "media.recorded":
    case "media.recordFailed":
      return recorded(scene, event);
    case "speech.rendered":
      return rendered(scene, event);
    case "lookup.answered":
      return flowHears(scene, { on: "lookedUp", token: event.request.split(":").slice(1).join(":"), outcome: event.outcome, values: event.values });
    case "timer.due":
      return timerDue(scene, event.key);
    case "desk.hangup":
      note(scene, "agent", `Ended at the console by ${event.by}`, `${event.by} 在控制台挂断`);
      return endCall(scene, "hangup", "box");
    default:
      return;
  }
}

function digit(scene: Scene, leg: string, key: string): void {
  const { call } = scene;
  if (call.ending || leg !== callerLeg(call).id || !call.flow) return;
  flowHears(scene, { on: "digit", digit: key });
}

/** A far side that is there but sends nothing is gone without a word: a phone unplugged, a network that went away. */
function silent(scene: Scene, leg: string, forMs: number): void {
  const { call, ctx } = scene;
  if (call.ending || forMs < ctx.settings.media.silentEndSec * 1000) return;
  const side = legOf(call, leg as never);
  if (!side || side.state !== "up" || side.onHold) return;
  note(scene, "media", `Nothing heard from ${side.number} for ${Math.round(forMs / 1000)} s`, `${side.number} 已 ${Math.round(forMs / 1000)} 秒无媒体`);
  endCall(scene, "silent-line", "box");
}

function recorded(scene: Scene, event: Parameters<typeof recordingEnded>[1]): void {
  const row = recordingEnded(scene, event);
  const { taking } = scene.call;
  if (row && taking?.recording === row.id) {
    delete scene.call.taking;
    flowHears(scene, { on: "recorded", token: taking.token, recording: row.id, durationMs: row.durationMs ?? 0, how: row.state === "complete" ? "stopped" : "failed" });
  }
  letGo(scene);
}

function timerDue(scene: Scene, key: string): void {
  const what = key.slice(timerKey(scene.call.record.id, "").length);
  if (what === "last-words") return letGo(scene, true);
  if (what === "max") return endCall(scene, "time-limit", "box");
  if (what === "transfer") return transferTimeUp(scene);
  if (what.startsWith("flow:")) return flowHears(scene, { on: "timer", token: what.slice(5) });
}
