import type { Sentence } from "../../contract/records.ts";
import type { ShiftRow } from "../../contract/shift.ts";

export type ShiftConflict = { at: number; severity: "error" | "warning"; reason: Sentence; hint: Sentence };

const longestShiftMs = 16 * 3_600_000;

/** What speaks against the new shifts, by their place in the list: impossible ones are errors, too little rest is a warning. */
export function shiftConflicts(added: readonly ShiftRow[], kept: readonly ShiftRow[], restHours: number): ShiftConflict[] {
  return added.flatMap((row, at) => {
    const found: ShiftConflict[] = [];
    const others = [...kept, ...added.slice(0, at)].filter((other) => other.agent === row.agent);
    const overlapping = others.find((o) => o.fromMs < row.toMs && row.fromMs < o.toMs);
    if (overlapping)
      found.push({
        at,
        severity: "error",
        reason: {
          en: `${row.agent} has another shift at that time (${overlapping.date}).`,
          zh: `${row.agent} 在该时间已有班次（${overlapping.date}）。`,
        },
        hint: { en: "Remove one of them.", zh: "请删除其中一个。" },
      });
    else if (others.some((o) => gapMs(o, row) < restHours * 3_600_000 && o.date !== row.date))
      found.push({
        at,
        severity: "warning",
        reason: {
          en: `${row.agent} rests less than ${restHours} h between two shifts (${row.date}).`,
          zh: `${row.agent} 两班之间休息不足 ${restHours} 小时（${row.date}）。`,
        },
        hint: { en: "Choose another shift.", zh: "请选择其他班次。" },
      });
    if (row.toMs - row.fromMs > longestShiftMs)
      found.push({
        at,
        severity: "error",
        reason: { en: "A shift lasts at most 16 hours.", zh: "班次最长 16 小时。" },
        hint: { en: "Choose an earlier end.", zh: "请提前结束时间。" },
      });
    if (row.breaks.some((b) => b.fromMs < row.fromMs || b.toMs > row.toMs))
      found.push({
        at,
        severity: "error",
        reason: { en: "A break does not lie within its shift.", zh: "休息不在班次时间之内。" },
        hint: { en: "Choose another time.", zh: "请修改时间。" },
      });
    return found;
  });
}

const gapMs = (a: ShiftRow, b: ShiftRow): number => Math.max(a.fromMs - b.toMs, b.fromMs - a.toMs);
