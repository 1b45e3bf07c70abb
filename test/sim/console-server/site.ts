import { defaultNotReadyReasons } from "../../../appliance/contract/agent.ts";
import { defaultQueueSettings } from "../../../appliance/contract/queue.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { defaultSettings } from "../../../appliance/core/settings/default-settings.ts";
import { hotlineFlow, nightFlow } from "./site-flows.ts";
import { siteGear } from "./site-gear.ts";
import { siteNumbers } from "./site-numbers.ts";

export const siteName = "清源水务热线";
type Agent = Settings["agents"][number];
type Queue = Settings["queues"][number];

const people: [id: string, name: string, phone: string, queues: [string, number][], languages: ("zh" | "en")[]][] = [
  [
    "1001",
    "王芳",
    "801",
    [
      ["hotline", 1],
      ["complaint", 2],
    ],
    ["zh"],
  ],
  [
    "1002",
    "李娜",
    "802",
    [
      ["hotline", 1],
      ["repair", 1],
    ],
    ["zh", "en"],
  ],
  [
    "1003",
    "张伟",
    "803",
    [
      ["repair", 1],
      ["hotline", 2],
    ],
    ["zh"],
  ],
  [
    "1004",
    "刘洋",
    "804",
    [
      ["hotline", 1],
      ["complaint", 1],
    ],
    ["zh"],
  ],
  [
    "1005",
    "陈静",
    "805",
    [
      ["complaint", 1],
      ["hotline", 2],
    ],
    ["zh", "en"],
  ],
  [
    "1006",
    "赵磊",
    "806",
    [
      ["repair", 1],
      ["hotline", 1],
    ],
    ["zh"],
  ],
];

/** A waterworks with six seats, as its technician would have set it up. */
export const site = (): Settings => ({
  ...defaultSettings(siteName, "zh"),
  ...siteNumbers(),
  ...siteGear(),
  recording: {
    ...defaultSettings(siteName, "zh").recording,
    askReason: true,
    retention: {
      rules: [
        { id: "repair", queues: ["repair"], keepDays: 7 },
        { id: "all", keepDays: 180, keepLinkedDays: 1095 },
      ],
    },
  },
  shifts: {
    templates: [
      {
        id: "early",
        name: "早班",
        from: "08:00",
        to: "17:00",
        breaks: [
          { from: "10:00", minutes: 15, reason: "break", paid: true },
          { from: "11:30", minutes: 45, reason: "lunch", paid: false },
        ],
      },
      {
        id: "late",
        name: "晚班",
        from: "12:00",
        to: "20:30",
        breaks: [{ from: "17:00", minutes: 45, reason: "lunch", paid: false }],
      },
    ],
  },
  trunks: [
    {
      id: "unicom",
      name: "联通 SIP 中继",
      enabled: true,
      order: 1,
      kind: "register",
      host: "sbc.unicom-qy.example",
      port: 5060,
      transport: "udp",
      user: "041196390",
      acceptFrom: ["198.51.100.16/28"],
      numbers: [
        { pattern: "96390", flow: "hotline" },
        { pattern: "041184567700", flow: "hotline" },
        { pattern: "0411845677XX", flow: "night" },
      ],
      callerId: "041184567700",
      maxCalls: 30,
      pingSec: 30,
      srtp: "off",
      inbandDigits: false,
    },
    {
      id: "telecom",
      name: "电信 E1 网关",
      enabled: true,
      order: 2,
      kind: "address",
      host: "192.0.2.40",
      port: 5060,
      transport: "tcp",
      acceptFrom: ["192.0.2.40"],
      numbers: [{ pattern: "0411845677XX", flow: "hotline" }],
      maxCalls: 8,
      pingSec: 30,
      srtp: "off",
      inbandDigits: true,
    },
  ],
  phones: [
    ...people.map(([, name, phone]) => ({
      id: phone,
      name: `${name}座席`,
      enabled: true,
      srtp: "optional" as const,
      maxContacts: 1,
    })),
    { id: "800", name: "班长台", enabled: true, srtp: "optional", maxContacts: 2, outgoing: "lead" },
  ],
  agents: people.map(([id, name, phone, queues, languages]) => ({
    id: id as Agent["id"],
    name,
    phone: phone as NonNullable<Agent["phone"]>,
    queues: queues.map(([queue, level]) => ({ queue: queue as Queue["id"], level })),
    loginCode: id,
    ...(id === "1002" ? { outgoing: "lead" } : {}),
    languages,
  })),
  reasons: defaultNotReadyReasons,
  queues: [
    {
      ...defaultQueueSettings,
      id: "hotline" as Queue["id"],
      name: { zh: "综合服务", en: "General" },
      music: "music",
      survey: "after",
    },
    {
      ...defaultQueueSettings,
      id: "repair" as Queue["id"],
      name: { zh: "报修", en: "Repairs" },
      priority: 6,
      serviceLevelSec: 20,
      greeting: { text: { zh: "报修坐席马上为您服务。", en: "The repair desk will be with you shortly." } },
      overflow: { afterMs: 300_000, to: { kind: "queue", queue: "hotline" as Queue["id"] } },
    },
    {
      ...defaultQueueSettings,
      id: "complaint" as Queue["id"],
      name: { zh: "投诉", en: "Complaints" },
      priority: 8,
      wrapUpMs: 60_000,
    },
  ],
  calendars: [
    {
      id: "office",
      name: "营业时间",
      timeZone: "Asia/Shanghai",
      weekly: {
        mon: [
          { from: "08:30", to: "11:30" },
          { from: "13:30", to: "17:30" },
        ],
        tue: [
          { from: "08:30", to: "11:30" },
          { from: "13:30", to: "17:30" },
        ],
        wed: [
          { from: "08:30", to: "11:30" },
          { from: "13:30", to: "17:30" },
        ],
        thu: [
          { from: "08:30", to: "11:30" },
          { from: "13:30", to: "17:30" },
        ],
        fri: [
          { from: "08:30", to: "11:30" },
          { from: "13:30", to: "17:00" },
        ],
        sat: [{ from: "09:00", to: "12:00" }],
      },
      holidays: [
        { from: "2026-02-16", to: "2026-02-22", name: "春节" },
        { from: "2026-10-01", to: "2026-10-07", name: "国庆节" },
      ],
      workdays: [{ date: "2026-02-14", name: "春节调休", like: "fri" }],
    },
  ],
  prompts: [
    {
      id: "welcome",
      name: "欢迎词",
      text: { zh: "欢迎致电清源水务热线。", en: "Welcome to the Qingyuan water hotline." },
      file: { zh: "welcome-zh.wav" },
    },
    { id: "privacy", name: "隐私提示", text: { zh: "为保证服务质量，本次通话将被录音。", en: "This call is recorded." } },
    { id: "music", name: "等待音乐", text: {}, file: { zh: "jasmine.wav", en: "jasmine.wav" } },
    { id: "sorry", name: "致歉", text: { zh: "很抱歉，系统暂时无法处理。", en: "We are sorry, something went wrong." } },
  ],
  voicemailBoxes: [
    { id: "repair", name: "报修信箱", owner: { kind: "queue", queue: "repair" as Queue["id"] }, number: "8600", complaint: true },
    { id: "wang", name: "王芳", owner: { kind: "agent", agent: "1001" as Agent["id"] }, mailTo: "wangfang@qy-water.example" },
  ],
  surveys: [
    {
      id: "after",
      name: "通话后满意度",
      intro: { text: { zh: "请对本次服务进行评价。", en: "Please rate our service." } },
      questions: [
        {
          id: "service",
          kind: "scale",
          ask: {
            text: {
              zh: "您对本次服务是否满意？1 非常不满意，5 非常满意。",
              en: "How satisfied are you? 1 not at all, 5 very much.",
            },
          },
        },
        { id: "settled", kind: "closed", ask: { text: { zh: "您的问题是否已解决？", en: "Is your matter settled?" } } },
      ],
      thanks: { text: { zh: "感谢您的评价。", en: "Thank you." } },
      askShare: 60,
    },
  ],
  mail: { host: "smtp.qy-water.example", port: 465, security: "tls", user: "linebox", from: "hotline@qy-water.example" },
  connectors: [
    {
      id: "billing",
      name: "营业收费系统",
      url: "http://192.0.2.60:8080/account?meter={meter}&phone={phone}",
      method: "GET",
      timeoutMs: 3000,
    },
    { id: "works", name: "报装系统", url: "http://192.0.2.61/api/progress/{number}", method: "GET", timeoutMs: 4000 },
  ],
  webhooks: [
    {
      id: "billing",
      name: "营业收费系统",
      enabled: true,
      url: "https://192.0.2.60:8443/linebox/events",
      events: ["call.connected", "call.ended", "recording.completed"],
    },
    {
      id: "duty",
      name: "值班大屏",
      enabled: true,
      url: "http://192.0.2.77/hooks/alarms",
      events: ["alarm.raised", "alarm.cleared"],
    },
  ],
  flows: [hotlineFlow, nightFlow],
});
