import type { LegId, LineId } from "../../../kit/ids.ts";
import type { CareAsk } from "../../alarms/care-word.ts";
import { outsideLine } from "../../lines/outside-lines.ts";
import { type CallsState, callerLeg, callOf } from "../call.ts";
import { endCall } from "../ending.ts";
import { newCall } from "../new-call.ts";
import { newLeg } from "../new-leg.ts";
import { wayTo } from "../outgoing/way-to.ts";
import { type CallContext, type CallOut, clearTimer, keep, note, type Scene, setPhase, setTimer } from "../scene.ts";
import { openSound, play } from "../sound.ts";

type Ask<On extends CareAsk["on"]> = Extract<CareAsk, { on: On }>;
const keyTimer = "alarm-key";
const ringTimer = "alarm-ring";

/** The dialer calls somebody, or has something said, or has enough. */
export function careAsks(state: CallsState, ask: CareAsk, ctx: CallContext, out: CallOut[]): void {
  if (ask.on === "care.call") {
    beginAlarmCall(state, ask, ctx, out);
    return;
  }
  const call = callOf(state, ask.call);
  if (!call?.alarm || call.ending) return;
  const scene: Scene = { state, call, ctx, out };
  if (ask.on === "care.say") say(scene, ask);
  else endCall(scene, "hangup", "box");
}

function beginAlarmCall(state: CallsState, ask: Ask<"care.call">, ctx: CallContext, out: CallOut[]): void {
  const { call: id, to, name, language, ringMs, avoid, keepFree } = ask;
  if (callOf(state, id)) return;
  const way = wayTo(state, ctx, to, { avoid, keepFree });
  if ("why" in way) {
    out.push({ care: { on: "care.over", call: id, why: way.why } });
    return;
  }
  const { party, number } = way;
  const line = party.kind === "line" ? party.line : undefined;
  const from = ask.from ?? (line && ownNumberOf(ctx, line)) ?? "anonymous";
  const leg = newLeg({ id: `${id}/1` as LegId, role: "caller", party, number, outward: true, presents: { number: from } });
  const known = {
    id,
    direction: line ? "out" : "internal",
    line: line ?? number,
    caller: from,
    called: to,
    callerName: name,
  } as const;
  const scene = newCall(state, known, { leg, who: name }, ctx, out);
  const { call } = scene;
  call.alarm = { patienceMs: 0, last: false, ...(line ? { line } : {}) };
  call.record.language = language;
  note(scene, "line", { en: `Alarm call to ${name}`, zh: `告警呼叫 ${name}` });
  setTimer(scene, ringTimer, ringMs);
  setTimer(scene, "max", ctx.settings.sip.maxCallSec * 1000);
  openSound(scene, leg, "dial");
  keep(scene);
}

/** The number the line is known by, where it has one. */
function ownNumberOf({ settings }: CallContext, id: LineId): string | undefined {
  const trunk = settings.trunks.find((t) => t.id === id);
  return outsideLine(settings, id)?.number ?? trunk?.callerId ?? trunk?.numbers.find((n) => /^[0-9+]+$/.test(n.pattern))?.pattern;
}

/** He answers: the dialer says what he hears. */
export function alarmAnswered(scene: Scene): void {
  const { call, ctx, out } = scene;
  clearTimer(scene, ringTimer);
  call.confirmed = true;
  call.record.answeredAtMs = ctx.atMs;
  call.at = { zh: "告警通知", en: "Alarm call" };
  note(scene, "line", { en: "Answered", zh: "应答" });
  setPhase(scene, "flow");
  keep(scene);
  out.push({ care: { on: "care.answered", call: call.record.id } });
}

function say(scene: Scene, { items, patienceMs, last }: Ask<"care.say">): void {
  const { call } = scene;
  if (!call.alarm || callerLeg(call).state !== "up") return;
  clearTimer(scene, keyTimer);
  Object.assign(call.alarm, { patienceMs, last });
  const text = items.map((item) => (item.kind === "speech" ? item.text : "")).join(" ");
  note(scene, "flow", { en: `Says: ${text}`, zh: `播报：${text}` });
  play(scene, { purpose: "alarm", items, bargeIn: !last, repeat: false });
}

/** It was said, or a key has stopped it. */
export function alarmSaid(scene: Scene): void {
  const { alarm } = scene.call;
  if (!alarm) return;
  if (alarm.last) endCall(scene, "flow-end", "box");
  else setTimer(scene, keyTimer, alarm.patienceMs);
}

/** A key in a call of the dialer's; false in any other. */
export function alarmKey(scene: Scene, digit: string): boolean {
  const { call, out } = scene;
  if (!call.alarm) return false;
  if (call.ending || call.alarm.last) return true;
  clearTimer(scene, keyTimer);
  note(scene, "flow", { en: `Key ${digit}`, zh: `按键 ${digit}` });
  out.push({ care: { on: "care.key", call: call.record.id, digit } });
  return true;
}

/** True when the timer was one of the dialer's calls. */
export function alarmTimeUp(scene: Scene, what: string): boolean {
  if (!scene.call.alarm) return false;
  if (what === ringTimer) endCall(scene, "no-answer", "box");
  else if (what === keyTimer) scene.out.push({ care: { on: "care.quiet", call: scene.call.record.id } });
  else return false;
  return true;
}
