/** Why a leg or call ended. One table maps it to SIP, to the record and to words; nothing else decides how to end. */
export const endReasons = {
  hangup: { status: 487, cause: 16, en: "hung up", zh: "正常挂断" },
  abandoned: { status: 487, cause: 16, en: "caller gave up", zh: "主叫放弃" },
  busy: { status: 486, cause: 17, en: "busy", zh: "忙" },
  "no-answer": { status: 480, cause: 19, en: "no answer", zh: "无人接听" },
  rejected: { status: 603, cause: 21, en: "rejected", zh: "拒接" },
  blocked: { status: 403, cause: 21, en: "blocked by a rule", zh: "被规则拦截" },
  "not-found": { status: 404, cause: 1, en: "no such number", zh: "号码不存在" },
  unreachable: { status: 480, cause: 20, en: "phone not registered", zh: "话机未注册" },
  "no-media": { status: 488, cause: 88, en: "no common codec", zh: "无共同编解码" },
  "line-failed": { status: 503, cause: 38, en: "line failed", zh: "线路故障" },
  overload: { status: 503, cause: 42, en: "box is full", zh: "设备已满" },
  "answered-elsewhere": { status: 487, cause: 26, en: "answered elsewhere", zh: "已由他人接听" },
  "flow-end": { status: 480, cause: 16, en: "the flow ended the call", zh: "流程结束" },
  callback: { status: 487, cause: 16, en: "will be called back", zh: "将回拨" },
  transferred: { status: 487, cause: 16, en: "transferred", zh: "已转接" },
  released: { status: 480, cause: 16, en: "ended by a supervisor", zh: "班长强拆" },
  "silent-line": { status: 480, cause: 41, en: "no sound for too long", zh: "长时间无媒体" },
  "time-limit": { status: 480, cause: 102, en: "time limit reached", zh: "超过时限" },
  shutdown: { status: 503, cause: 41, en: "the box was stopped", zh: "设备停机" },
  "cut-off": { status: 503, cause: 41, en: "cut off when the box failed", zh: "设备故障中断" },
  fault: { status: 500, cause: 41, en: "internal fault", zh: "内部故障" },
} as const satisfies Record<string, { status: number; cause: number; en: string; zh: string }>;

export type EndReason = keyof typeof endReasons;
export const isEndReason = (text: string): text is EndReason => Object.hasOwn(endReasons, text);
