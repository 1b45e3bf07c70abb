import type { BaseCount, Figure, FigureFormula, FigurePart, FigureUnit } from "../../contract/figures.ts";
import type { Sentence } from "../../contract/records.ts";

const say = (en: string, zh: string): Sentence => ({ en, zh });
const part = (plus: readonly BaseCount[], minus: readonly BaseCount[] = []): FigurePart => ({ plus, minus });
const formula = (id: string, name: Sentence, text: Sentence, over: FigurePart, under?: FigurePart): FigureFormula => ({
  id,
  name,
  text,
  over,
  ...(under ? { under } : {}),
});
const figure = (id: string, name: Sentence, unit: FigureUnit, ...formulas: Figure["formulas"]): Figure => ({
  id,
  name,
  unit,
  formulas,
});
/** Most have one formula, which bears the figure's own name. */
const ratio = (id: string, name: Sentence, unit: FigureUnit, text: Sentence, over: FigurePart, under: FigurePart): Figure =>
  figure(id, name, unit, formula("usual", name, text, over, under));
const plain = (id: BaseCount, name: Sentence, unit: FigureUnit = "count"): Figure =>
  figure(id, name, unit, formula("usual", name, name, part([id])));

/** Who still waits and has waited less than T is neither in time nor late: he is in no share yet. */
const decided = part(["offered"], ["shortAbandoned", "undecided"]);
const handle = part(["talkingMs", "holdMs", "wrapUpMs"]);

const serviceLevel = figure(
  "serviceLevel",
  say("Service level", "服务水平"),
  "share",
  formula(
    "of-offered-less-short",
    say("Answered within T of offered without short abandons", "T 内应答 ÷（呼入排队 − 短放弃）"),
    say("answered ≤ T ÷ (offered − short abandons)", "T 内应答数 ÷（进入排队数 − 短放弃数）"),
    part(["answeredInTime"]),
    decided,
  ),
  formula(
    "of-answered",
    say("Answered within T of answered", "T 内应答 ÷ 应答（不计放弃）"),
    say("answered ≤ T ÷ answered; abandons are not counted, so it flatters", "T 内应答数 ÷ 应答数；不计放弃，偏乐观"),
    part(["answeredInTime"]),
    part(["answered"]),
  ),
  formula(
    "with-abandoned",
    say("Answered or abandoned within T of both", "T 内应答或放弃 ÷ 应答与放弃"),
    say("(answered ≤ T + abandoned ≤ T) ÷ (answered + abandoned)", "（T 内应答数 + T 内放弃数）÷（应答数 + 放弃数）"),
    part(["answeredInTime", "abandonedInTime"]),
    part(["answered", "abandoned"]),
  ),
  formula(
    "of-offered-less-short-talks",
    say("Answered within T of all offered, short talks left out", "T 内应答 ÷ 全部排队（不计短通话）"),
    say("answered ≤ T ÷ offered, calls with a talk under 10 s left out", "T 内应答数 ÷ 进入排队数，不计通话不足 10 秒者"),
    part(["answeredInTimeForTalk"], ["shortTalkInTime"]),
    part(["offeredForTalk"], ["shortTalk", "undecidedForTalk"]),
  ),
);

const shares: Figure[] = [
  serviceLevel,
  figure(
    "abandonment",
    say("Abandonment", "放弃率"),
    "share",
    formula(
      "of-offered-less-short",
      say("Abandoned of offered, both without short abandons", "放弃 ÷ 排队（均不计短放弃）"),
      say("(abandoned − short) ÷ (offered − short)", "（放弃数 − 短放弃数）÷（进入排队数 − 短放弃数）"),
      part(["abandoned"], ["shortAbandoned"]),
      part(["offered"], ["shortAbandoned", "waiting"]),
    ),
    formula(
      "of-answered-and-abandoned",
      say("Abandoned of answered and abandoned", "放弃 ÷（放弃 + 应答）"),
      say("abandoned ÷ (abandoned + answered)", "放弃数 ÷（放弃数 + 应答数）"),
      part(["abandoned"]),
      part(["abandoned", "answered"]),
    ),
  ),
  ratio(
    "answerRate",
    say("Answer rate", "应答率"),
    "share",
    say("answered ÷ offered who no longer wait", "应答数 ÷ 已结束排队数"),
    part(["answered"]),
    part(["left"]),
  ),
  ratio(
    "answeredInLimit",
    say("Answered within the longest time allowed", "最长时限内应答率"),
    "share",
    say("answered ≤ limit (2 min) ÷ answered", "时限（2 分钟）内应答数 ÷ 应答数"),
    part(["answeredInLimit"]),
    part(["answered"]),
  ),
  ratio(
    "holdShare",
    say("Calls with hold", "保持率"),
    "share",
    say("calls that were held ÷ handled", "有保持的通话数 ÷ 处理数"),
    part(["heldCalls"]),
    part(["handled"]),
  ),
  ratio(
    "heldAbandonment",
    say("Rang off while on hold", "保持中放弃率"),
    "share",
    say("calls whose caller rang off on hold ÷ calls with hold", "保持中来电者挂机的通话数 ÷ 有保持的通话数"),
    part(["heldAbandoned"]),
    part(["heldCalls"]),
  ),
  ratio(
    "firstContactResolution",
    say("First contact resolution", "首次解决率"),
    "share",
    say(
      "answered contacts whose number did not call the same queue again within the days set (7), and who did not answer that it is unsettled ÷ answered contacts whose days are over",
      "设定天数（7 天）内同一号码未再次呼入同一队列、且未评价为“未解决”的应答数 ÷ 期限已满的应答数",
    ),
    part(["resolvedFirst"]),
    part(["contacts"]),
  ),
  ratio(
    "csat",
    say("Satisfaction", "满意度"),
    "share",
    say("answers of 4 or 5 ÷ answers (1–5 by key)", "评价 4 或 5 分 ÷ 评价数（按键 1–5）"),
    part(["satisfied"]),
    part(["scores"]),
  ),
  ratio(
    "settledShare",
    say("Settled, as callers say", "来电者确认已解决"),
    "share",
    say("“settled” ÷ all who answered whether it is", "回答“已解决”数 ÷ 回答该问题数"),
    part(["settled"]),
    part(["settledAsked"]),
  ),
  ratio(
    "transferRate",
    say("Passed on to somebody else", "转接率"),
    "share",
    say("calls that another agent took over ÷ handled", "由其他坐席接续的通话数 ÷ 处理数"),
    part(["passedOn"]),
    part(["handledForPassing"]),
  ),
  figure(
    "occupancy",
    say("Occupancy", "占有率"),
    "share",
    formula(
      "of-handle-and-ready",
      say("Handling of handling and ready", "处理 ÷（处理 + 就绪）"),
      say("(talk + hold + wrap-up) ÷ (talk + hold + wrap-up + ready)", "（通话 + 保持 + 话后）÷（通话 + 保持 + 话后 + 就绪）"),
      handle,
      part(["talkingMs", "holdMs", "wrapUpMs", "readyMs"]),
    ),
    formula(
      "of-available",
      say("Handling of all time available for work", "处理 ÷ 可用工时"),
      say("(talk + hold + wrap-up) ÷ (that + ready + ringing)", "（通话 + 保持 + 话后）÷（前者 + 就绪 + 振铃）"),
      handle,
      part(["talkingMs", "holdMs", "wrapUpMs", "readyMs", "ringingMs"]),
    ),
  ),
  ratio(
    "utilisation",
    say("Utilisation", "工时利用率"),
    "share",
    say("(talk + hold + wrap-up) ÷ paid time of the shifts", "（通话 + 保持 + 话后）÷ 排班付薪时间"),
    handle,
    part(["paidMs"]),
  ),
  ratio(
    "adherence",
    say("Adherence", "遵时率"),
    "share",
    say(
      "time in the planned state ÷ planned time; planned is work, or at a planned break its own reason",
      "处于计划状态的时间 ÷ 计划时间；计划状态为工作，或计划休息、培训、会议等相应事由",
    ),
    part(["inPlanMs"]),
    part(["plannedMs"]),
  ),
  ratio(
    "shrinkage",
    say("Shrinkage", "损耗率"),
    "share",
    say("paid but not available ÷ paid", "付薪但不可用时间 ÷ 付薪时间"),
    part(["paidMs"], ["availablePaidMs"]),
    part(["paidMs"]),
  ),
  ratio(
    "connectRateIn",
    say("Connect rate, calls in", "呼入接通率"),
    "share",
    say("(ended in the menu + answered by a person) ÷ all calls in", "（自助终结 + 人工应答）÷ 全部呼入"),
    part(["endedInMenu", "connectedIn"]),
    part(["callsIn"]),
  ),
  ratio(
    "connectRateOut",
    say("Connect rate, calls out", "呼出接通率"),
    "share",
    say("answered ÷ dialled", "接通数 ÷ 拨打数"),
    part(["connectedOut"]),
    part(["callsOut"]),
  ),
];

const times: Figure[] = [
  figure(
    "averageWait",
    say("Average speed of answer", "平均应答时间"),
    "ms",
    formula(
      "of-answered",
      say("Average wait of the answered", "应答者平均等待"),
      say("wait of answered ÷ answered", "应答者等待时间 ÷ 应答数"),
      part(["waitAnsweredMs"]),
      part(["answered"]),
    ),
    formula(
      "of-all",
      say("Average wait of all", "全部平均等待"),
      say("wait of all who left ÷ all who left", "全部等待时间 ÷ 已结束排队数"),
      part(["waitLeftMs"]),
      part(["left"]),
    ),
  ),
  figure(
    "handleTime",
    say("Average handling time", "平均处理时长"),
    "ms",
    formula(
      "talk-hold-wrap",
      say("Talk, hold and wrap-up", "通话 + 保持 + 话后"),
      say("(talk + hold + wrap-up) ÷ handled", "（通话 + 保持 + 话后）÷ 处理数"),
      part(["handledTalkMs", "handledHoldMs", "handledWrapMs"]),
      part(["handled"]),
    ),
    formula(
      "talk-wrap",
      say("Talk and wrap-up", "通话 + 话后"),
      say("(talk + wrap-up) ÷ handled", "（通话 + 话后）÷ 处理数"),
      part(["handledTalkMs", "handledWrapMs"]),
      part(["handled"]),
    ),
  ),
  ratio(
    "talkTime",
    say("Average talk time", "平均通话时长"),
    "ms",
    say("talk ÷ handled", "通话时间 ÷ 处理数"),
    part(["handledTalkMs"]),
    part(["handled"]),
  ),
  ratio(
    "holdTime",
    say("Average hold time", "平均保持时长"),
    "ms",
    say("hold ÷ handled", "保持时间 ÷ 处理数"),
    part(["handledHoldMs"]),
    part(["handled"]),
  ),
  ratio(
    "wrapTime",
    say("Average wrap-up", "平均话后时长"),
    "ms",
    say("wrap-up ÷ handled", "话后时间 ÷ 处理数"),
    part(["handledWrapMs"]),
    part(["handled"]),
  ),
  ratio(
    "ringTime",
    say("Average ring at the agent", "平均振铃时长"),
    "ms",
    say("ring of all offers ÷ offers", "振铃时间 ÷ 派接次数"),
    part(["offerRingMs"]),
    part(["offersMade"]),
  ),
  ratio(
    "talkTimeOut",
    say("Average talk of calls out", "呼出平均通话时长"),
    "ms",
    say("talk of calls out ÷ answered", "呼出通话时间 ÷ 接通数"),
    part(["talkOutMs"]),
    part(["connectedOut"]),
  ),
];

const marks: Figure[] = [
  ratio(
    "averageScore",
    say("Average rating", "平均评分"),
    "score",
    say("sum of marks ÷ answers (1–5 by key)", "评分合计 ÷ 评价数（按键 1–5）"),
    part(["scoreSum"]),
    part(["scores"]),
  ),
];

const counts: Figure[] = [
  plain("offered", say("Offered", "进入排队")),
  plain("answered", say("Answered", "应答")),
  plain("answeredInTime", say("Answered within T", "T 内应答")),
  plain("abandoned", say("Abandoned, short ones too", "放弃（含短放弃）")),
  plain("shortAbandoned", say("Short abandons", "短放弃")),
  plain("abandonedInTime", say("Abandoned within T", "T 内放弃")),
  plain("overflowed", say("Overflowed or timed out", "溢出或超时")),
  plain("sentOn", say("Sent back or moved", "退回或移出")),
  plain("callbackTaken", say("Callback taken", "转为回拨")),
  plain("cutOff", say("Cut off by a failure of the box", "因设备故障中断")),
  plain("waiting", say("Still waiting", "仍在排队")),
  plain("longestWaitMs", say("Longest wait", "最长等待"), "ms"),
  plain("handled", say("Handled", "处理完成")),
  plain("heldAbandoned", say("Rang off while on hold", "保持中放弃")),
  plain("contacts", say("Answered contacts, days over", "期满应答数")),
  plain("resolvedFirst", say("Resolved on first contact", "首次解决")),
  plain("scores", say("Ratings", "评价数")),
  plain("satisfied", say("Satisfied", "满意数")),
  plain("ownCalls", say("Own calls, not from a queue", "非排队通话")),
  plain("ownTalkMs", say("Talk of own calls", "非排队通话时长"), "ms"),
  plain("offersMade", say("Rung at the agent", "派接次数")),
  plain("offersAnswered", say("Taken by the agent", "派接应答")),
  plain("offersMissed", say("Missed by the agent", "派接漏接")),
  plain("offersRefused", say("Refused by the agent", "派接拒接")),
  plain("offersUnreachable", say("Agent's phone not reachable", "派接话机不可达")),
  plain("callsIn", say("Calls in", "呼入")),
  plain("connectedIn", say("Calls in that a person answered", "呼入人工应答")),
  plain("endedInMenu", say("Calls in that ended in the menu", "呼入自助终结")),
  plain("callsOut", say("Dialled", "呼出拨打")),
  plain("connectedOut", say("Calls out answered", "呼出接通")),
  plain("callsInternal", say("Internal calls", "内部通话")),
  plain("loggedInMs", say("Logged in", "登录时长"), "ms"),
  plain("readyMs", say("Ready", "就绪时长"), "ms"),
  plain("ringingMs", say("Ringing", "振铃时长"), "ms"),
  plain("talkingMs", say("Talking", "通话时长"), "ms"),
  plain("holdMs", say("On hold", "保持时长"), "ms"),
  plain("wrapUpMs", say("Wrap-up", "话后时长"), "ms"),
  plain("notReadyMs", say("Not ready", "未就绪时长"), "ms"),
  plain("paidMs", say("Paid time", "付薪时长"), "ms"),
];

/** Every figure by its name. NSR is left out on purpose: there is no agreed definition of it. */
export const figureCatalogue: readonly Figure[] = [...shares, ...times, ...marks, ...counts];

/** What a report shows that names no figures. */
export const usualFigures = [
  "offered",
  "answered",
  "abandoned",
  "shortAbandoned",
  "serviceLevel",
  "abandonment",
  "averageWait",
  "longestWaitMs",
  "handled",
  "handleTime",
  "talkTime",
  "callsIn",
  "callsOut",
  "occupancy",
] as const;

export const figureOf = (id: string): Figure | undefined => figureCatalogue.find((f) => f.id === id);
export const formulaOf = (wanted: Figure, id: string | undefined): FigureFormula | undefined =>
  id === undefined ? wanted.formulas[0] : wanted.formulas.find((f) => f.id === id);
