import type { Sentence } from "../../contract/words.ts";

/** Fields of parts that are either there or not, as a plan names them. */
export const partFieldWords: Readonly<Record<string, Readonly<Record<string, Sentence>>>> = {
  mqtt: {
    enabled: { en: "in use or not", zh: "启用状态" },
    host: { en: "address", zh: "地址" },
    port: { en: "port", zh: "端口" },
    security: { en: "encryption", zh: "加密方式" },
    ca: { en: "certificate authority", zh: "CA 证书" },
    certificate: { en: "the box's own certificate", zh: "本机证书" },
    user: { en: "user", zh: "用户名" },
    version: { en: "MQTT version", zh: "MQTT 版本" },
    clientId: { en: "client name", zh: "客户端标识" },
    topic: { en: "beginning of the topics", zh: "主题前缀" },
    tell: { en: "what is told", zh: "发布内容" },
    callEvents: { en: "telling of each call", zh: "逐通呼叫" },
    keepMost: { en: "messages kept while it is away", zh: "断线时最多保留消息数" },
    commands: { en: "commands", zh: "远程命令" },
    homeAssistant: { en: "Home Assistant", zh: "Home Assistant" },
  },
  host: {
    limits: { en: "limits", zh: "限值" },
    interfaces: { en: "network sockets that must have a link", zh: "必须连通的网口" },
    ups: { en: "UPS", zh: "UPS" },
  },
  texts: {
    paths: { en: "lines tried", zh: "发送线路" },
    retryForHours: { en: "how long it is tried", zh: "重试时长" },
    reports: { en: "delivery reports", zh: "状态报告" },
    reportWaitMin: { en: "waiting for a report", zh: "等待状态报告" },
    keepDays: { en: "days kept", zh: "保留天数" },
  },
  plant: {
    devices: { en: "devices", zh: "设备" },
    keepDays: { en: "days kept", zh: "保留天数" },
  },
  "alarm-care": {
    people: { en: "people", zh: "值班人员" },
    rosters: { en: "rosters", zh: "值班表" },
    rules: { en: "rules", zh: "通知规则" },
    acknowledgeKey: { en: "key that acknowledges", zh: "确认按键" },
    repeatKey: { en: "key to hear it again", zh: "重听按键" },
    passKey: { en: "key that passes it on", zh: "转下一位按键" },
    quiet: { en: "quiet times", zh: "免打扰时段" },
    lines: { en: "calls at a time", zh: "同时呼叫数" },
    keepFree: { en: "room left for callers", zh: "为来电保留的通路" },
    callerId: { en: "number shown to those called", zh: "外显号码" },
    mostPerHour: { en: "how often it is told per hour", zh: "每小时最多通知次数" },
  },
};
