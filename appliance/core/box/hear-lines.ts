import type { Effect } from "../../contract/effects.ts";
import { defaultPinLockMs } from "../../contract/outgoing.ts";
import type { PinOwner, PinUnlock } from "../../contract/pin.ts";
import { clearAlarm, raiseAlarm } from "../alarms/alarm-list.ts";
import type { LinesWord } from "../lines/lines-word.ts";
import { notePin } from "../lines/pin-locks.ts";
import type { BoxState } from "./box-state.ts";

const pinLocked = "pin-locked";

/** What calls told the lines and phones, taken into the live state. */
export function hearLines(box: BoxState, word: LinesWord, atMs: number): Effect[] {
  switch (word.on) {
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
