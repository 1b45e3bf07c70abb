import { type AgentState, boxReasons } from "../../contract/agent.ts";
import type { Effect } from "../../contract/effects.ts";
import { defaultPinLockMs } from "../../contract/outgoing.ts";
import type { PhoneFeatureChange, PhoneFeatureEvent } from "../../contract/phone-features.ts";
import type { PinOwner, PinUnlock } from "../../contract/pin.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { AgentEvent } from "../agents/agent-event.ts";
import { agentAtPhone, agentLive } from "../agents/agent-live.ts";
import { clearAlarm, raiseAlarm } from "../alarms/alarm-list.ts";
import type { LinesWord } from "../lines/lines-word.ts";
import { changeFeature, featuresOf } from "../lines/phone-features.ts";
import { notePin } from "../lines/pin-locks.ts";
import type { BoxState } from "./box-state.ts";

const pinLocked = "pin-locked";

/** What calls told the lines and phones, taken into the live state. */
export function hearLines(box: BoxState, word: LinesWord, atMs: number): Effect[] {
  switch (word.on) {
    case "phone.feature":
      box.lines.features ??= {};
      changeFeature(box.lines.features, word.phone, word.change);
      return [{ do: "push", topic: "phones", id: word.phone }];
    case "pin.tried": {
      const { owner, right } = word;
      box.lines.pins ??= {};
      const locked = notePin(box.lines.pins, owner, right, atMs, box.settings.outgoing?.pinLockMs ?? defaultPinLockMs);
      if (right) return clearAlarm(box.alarms, { on: "alarm.cleared", code: pinLocked, subject: owner }, atMs);
      return locked ? raiseAlarm(box.alarms, lockedAlarm(owner), atMs) : [];
    }
  }
}

export function unlockPin(box: BoxState, { owner }: PinUnlock, atMs: number): Effect[] {
  delete box.lines.pins?.[owner];
  return clearAlarm(box.alarms, { on: "alarm.cleared", code: pinLocked, subject: owner }, atMs);
}

/** Do not disturb at a phone where somebody is logged in is his not being ready for the queues, and back. */
export function quietFloor(box: BoxState, { phone, change, by }: PhoneFeatureEvent): AgentEvent[] {
  const live = change.what === "do-not-disturb" ? agentAtPhone(box.agents, phone) : undefined;
  if (!live || change.what !== "do-not-disturb") return [];
  const { agent, reason } = live;
  if (change.on) return [{ on: "agent.notReady", agent, reason: boxReasons["do-not-disturb"].code, by }];
  return reason === boxReasons["do-not-disturb"].code ? [{ on: "agent.ready", agent, by }] : [];
}

/** Who logs in or is ready wants calls: his phone may be rung, and a login ends its forwarding of all calls. */
export function wantsCalls(box: BoxState, agent: AgentId, from: AgentState, to: AgentState): Effect[] {
  const phone = agentLive(box.agents, agent)?.phone;
  if (!phone || (from !== "logged-out" && to !== "ready") || to === "logged-out") return [];
  const { forward, doNotDisturb } = featuresOf(box.lines.features, phone);
  const changes: PhoneFeatureChange[] = [];
  if (doNotDisturb) changes.push({ what: "do-not-disturb", on: false });
  if (forward.always && from === "logged-out") changes.push({ what: "no-forward", when: "always" });
  for (const change of changes) changeFeature(box.lines.features!, phone, change);
  return changes.length > 0 ? [{ do: "push", topic: "phones", id: phone }] : [];
}

const lockedAlarm = (subject: PinOwner) => ({
  on: "alarm.raised" as const,
  code: pinLocked,
  subject,
  severity: "warning" as const,
  text: {
    en: `Too many wrong PINs for outside calls (${subject}); locked for a while. Ask who tried, or unlock it.`,
    zh: `外呼密码多次错误（${subject}），已暂时锁定。请核实操作人，或手动解锁。`,
  },
});
