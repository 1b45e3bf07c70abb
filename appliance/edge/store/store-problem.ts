import type { BoxEvent } from "../../contract/effects.ts";

/** What the store has to say about itself, in the words of the timeline: an alarm raised or cleared. */
export type StoreProblem = Extract<BoxEvent, { on: "alarm.raised" | "alarm.cleared" }>;
type Severity = Extract<StoreProblem, { on: "alarm.raised" }>["severity"];

const problems = {
  "store-full": {
    severity: "critical",
    zh: "磁盘已满，记录暂存于内存。请清理空间。",
    en: "The disk is full; records wait in memory. Free some space.",
  },
  "store-fault": {
    severity: "critical",
    zh: "数据库写入失败，记录暂存于内存，正在重试。请检查磁盘。",
    en: "The database can't be written; records wait in memory and are tried again. Check the disk.",
  },
  "store-behind": {
    severity: "error",
    zh: "记录写入积压，暂不接入新来电。",
    en: "Writing lags behind; new calls are refused until it has caught up.",
  },
  "store-row-refused": {
    severity: "error",
    zh: "有一条记录无法保存，已跳过。",
    en: "A record could not be stored and was left out.",
  },
  "store-lines-dropped": {
    severity: "warning",
    zh: "内存不足以暂存全部通话轨迹，部分轨迹和操作日志已丢弃；通话记录完整。",
    en: "Some lines of call traces and of the audit log did not fit into memory and were dropped; the call records are complete.",
  },
  "secrets-unreadable": {
    severity: "error",
    zh: "无法解密已保存的密码（box.key 缺失或不符）。请重新输入中继和话机密码。",
    en: "Stored passwords can't be decrypted (box.key is missing or another one). Enter trunk and phone passwords again.",
  },
} as const satisfies Record<string, { severity: Severity; zh: string; en: string }>;
export type StoreProblemCode = keyof typeof problems;

export const raised = (code: StoreProblemCode, subject: string, detail = ""): StoreProblem => {
  const { severity, zh, en } = problems[code];
  const tail = detail === "" ? "" : ` (${detail.slice(0, 200)})`;
  return { on: "alarm.raised", code, subject, severity, text: { zh: zh + tail, en: en + tail } };
};
export const cleared = (code: StoreProblemCode, subject: string): StoreProblem => ({ on: "alarm.cleared", code, subject });
