import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";

const account = {
  verified: { from: "verified" },
  balance: { from: "balance", label: { zh: "欠费金额", en: "Amount due" }, optional: true },
  due: { from: "due", label: { zh: "缴费期限", en: "Due date" }, optional: true },
  reading: { from: "reading", label: { zh: "最近读数", en: "Last reading" }, optional: true },
  readOn: { from: "readOn", label: { zh: "抄表日期", en: "Read on" }, optional: true },
  customer: { from: "name", label: { zh: "用户", en: "Customer" }, optional: true },
};

/** A bill: of the meter that belongs to the caller's number, or of any other by its number and a proof that it is his (A7, A14, A21). */
export const bill: FlowDocument["nodes"] = {
  "own-meter": {
    type: "lookup",
    title: { zh: "按来电号码查水表", en: "Meter of the caller's number" },
    connector: "billing",
    request: { caller: "{{caller}}" },
    timeoutMs: 2000,
    results: { ...account, meter: { from: "meter", label: { zh: "水表号码", en: "Meter number" } } },
    ok: "own",
    notFound: "meter",
    failed: "bill-dead",
  },
  own: {
    type: "menu",
    title: { zh: "本机或其他水表", en: "Own meter or another" },
    items: [
      text(
        "本机登记的水表请按一，其他水表请按二，返回请按星号键。",
        "For the meter of this phone number, press one. For another meter, two. To go back, star.",
      ),
    ],
    choices: {
      "1": { next: "bill-which", title: { zh: "本机水表", en: "Own meter" } },
      "2": { next: "meter", title: { zh: "其他水表", en: "Another meter" } },
    },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "meter" },
    onInvalid: { next: "meter" },
  },
  meter: {
    type: "collect",
    title: { zh: "水表号码", en: "Meter number" },
    items: [text("请输入水表号码，按井号键结束。", "Please enter your meter number, then press hash.")],
    variable: "meter",
    label: { zh: "水表号码", en: "Meter number" },
    minLength: 4,
    maxLength: 12,
    terminator: "#",
    firstDigitMs: 8000,
    interDigitMs: 4000,
    // The last digit is a check digit: a slip of the finger is told before anybody else's bill is.
    check: { kind: "luhn" },
    tries: 3,
    onInvalid: {
      items: [text("号码不对，请核对账单上的水表号码。", "That is not a meter number. You find it on your bill.")],
      next: "to-person",
    },
    onTimeout: { next: "to-person" },
    next: "bill-lookup",
  },
  "bill-lookup": {
    type: "lookup",
    title: { zh: "查询水费", en: "Look up the bill" },
    connector: "billing",
    request: { meter: "{{meter}}", caller: "{{caller}}" },
    timeoutMs: 3000,
    items: [text("正在查询，请稍候。", "One moment, please.")],
    results: account,
    ok: "known",
    notFound: "bill-unknown",
    failed: "bill-dead",
  },
  known: {
    type: "branch",
    title: { zh: "已确认身份？", en: "Known to be his?" },
    cases: [
      { when: `verified == "yes"`, next: "bill-which", title: { zh: "来电号码相符", en: "by the number he calls from" } },
      { when: "length(proofsWrong) >= 3", next: "unproved", title: { zh: "已错三次", en: "wrong three times" } },
    ],
    else: "proof",
  },
  proof: {
    type: "collect",
    title: { zh: "身份验证", en: "Identity check" },
    items: [
      text(
        "为保护用户信息，请输入登记手机号的后四位，按井号键结束。",
        "To protect the account, please enter the last four digits of the phone number on file, then hash.",
      ),
    ],
    variable: "proof",
    label: { zh: "登记号码后四位", en: "Last four digits on file" },
    sensitive: true,
    minLength: 4,
    maxLength: 4,
    terminator: "#",
    firstDigitMs: 8000,
    interDigitMs: 4000,
    tries: 3,
    onTimeout: { next: "to-person" },
    onInvalid: { next: "to-person" },
    next: "proof-lookup",
  },
  "proof-lookup": {
    type: "lookup",
    title: { zh: "核对身份", en: "Check his proof" },
    connector: "billing",
    request: { meter: "{{meter}}", caller: "{{caller}}", proof: "{{proof}}" },
    timeoutMs: 3000,
    results: account,
    ok: "proved",
    notFound: "bill-unknown",
    failed: "bill-dead",
  },
  proved: {
    type: "branch",
    title: { zh: "核对结果", en: "Proved?" },
    cases: [{ when: `verified == "yes"`, next: "bill-which", title: { zh: "相符", en: "yes" } }],
    else: "proof-wrong",
  },
  "proof-wrong": {
    type: "set",
    title: { zh: "记一次错误", en: "Count the wrong proof" },
    // Counted over the whole call: going back to another meter gives no new tries.
    set: [{ variable: "proofsWrong", value: `proofsWrong + "x"` }],
    next: "proofs-left",
  },
  "proofs-left": {
    type: "branch",
    title: { zh: "还能再试？", en: "May he try again?" },
    cases: [{ when: "length(proofsWrong) >= 3", next: "unproved", title: { zh: "已错三次", en: "wrong three times" } }],
    else: "proof-again",
  },
  "proof-again": {
    type: "prompt",
    title: { zh: "不相符，再试", en: "Wrong, again" },
    items: [text("号码不相符。", "That does not match.")],
    next: "proof",
  },
  unproved: {
    type: "prompt",
    title: { zh: "身份未确认", en: "Not proved" },
    items: [text("无法确认身份，为您转人工服务。", "We could not confirm the account. A person will help you.")],
    next: "to-person",
  },
  "bill-which": {
    type: "branch",
    title: { zh: "有欠费？", en: "Anything due?" },
    cases: [{ when: "number(balance) <= 0", next: "bill-paid", title: { zh: "没有欠费", en: "nothing" } }],
    else: "bill-says",
  },
  "bill-says": {
    type: "prompt",
    title: { zh: "播报水费", en: "Say the amount" },
    items: [
      text(
        "水表{{meter|digits}}，应缴水费{{balance|money}}，请在{{due|date}}前缴纳。",
        "Meter {{meter|digits}}: {{balance|money}} due by {{due|date}}.",
      ),
      text("上次抄表读数{{reading|number}}。", "Last reading, {{reading|number}}."),
    ],
    next: "after",
  },
  "bill-paid": {
    type: "prompt",
    title: { zh: "没有欠费", en: "Nothing due" },
    items: [
      text("水表{{meter|digits}}没有欠费。", "Meter {{meter|digits}}: nothing is due."),
      text("上次抄表读数{{reading|number}}。", "Last reading, {{reading|number}}."),
    ],
    next: "after",
  },
  "bill-unknown": {
    type: "prompt",
    title: { zh: "没有此水表", en: "No such meter" },
    items: [text("没有查到水表{{meter|digits}}。", "There is no meter {{meter|digits}}.")],
    next: "after",
  },
  "bill-dead": {
    type: "prompt",
    title: { zh: "水费系统无应答", en: "Billing does not answer" },
    items: [text("很抱歉，水费暂时查不了，为您转人工服务。", "Sorry, bills can't be looked up now. A person will help you.")],
    next: "to-person",
  },
};
