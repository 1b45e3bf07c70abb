import { type FaultRow, row } from "./fault-row.ts";

/** Why a line is not examined, or nothing is taken over. */
export const doctorFaults = {
  "doctor-busy": row(
    409,
    "Another line is being examined.",
    "正在检测其他线路。",
    "Wait until it is over, or stop it.",
    "请等待其结束，或先停止。",
    true,
  ),
  "doctor-line-busy": row(
    409,
    "The line is in use.",
    "线路正在使用。",
    "Examine it when the call is over.",
    "请在通话结束后再检测。",
    true,
  ),
  "doctor-line-off": row(
    409,
    "The line is switched off.",
    "线路已停用。",
    "Switch it on in the settings first.",
    "请先在设置中启用。",
  ),
  "doctor-partner": row(
    422,
    "These two lines can't examine each other.",
    "这两条线路无法互相检测。",
    "Choose two analog lines; the second needs its own number in the settings.",
    "请选择两条模拟线路，且第二条须在设置中填写本线号码。",
  ),
  "doctor-nothing-found": row(
    409,
    "The report holds nothing for the line's settings.",
    "该报告没有可用于线路设置的内容。",
    "Examine the line again, to its end.",
    "请重新完整检测该线路。",
  ),
} as const satisfies Record<string, FaultRow>;
