import { type FaultRow, row } from "./fault-row.ts";

/** What can go wrong with captures and support bundles. */
export const diagnosticsFaults = {
  "capture-runs": row(
    409,
    "This is being captured already.",
    "该对象已有抓取任务在运行。",
    "Stop the capture that runs, or wait for its end.",
    "请先停止正在运行的任务，或等待其结束。",
  ),
  "nothing-to-capture": row(
    409,
    "There is nothing here that could be captured.",
    "没有可抓取的对象。",
    "Modems and buses stand in the hardware profile; SIP is captured where the box's own SIP server is used.",
    "调制解调器和总线取决于硬件配置文件；SIP 仅在使用内置服务器时可抓取。",
  ),
  "capture-room": row(
    409,
    "There is not enough free space for a capture of this size.",
    "剩余空间不足，无法进行此大小的抓取。",
    "Choose a smaller size, or delete captures and bundles that are no longer needed.",
    "请减小大小上限，或删除不再需要的抓取文件和诊断包。",
  ),
  "capture-reason": row(
    422,
    "A reason is wanted before what people say or write is captured.",
    "抓取通话或短信内容前须填写原因。",
    "Say in a few words why; it is kept with your name.",
    "请简要说明原因，系统将与您的姓名一并记录。",
  ),
  "bundle-state": row(
    409,
    "This can't be done with the bundle as it is now.",
    "诊断包当前状态不允许此操作。",
    "Wait until it is gathered or made; or begin a new one.",
    "请等待收集或生成完成，或重新开始。",
    true,
  ),
} as const satisfies Record<string, FaultRow>;
