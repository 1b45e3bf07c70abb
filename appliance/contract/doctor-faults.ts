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
    "These two lines can't call each other for an examination.",
    "这两条线路无法互相呼叫检测。",
    "An analog line wants another analog line, and every line that is called its own number in the settings.",
    "模拟线路须与另一条模拟线路配对，且被叫线路须在设置中填写本线号码。",
  ),
  "doctor-text": row(
    422,
    "No text can be sent and received by these lines.",
    "这些线路无法收发测试短信。",
    "The line must be allowed to send texts; it or its partner must receive them and have its own number in the settings.",
    "该线路须允许发送短信；本线路或对端须允许接收短信，并在设置中填写本线号码。",
  ),
  "doctor-nothing-found": row(
    409,
    "The report holds nothing for the line's settings.",
    "该报告没有可用于线路设置的内容。",
    "Examine the line again, to its end.",
    "请重新完整检测该线路。",
  ),
} as const satisfies Record<string, FaultRow>;
