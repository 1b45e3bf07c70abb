/** What can go wrong for a person, each with a stable code, an HTTP status, a sentence, a hint and whether trying again may help. */
type FaultRow = { status: number; zh: string; en: string; hintZh: string; hintEn: string; retry: boolean };
const row = (status: number, en: string, zh: string, hintEn: string, hintZh: string, retry = false): FaultRow => ({
  status,
  en,
  zh,
  hintEn,
  hintZh,
  retry,
});

export const faults = {
  "bad-request": row(
    400,
    "The request could not be understood.",
    "请求格式不正确。",
    "See the named field.",
    "请查看所指出的字段。",
  ),
  "not-signed-in": row(401, "You are not signed in.", "尚未登录。", "Sign in and try again.", "请登录后重试。"),
  "wrong-password": row(
    401,
    "Name or password is wrong.",
    "用户名或密码错误。",
    "Check Caps Lock; an administrator can set a new password.",
    "请检查大小写；管理员可以重设密码。",
  ),
  "too-many-attempts": row(
    429,
    "Too many wrong passwords.",
    "密码错误次数过多。",
    "Wait some minutes, or ask an administrator.",
    "请等待几分钟，或联系管理员。",
    true,
  ),
  "wrong-token": row(
    401,
    "The token is not known, or its time is over.",
    "令牌无效或已过期。",
    "Ask an administrator for a new one.",
    "请向管理员申请新的令牌。",
  ),
  "out-of-scope": row(
    403,
    "The token does not reach this far.",
    "令牌的权限范围不包含此操作。",
    "Make a token with the scope that the list of tokens names.",
    "请创建包含所需范围的令牌。",
  ),
  "too-fast": row(
    429,
    "Too many requests in a short time.",
    "请求过于频繁。",
    "Slow down; Retry-After says when to go on.",
    "请降低频率，并按 Retry-After 重试。",
    true,
  ),
  "not-allowed": row(
    403,
    "Your role may not do this.",
    "您的角色无权执行此操作。",
    "Ask an administrator for the right.",
    "请向管理员申请权限。",
  ),
  "wrong-origin": row(
    403,
    "The request came from another site.",
    "请求来自其他站点。",
    "Open the console from the box's own address.",
    "请从设备自身地址打开控制台。",
  ),
  "not-found": row(
    404,
    "There is nothing here by that name.",
    "没有找到对应的内容。",
    "It may have been removed; go back to the list.",
    "可能已被删除，请返回列表。",
  ),
  "already-set-up": row(409, "The box is already set up.", "设备已完成初始设置。", "Sign in instead.", "请直接登录。"),
  "revision-changed": row(
    412,
    "Somebody else changed the settings meanwhile.",
    "设置已被其他人修改。",
    "Load the new version and apply your change again.",
    "请重新载入后再次修改。",
    true,
  ),
  "settings-refused": row(
    422,
    "The settings were not accepted; the old ones stay in force.",
    "设置未被接受，原设置继续生效。",
    "Each problem names its place and what to do.",
    "每个问题都注明了位置和处理办法。",
  ),
  "nothing-to-confirm": row(
    409,
    "There is no change waiting to be confirmed.",
    "没有等待确认的更改。",
    "It may have been confirmed or returned already.",
    "可能已确认或已自动恢复。",
  ),
  "agent-state": row(
    409,
    "The agent's present state does not allow this.",
    "坐席当前状态不允许此操作。",
    "Look at the state and its reason, then try again.",
    "请查看状态及原因后重试。",
    true,
  ),
  "not-recording": row(
    409,
    "Nothing is being recorded that could be paused.",
    "当前没有可暂停的录音。",
    "It works during a talk that is recorded; look at the call.",
    "仅在正在录音的通话中可用，请查看通话状态。",
    true,
  ),
  "no-longer-waiting": row(
    409,
    "The caller no longer waits.",
    "该来电已不在排队。",
    "He was answered, sent on or has rung off; look at the live page.",
    "可能已被接听、转走或挂断，请查看实时页面。",
  ),
  "not-a-member": row(
    409,
    "The agent does not serve this queue.",
    "该坐席不服务此队列。",
    "Choose an agent of the queue, or move the caller to one of his queues first.",
    "请选择该队列的坐席，或先把来电移到其所在队列。",
  ),
  "queue-closed": row(
    409,
    "The queue is closed.",
    "队列已关闭。",
    "Open it first, or choose another queue.",
    "请先开启该队列，或选择其他队列。",
  ),
  "callback-over": row(
    409,
    "The callback is over already.",
    "该回拨已结束。",
    "See how it ended in the list of callbacks.",
    "请在回拨列表中查看结果。",
  ),
  "callback-dialling": row(
    409,
    "The customer is being called at this moment.",
    "正在呼叫该客户。",
    "Wait for the outcome, or cancel the callback.",
    "请等待呼叫结果，或取消回拨。",
    true,
  ),
  "callback-twice": row(
    409,
    "There is a callback to this number already.",
    "该号码已有回拨。",
    "Cancel one of the two; the earlier place counts.",
    "请取消其中一个；以较早的排位为准。",
  ),
  "outside-hours": row(
    409,
    "Customers are not called at this hour.",
    "当前不在回拨时段内。",
    "The callback is made when the hours begin.",
    "到回拨时段后将自动呼叫。",
  ),
  "no-call-in-hand": row(
    409,
    "The agent has no call in hand.",
    "坐席当前没有通话。",
    "Look at the live calls; it may be over already.",
    "请查看实时通话，可能已经结束。",
    true,
  ),
  "call-state": row(
    409,
    "This can't be done with the call as it is now.",
    "通话当前状态不允许此操作。",
    "Look who is on the call; end a consultation or conference first.",
    "请查看通话参与者，先结束咨询或三方通话。",
    true,
  ),
  "bad-target": row(
    422,
    "A call can't be handed on there.",
    "无法转接到该目标。",
    "Choose a phone, agent, queue, flow or number that exists; not oneself.",
    "请选择存在的话机、坐席、队列、流程或号码，且不能是自己。",
  ),
  "no-phone": row(
    409,
    "The agent has no phone.",
    "坐席没有话机。",
    "Log the agent in at a phone, or give him one in the settings.",
    "请在话机上签入，或在设置中分配话机。",
  ),
  "nothing-to-pick-up": row(
    409,
    "There is no call waiting to be picked up.",
    "没有可代答的来电。",
    "Somebody may have taken it already.",
    "可能已被他人接听。",
    true,
  ),
  "slot-taken": row(
    409,
    "That parking place is taken, or all are.",
    "驻留位置已被占用或已满。",
    "Choose another one, or have somebody pick a parked call up.",
    "请选择其他位置，或先取回驻留的通话。",
    true,
  ),
  "plan-changed": row(
    409,
    "What would be deleted has changed since it was shown.",
    "待删除内容已发生变化。",
    "Look at the new preview and start from there.",
    "请查看新的预览后再执行。",
    true,
  ),
  "reason-wanted": row(
    422,
    "A reason is wanted before a recording is heard.",
    "收听录音前须填写原因。",
    "Say in a few words why; it is kept with your name.",
    "请简要说明原因，系统将与您的姓名一并记录。",
  ),
  "recording-damaged": row(
    422,
    "The recording file is damaged or missing.",
    "录音文件损坏或缺失。",
    "See the alarm; the backup may have it.",
    "请查看告警，备份中可能仍有该文件。",
  ),
  "draft-changed": row(
    412,
    "Somebody else changed this draft meanwhile.",
    "草稿已被其他人修改。",
    "Load the draft again and repeat your change.",
    "请重新载入草稿后再次修改。",
    true,
  ),
  "draft-outdated": row(
    409,
    "Another version came into force since this draft was begun.",
    "自草稿创建以来，已有其他版本生效。",
    "Look at the differences, take over what is wanted, then save the draft on the new version.",
    "请查看差异，合并所需内容，再以新版本为基础保存草稿。",
  ),
  "flow-unfit": row(
    422,
    "The flow has errors and can't be used yet.",
    "流程有错误，暂时无法使用。",
    "Each problem names its node and what to do.",
    "每个问题都注明了节点和处理办法。",
  ),
  "script-failed": row(
    422,
    "A saved script of the flow fails; the flow in force was not changed.",
    "流程的已存脚本未通过，现行流程保持不变。",
    "See where script and flow part: mend the flow, or accept the script's new outcome.",
    "请查看脚本与流程的分歧之处：修正流程，或确认脚本的新结果。",
  ),
  "too-many": row(
    422,
    "There are too many of these already.",
    "数量已达上限。",
    "Remove some that are no longer needed.",
    "请先删除不再需要的项目。",
  ),
  "weak-password": row(
    422,
    "The password is too easy.",
    "密码过于简单。",
    "Use at least 10 characters, not the user's name.",
    "至少 10 个字符，且不要与用户名相同。",
  ),
  "shift-refused": row(
    422,
    "The shifts or times were not accepted; nothing was changed.",
    "班次或时间未被接受，未作任何更改。",
    "Each problem names its place and what to do.",
    "每个问题都注明了位置和处理办法。",
  ),
  "not-poisson": row(
    422,
    "The calls of this time did not come at random, so staffing can't be worked out from them.",
    "该时间的来电并非随机到达，无法据此计算人员配置。",
    "Leave the named intervals out, or choose another time.",
    "请排除所列时段，或选择其他时间。",
  ),
  "too-few-calls": row(
    422,
    "There are too few calls to work anything out from.",
    "来电数量太少，无法计算。",
    "Choose a longer time.",
    "请选择更长的时间范围。",
  ),
  busy: row(503, "The box is busy.", "设备繁忙。", "Try again in a moment.", "请稍后重试。", true),
  internal: row(
    500,
    "Something went wrong inside the box.",
    "设备内部出错。",
    "It was noted; send the diagnostics bundle if it comes back.",
    "错误已记录；如再次出现请提交诊断包。",
    true,
  ),
} as const satisfies Record<string, FaultRow>;

export type FaultCode = keyof typeof faults;
/** What an error answer holds. */
export type FaultReply = {
  code: FaultCode;
  message: { zh: string; en: string };
  hint: { zh: string; en: string };
  retry: boolean;
  /** Places in the document that was refused. */
  problems?: {
    path: string;
    severity: "error" | "warning";
    reason: { zh: string; en: string };
    hint: { zh: string; en: string };
  }[];
};
export const faultReply = (code: FaultCode, problems?: FaultReply["problems"]): FaultReply => {
  const f = faults[code];
  return {
    code,
    message: { zh: f.zh, en: f.en },
    hint: { zh: f.hintZh, en: f.hintEn },
    retry: f.retry,
    ...(problems ? { problems } : {}),
  };
};
