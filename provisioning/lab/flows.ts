import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";

type Nodes = FlowDocument["nodes"];
const text = (zh: string, en: string) => ({ kind: "text" as const, text: { zh, en } });

/** The hotline of a water utility, 96100: notice, language, menu, self-service, people, and what happens after hours. */
const hotline: Nodes = {
  notice: {
    type: "prompt",
    title: { zh: "欢迎和录音告知", en: "Welcome and recording notice" },
    bargeIn: false,
    person: false,
    items: [
      {
        kind: "text",
        language: "zh",
        text: { zh: "您好，供水热线。通话将被录音，信息仅用于为您服务。" },
      },
      {
        kind: "text",
        language: "en",
        text: {
          en: "Water hotline. This call is recorded; your data is used only to serve you.",
        },
      },
    ],
    next: "language",
  },
  language: {
    type: "language",
    title: { zh: "选择语言", en: "Choose language" },
    how: {
      kind: "choose",
      items: [
        { kind: "text", language: "zh", text: { zh: "中文服务请按一。" } },
        { kind: "text", language: "en", text: { en: "For English, press two." } },
      ],
      keys: { "1": "zh", "2": "en" },
      timeoutMs: 5000,
      tries: 2,
    },
    next: "hours",
  },
  hours: {
    type: "branch",
    title: { zh: "是否上班时间", en: "Office hours?" },
    cases: [{ when: `open("office")`, next: "main", title: { zh: "上班时间", en: "open" } }],
    else: "night",
  },
  main: {
    type: "menu",
    title: { zh: "主菜单", en: "Main menu" },
    items: [
      text(
        "查询水费请按一，查询工单办理情况请按二，停水信息请按三，政策法规请按四，人工服务请按零，重听请按九。",
        "For your bill, press one. For the state of your case, press two. For outages, press three. For information, press four. For a person, press zero. To hear this again, press nine.",
      ),
    ],
    choices: {
      "1": { next: "meter", title: { zh: "水费", en: "Bill" } },
      "2": { next: "case-number", title: { zh: "工单", en: "Case" } },
      "3": { next: "outage", title: { zh: "停水信息", en: "Outages" } },
      "4": { next: "information", title: { zh: "政策法规", en: "Information" } },
      "9": { next: "main", title: { zh: "重听", en: "Again" } },
    },
    timeoutMs: 6000,
    tries: 3,
    onTimeout: { next: "person" },
    onInvalid: { next: "person" },
  },
  person: {
    type: "queue",
    title: { zh: "转人工", en: "To a person" },
    queue: "hotline",
    onOverflow: "busy",
    onTimeout: "busy",
    onNoAgent: "busy",
    onClosed: "busy",
    onLeft: "message",
  },
  busy: {
    type: "prompt",
    title: { zh: "座席全忙", en: "All are busy" },
    items: [text("很抱歉，现在没有空闲的座席，请您留言。", "We are sorry, nobody is free now. Please leave a message.")],
    next: "message",
  },
};

const bill: Nodes = {
  meter: {
    type: "collect",
    title: { zh: "水表号码", en: "Meter number" },
    items: [
      text(
        "请输入水表号码，以井号键结束。返回请按星号键。",
        "Please enter your meter number, then press hash. To go back, press star.",
      ),
    ],
    variable: "meter",
    label: { zh: "水表号码", en: "Meter number" },
    minLength: 4,
    maxLength: 12,
    terminator: "#",
    firstDigitMs: 8000,
    interDigitMs: 4000,
    check: { kind: "digits" },
    tries: 3,
    onInvalid: { items: [text("水表号码是四到十二位数字。", "A meter number has four to twelve digits.")] },
    next: "bill-lookup",
  },
  "bill-lookup": {
    type: "lookup",
    title: { zh: "查询水费", en: "Look up the bill" },
    connector: "billing",
    request: { meter: "{{meter}}", caller: "{{caller}}" },
    timeoutMs: 3000,
    items: [text("正在查询，请稍候。", "One moment, please.")],
    results: {
      balance: { from: "balance", label: { zh: "欠费金额", en: "Amount due" } },
      customer: { from: "name", label: { zh: "用户", en: "Customer" }, optional: true },
    },
    ok: "bill-says",
    notFound: "bill-unknown",
    failed: "bill-dead",
  },
  "bill-says": {
    type: "say",
    title: { zh: "播报水费", en: "Say the amount" },
    as: "money",
    value: "{{balance}}",
    text: {
      zh: "水表{{meter|digits}}，应缴水费{{value}}。",
      en: "For meter {{meter|digits}}, the amount due is {{value}}.",
    },
    next: "after",
  },
  "bill-unknown": {
    type: "prompt",
    items: [text("没有查到水表{{meter|digits}}。", "There is no meter {{meter|digits}}.")],
    next: "after",
  },
  "bill-dead": {
    type: "prompt",
    items: [
      text(
        "很抱歉，水费系统暂时无法查询，请稍后再查，或按零转人工服务。",
        "We are sorry, bills can't be looked up at the moment. Please try later, or press zero for a person.",
      ),
    ],
    next: "after",
  },
};

const cases: Nodes = {
  "case-number": {
    type: "collect",
    title: { zh: "工单号码", en: "Case number" },
    items: [text("请输入工单号码，以井号键结束。", "Please enter your case number, then press hash.")],
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
    request: { case: "{{caseNumber}}", caller: "{{caller}}" },
    timeoutMs: 3000,
    items: [text("正在查询，请稍候。", "One moment, please.")],
    results: {
      caseState: { from: "state", label: { zh: "工单状态", en: "State of the case" } },
      caseStateEn: { from: "stateEn", optional: true },
    },
    ok: "case-says",
    notFound: "case-unknown",
    failed: "case-dead",
  },
  "case-says": {
    type: "branch",
    cases: [{ when: `language == "en" and caseStateEn != ""`, next: "case-says-en" }],
    else: "case-says-any",
  },
  "case-says-en": {
    type: "prompt",
    items: [text("工单{{caseNumber|digits}}：{{caseState}}。", "Case {{caseNumber|digits}}: {{caseStateEn}}.")],
    next: "after",
  },
  "case-says-any": {
    type: "prompt",
    items: [text("工单{{caseNumber|digits}}：{{caseState}}。", "Case {{caseNumber|digits}}: {{caseState}}.")],
    next: "after",
  },
  "case-unknown": {
    type: "prompt",
    items: [text("没有查到工单{{caseNumber|digits}}。", "There is no case {{caseNumber|digits}}.")],
    next: "after",
  },
  "case-dead": {
    type: "prompt",
    items: [
      text(
        "很抱歉，工单系统暂时无法查询，请稍后再查，或按零转人工服务。",
        "We are sorry, cases can't be looked up at the moment. Please try later, or press zero for a person.",
      ),
    ],
    next: "after",
  },
  outage: {
    type: "lookup",
    title: { zh: "查询停水", en: "Look up outages" },
    connector: "cases",
    request: { about: "outage", caller: "{{caller}}" },
    timeoutMs: 3000,
    results: { outage: { from: "outage" }, outageEn: { from: "outageEn", optional: true } },
    ok: "outage-says",
    notFound: "outage-none",
    failed: "outage-dead",
  },
  "outage-says": {
    type: "branch",
    cases: [{ when: `language == "en" and outageEn != ""`, next: "outage-says-en" }],
    else: "outage-says-any",
  },
  "outage-says-en": { type: "prompt", items: [text("{{outage}}", "{{outageEn}}")], next: "after" },
  "outage-says-any": { type: "prompt", items: [text("{{outage}}", "{{outage}}")], next: "after" },
  "outage-none": {
    type: "prompt",
    items: [
      text(
        "您所在的区域目前没有停水通知。如果家中没有水，请按零转人工服务。",
        "There is no outage notice for your area. If you have no water, press zero for a person.",
      ),
    ],
    next: "after",
  },
  "outage-dead": {
    type: "prompt",
    items: [
      text(
        "很抱歉，停水信息暂时无法查询。如果家中没有水，请按零转人工服务。",
        "We are sorry, outage notices can't be read at the moment. If you have no water, press zero for a person.",
      ),
    ],
    next: "after",
  },
};

const ending: Nodes = {
  information: { type: "subflow", title: { zh: "政策法规", en: "Information" }, flow: "information", next: "main" },
  after: {
    type: "menu",
    title: { zh: "还需要什么", en: "Anything else?" },
    items: [
      text(
        "返回主菜单请按一，人工服务请按零，结束请挂机。",
        "For the main menu, press one. For a person, press zero. To end, hang up.",
      ),
    ],
    choices: { "1": { next: "main", title: { zh: "主菜单", en: "Main menu" } } },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "goodbye" },
    onInvalid: { next: "goodbye" },
  },
  night: {
    type: "menu",
    title: { zh: "下班后", en: "After hours" },
    items: [
      text(
        "现在是下班时间。查询水费请按一，查询工单办理情况请按二，停水信息请按三，留言请按四。",
        "Our office is closed now. For your bill, press one. For the state of your case, press two. For outages, press three. To leave a message, press four.",
      ),
    ],
    // Nobody is there: no way to a person from here.
    person: false,
    choices: {
      "1": { next: "meter", title: { zh: "水费", en: "Bill" } },
      "2": { next: "case-number", title: { zh: "工单", en: "Case" } },
      "3": { next: "outage", title: { zh: "停水信息", en: "Outages" } },
      "4": { next: "message", title: { zh: "留言", en: "Message" } },
    },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "message" },
    onInvalid: { next: "message" },
  },
  message: {
    type: "record",
    title: { zh: "留言", en: "Message" },
    person: false,
    items: [text("请在提示音后留言，按井号键结束。", "Please speak after the tone and press hash when done.")],
    variable: "message",
    label: { zh: "留言", en: "Message" },
    maxMs: 120_000,
    silenceMs: 5000,
    terminator: "#",
    next: "thanks",
    onEmpty: "goodbye",
  },
  thanks: {
    type: "hangup",
    person: false,
    items: [text("您的留言已收到，我们会尽快回复。再见。", "Thank you. We will call you back soon. Goodbye.")],
  },
  goodbye: { type: "hangup", items: [text("感谢您的来电，再见。", "Thank you for calling. Goodbye.")] },
};

/** A menu in a menu in a menu …: each level says where it is, 1 goes deeper, * back, 0 to a person. */
export function nestedMenus(levels: number): FlowDocument {
  const nodes: Record<string, FlowNode> = {};
  for (let level = 1; level <= levels; level++) {
    const last = level === levels;
    const deeper = last
      ? text(
          "这是最后一级。返回主菜单请按一，返回上一级请按星号键，人工服务请按零。",
          "This is the last level. For the main menu, press one. To go back, press star. For a person, press zero.",
        )
      : text(
          "下一级请按一，返回上一级请按星号键，人工服务请按零。",
          "For the next level, press one. To go back, press star. For a person, press zero.",
        );
    nodes[`level-${level}`] = {
      type: "menu",
      title: { zh: `信息第${level}级`, en: `Information level ${level}` },
      items: [
        {
          kind: "say",
          as: "number",
          value: String(level),
          text: { zh: "您在第{{value}}级菜单。", en: "You are at level {{value}}." },
        },
        deeper,
      ],
      choices: {
        "1": {
          next: last ? "leave" : `level-${level + 1}`,
          title: last ? { zh: "主菜单", en: "Main menu" } : { zh: "下一级", en: "Next level" },
        },
      },
      timeoutMs: 6000,
      tries: 2,
      onTimeout: { next: "leave" },
      onInvalid: { next: "leave" },
    };
  }
  nodes.leave = { type: "return" };
  return { id: "information", name: "Information 政策法规", languageDefault: "zh", start: "level-1", nodes };
}

/** Flows of the demonstration utility. They want the queue `hotline`, the calendar `office` and the connectors `billing` and `cases`. */
export const labFlows: FlowDocument[] = [
  {
    id: "hotline",
    name: "Water hotline 96100 供水热线",
    languageDefault: "zh",
    start: "notice",
    back: { key: "*" },
    person: { key: "0", next: "person" },
    nodes: { ...hotline, ...bill, ...cases, ...ending },
  },
  nestedMenus(10),
];
