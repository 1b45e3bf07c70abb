import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";

const found = {
  caseState: { from: "state", label: { zh: "投诉进度", en: "State of the complaint" } },
  caseStateEn: { from: "stateEn", optional: true },
};

/** How far a complaint is: the caller's newest by his number, or any by its own (A10). Outages beside it. */
export const cases: FlowDocument["nodes"] = {
  "own-case": {
    type: "lookup",
    title: { zh: "按来电号码查投诉", en: "Complaint of the caller's number" },
    connector: "cases",
    request: { caller: "{{caller}}" },
    timeoutMs: 2000,
    results: { ...found, caseNumber: { from: "number", label: { zh: "工单号码", en: "Case number" } } },
    ok: "case-choice",
    notFound: "case-number",
    failed: "case-dead",
  },
  "case-choice": {
    type: "menu",
    title: { zh: "本机或其他工单", en: "Own case or another" },
    items: [
      text(
        "本机最近的投诉请按一，其他工单请按二，返回请按星号键。",
        "For the latest complaint from this number, press one. For another, two. To go back, star.",
      ),
    ],
    choices: {
      "1": { next: "case-says", title: { zh: "本机投诉", en: "Own complaint" } },
      "2": { next: "case-number", title: { zh: "其他工单", en: "Another case" } },
    },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "case-number" },
    onInvalid: { next: "case-number" },
  },
  "case-number": {
    type: "collect",
    title: { zh: "工单号码", en: "Case number" },
    items: [text("请输入工单号码，按井号键结束。", "Please enter your case number, then press hash.")],
    variable: "caseNumber",
    label: { zh: "工单号码", en: "Case number" },
    minLength: 2,
    maxLength: 14,
    terminator: "#",
    firstDigitMs: 8000,
    interDigitMs: 4000,
    tries: 3,
    next: "case-lookup",
  },
  "case-lookup": {
    type: "lookup",
    title: { zh: "查询工单", en: "Look up the case" },
    connector: "cases",
    request: { case: "{{caseNumber}}" },
    timeoutMs: 3000,
    items: [text("正在查询，请稍候。", "One moment, please.")],
    results: found,
    ok: "case-says",
    notFound: "case-unknown",
    failed: "case-dead",
  },
  "case-says": {
    type: "branch",
    title: { zh: "用哪种语言播报", en: "Told in which language" },
    cases: [{ when: `language == "en" and caseStateEn != ""`, next: "case-says-en" }],
    else: "case-says-any",
  },
  "case-says-en": {
    type: "prompt",
    title: { zh: "播报进度（英语）", en: "Say the state (English)" },
    items: [text("工单{{caseNumber|digits}}：{{caseState}}。", "Case {{caseNumber|digits}}: {{caseStateEn}}.")],
    next: "after",
  },
  "case-says-any": {
    type: "prompt",
    title: { zh: "播报进度", en: "Say the state" },
    items: [text("工单{{caseNumber|digits}}：{{caseState}}。", "Case {{caseNumber|digits}}: {{caseState}}.")],
    next: "after",
  },
  "case-unknown": {
    type: "prompt",
    title: { zh: "没有此工单", en: "No such case" },
    items: [text("没有查到工单{{caseNumber|digits}}。", "There is no case {{caseNumber|digits}}.")],
    next: "after",
  },
  "case-dead": {
    type: "prompt",
    title: { zh: "工单系统无应答", en: "Cases do not answer" },
    items: [
      text("很抱歉，投诉进度暂时查不了，为您转人工服务。", "Sorry, complaints can't be looked up now. A person will help you."),
    ],
    next: "to-person",
  },
  outage: {
    type: "lookup",
    title: { zh: "查询停水", en: "Look up outages" },
    connector: "cases",
    request: { about: "outage" },
    timeoutMs: 3000,
    results: { outage: { from: "outage" }, outageEn: { from: "outageEn", optional: true } },
    ok: "outage-says",
    notFound: "outage-none",
    failed: "outage-dead",
  },
  "outage-says": {
    type: "branch",
    title: { zh: "用哪种语言播报", en: "Told in which language" },
    cases: [{ when: `language == "en" and outageEn != ""`, next: "outage-says-en" }],
    else: "outage-says-any",
  },
  "outage-says-en": {
    type: "prompt",
    title: { zh: "播报停水（英语）", en: "Say outages (English)" },
    items: [text("{{outage}}", "{{outageEn}}")],
    next: "after",
  },
  "outage-says-any": {
    type: "prompt",
    title: { zh: "播报停水", en: "Say outages" },
    items: [text("{{outage}}", "{{outage}}")],
    next: "after",
  },
  "outage-none": {
    type: "prompt",
    title: { zh: "没有停水通知", en: "No outages" },
    items: [text("目前没有停水通知。家中没有水，请按零。", "There is no outage notice now. If you have no water, press zero.")],
    next: "after",
  },
  "outage-dead": {
    type: "prompt",
    title: { zh: "停水信息无应答", en: "Outages can't be read" },
    items: [
      text("很抱歉，停水信息暂时查不了，为您转人工服务。", "Sorry, outages can't be looked up now. A person will help you."),
    ],
    next: "to-person",
  },
};
