import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";

/** How far a new connection is, by the number of its order (A8). */
export const installation: FlowDocument["nodes"] = {
  order: {
    type: "collect",
    title: { zh: "报装单号", en: "Order number" },
    items: [text("请输入报装单号，按井号键结束。", "Please enter your order number, then press hash.")],
    variable: "order",
    label: { zh: "报装单号", en: "Order number" },
    minLength: 4,
    maxLength: 12,
    terminator: "#",
    firstDigitMs: 8000,
    interDigitMs: 4000,
    check: { kind: "digits" },
    tries: 3,
    onInvalid: { items: [text("报装单号是四到十二位数字。", "An order number has four to twelve digits.")], next: "to-person" },
    onTimeout: { next: "to-person" },
    next: "order-lookup",
  },
  "order-lookup": {
    type: "lookup",
    title: { zh: "查询报装", en: "Look up the order" },
    connector: "installation",
    request: { order: "{{order}}" },
    timeoutMs: 3000,
    items: [text("正在查询，请稍候。", "One moment, please.")],
    results: {
      orderState: { from: "state", label: { zh: "报装进度", en: "State of the order" } },
      orderStateEn: { from: "stateEn", optional: true },
      visit: { from: "visit", label: { zh: "上门日期", en: "Visit on" }, optional: true },
    },
    ok: "order-says",
    notFound: "order-unknown",
    failed: "order-dead",
  },
  "order-says": {
    type: "branch",
    title: { zh: "用哪种语言播报", en: "Told in which language" },
    cases: [{ when: `language == "en" and orderStateEn != ""`, next: "order-says-en" }],
    else: "order-says-any",
  },
  "order-says-en": {
    type: "prompt",
    title: { zh: "播报报装（英语）", en: "Say the order (English)" },
    items: [text("报装单{{order|digits}}：{{orderState}}。", "Order {{order|digits}}: {{orderStateEn}}.")],
    next: "order-visit",
  },
  "order-says-any": {
    type: "prompt",
    title: { zh: "播报报装", en: "Say the order" },
    items: [text("报装单{{order|digits}}：{{orderState}}。", "Order {{order|digits}}: {{orderState}}.")],
    next: "order-visit",
  },
  "order-visit": {
    type: "branch",
    title: { zh: "约了上门？", en: "A visit planned?" },
    cases: [{ when: `visit != ""`, next: "order-visit-says", title: { zh: "已约", en: "yes" } }],
    else: "after",
  },
  "order-visit-says": {
    type: "prompt",
    title: { zh: "播报上门日期", en: "Say the day of the visit" },
    items: [text("{{visit|date}}上门安装。", "We will come on {{visit|date}}.")],
    next: "after",
  },
  "order-unknown": {
    type: "prompt",
    title: { zh: "没有此报装单", en: "No such order" },
    items: [text("没有查到报装单{{order|digits}}。", "There is no order {{order|digits}}.")],
    next: "after",
  },
  "order-dead": {
    type: "prompt",
    title: { zh: "报装系统无应答", en: "Orders do not answer" },
    items: [
      text("很抱歉，报装进度暂时查不了，为您转人工服务。", "Sorry, orders can't be looked up now. A person will help you."),
    ],
    next: "to-person",
  },
};
