import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";

/** Calls to this number find the office closed at any hour: that is how the demonstration shows its night. */
export const nightNumber = "96109";

const inChinese = (zh: string) => ({ kind: "text" as const, language: "zh" as const, text: { zh } });
const inEnglish = (en: string) => ({ kind: "text" as const, language: "en" as const, text: { en } });

/** Notice, language, hours, and the two menus. */
export const welcome: FlowDocument["nodes"] = {
  notice: {
    type: "prompt",
    title: { zh: "欢迎和录音告知", en: "Welcome and recording notice" },
    bargeIn: false,
    person: false,
    items: [
      inChinese("您好，供水热线。通话会录音，信息只用于服务。"),
      inEnglish("Water hotline. Calls are recorded, and used only to serve you."),
    ],
    next: "begin",
  },
  begin: {
    type: "set",
    title: { zh: "开始", en: "Begin" },
    set: [{ variable: "proofsWrong", value: `""` }],
    next: "by-number",
  },
  "by-number": {
    type: "branch",
    title: { zh: "按来电号码选择语言", en: "Language by the caller's number" },
    cases: [
      { when: `language == "en"`, next: "hours", title: { zh: "号码已登记为英语", en: "known to speak English" } },
      {
        when: `(caller startsWith "00" and not caller startsWith "0086") or (caller startsWith "+" and not caller startsWith "+86")`,
        next: "english",
        title: { zh: "国外号码", en: "from abroad" },
      },
    ],
    else: "language",
  },
  english: {
    type: "language",
    title: { zh: "英语服务", en: "English" },
    how: { kind: "set", language: "en" },
    next: "hours",
  },
  language: {
    type: "language",
    title: { zh: "选择语言", en: "Choose language" },
    how: {
      kind: "choose",
      items: [inChinese("中文服务请按一。"), inEnglish("For English, press two.")],
      keys: { "1": "zh", "2": "en" },
      timeoutMs: 5000,
      tries: 2,
    },
    next: "hours",
  },
  hours: {
    type: "branch",
    title: { zh: "是否上班时间", en: "Office hours?" },
    cases: [
      {
        when: `called == "${nightNumber}"`,
        next: "night",
        title: { zh: "夜间演示号码", en: "the number that is always closed" },
      },
      { when: `open("office")`, next: "main", title: { zh: "上班时间", en: "open" } },
    ],
    else: "night",
  },
  main: {
    type: "menu",
    title: { zh: "主菜单", en: "Main menu" },
    items: [
      text(
        "水费请按一，投诉进度请按二，停水请按三，报修请按五，其他请按四，人工请按零。",
        "Bills, press one. Your complaint, two. Outages, three. To report a fault, five. Other matters, four. A person, zero.",
      ),
    ],
    choices: {
      "1": { next: "own-meter", title: { zh: "水费", en: "Bill" } },
      "2": { next: "own-case", title: { zh: "投诉进度", en: "Complaint" } },
      "3": { next: "outage", title: { zh: "停水信息", en: "Outages" } },
      "4": { next: "other", title: { zh: "其他", en: "Other matters" } },
      "5": { next: "fault", title: { zh: "报修", en: "Report a fault" } },
      "9": { next: "main", title: { zh: "重听", en: "Again" } },
    },
    timeoutMs: 6000,
    tries: 3,
    onTimeout: { next: "to-person" },
    onInvalid: { next: "to-person" },
  },
  night: {
    type: "menu",
    title: { zh: "下班后", en: "After hours" },
    items: [
      text(
        "现在是下班时间。水费请按一，投诉进度请按二，停水请按三，报修请按五，投诉留言请按四。",
        "Our office is closed now. Bills, press one. Your complaint, two. Outages, three. To report a fault, five. To leave a complaint, four.",
      ),
    ],
    // Nobody is there: no way to a person from here.
    person: false,
    choices: {
      "1": { next: "own-meter", title: { zh: "水费", en: "Bill" } },
      "2": { next: "own-case", title: { zh: "投诉进度", en: "Complaint" } },
      "3": { next: "outage", title: { zh: "停水信息", en: "Outages" } },
      "4": { next: "message", title: { zh: "投诉留言", en: "Leave a complaint" } },
      "5": { next: "fault", title: { zh: "报修", en: "Report a fault" } },
      "6": { next: "order", title: { zh: "报装进度", en: "New connection" } },
    },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "message" },
    onInvalid: { next: "message" },
  },
  other: {
    type: "menu",
    title: { zh: "其他", en: "Other matters" },
    items: [
      text(
        "政策法规请按一，报装进度请按二，营业时间请按三，返回请按星号键。",
        "Information, press one. A new connection, two. Opening hours, three. To go back, star.",
      ),
    ],
    choices: {
      "1": { next: "information", title: { zh: "政策法规", en: "Information" } },
      "2": { next: "order", title: { zh: "报装进度", en: "New connection" } },
      "3": { next: "opening", title: { zh: "营业时间", en: "Opening hours" } },
    },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "to-person" },
    onInvalid: { next: "to-person" },
  },
  information: { type: "subflow", title: { zh: "政策法规", en: "Information" }, flow: "information", next: "hours" },
  opening: {
    type: "prompt",
    title: { zh: "营业时间", en: "Opening hours" },
    items: [
      text(
        "热线每天二十四小时有人值守。营业厅周一到周五，上午八点半到下午五点。",
        "This line is staffed day and night. Our office is open Monday to Friday, from half past eight to five.",
      ),
    ],
    next: "after",
  },
};
