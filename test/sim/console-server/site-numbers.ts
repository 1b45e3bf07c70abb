import type { Settings } from "../../../appliance/contract/settings.ts";
import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { dice } from "./dice.ts";

const surnames = [
  "王",
  "李",
  "张",
  "刘",
  "陈",
  "杨",
  "赵",
  "黄",
  "周",
  "吴",
  "徐",
  "孙",
  "胡",
  "朱",
  "高",
  "林",
  "何",
  "郭",
  "马",
  "罗",
];
const places = ["海昌", "万达", "清源", "星海", "西安路", "黑石礁", "凌水", "马栏", "泉水", "华南", "机场前", "甘井子"];
const kinds = ["小区物业", "中学", "社区居委会", "商务楼", "医院后勤", "酒店工程部", "幼儿园", "派出所"];

/** Known people first, then many more as years of service leave them behind. */
function specials(): SpecialNumber[] {
  const r = dice(5);
  const first: SpecialNumber[] = [
    {
      number: "041183630000",
      name: "市政府值班室",
      class: "vip",
      priority: 9,
      headStartMs: 300_000,
      speedDial: "01",
      note: "来电立即接听，必要时转班长",
    },
    {
      number: "13800138000",
      name: "孙建国",
      class: "complaint",
      priority: 7,
      agent: "1004" as never,
      note: "东港水压投诉，已三次",
    },
    { number: "041195598", name: "供电报修", class: "contact", speedDial: "02" },
    { number: "041196119", name: "消防联动", class: "contact", speedDial: "03", vip: true },
    { number: "1700056*", name: "推销号段", class: "blocked", note: "2026-03 起反复外呼骚扰" },
    { number: "17100000001", name: "骚扰电话", class: "blocked" },
    { number: "+4420794600*", name: "境外诈骗号段", class: "blocked" },
    { number: "13940812345", name: "Mr. Brown, Hilton", class: "vip", language: "en", agent: "1002" as never },
  ];
  const rest = Array.from({ length: 420 }, (_, i): SpecialNumber => {
    const home = r.chance(0.4);
    const name = home ? `${r.pick(places)}${r.pick(kinds)}` : `${r.pick(surnames)}${r.pick(["女士", "先生", "主任", "师傅"])}`;
    const number = home
      ? `0411${8_100_0000 + i * 7919}`
      : `1${r.pick(["38", "39", "35", "58", "86"])}${String(10_000_000 + i * 180_013)}`;
    const kind = r.chance(0.1) ? "vip" : r.chance(0.12) ? "blocked" : r.chance(0.1) ? "complaint" : "contact";
    return {
      number,
      name,
      class: kind,
      ...(i % 17 === 0 ? { speedDial: String(100 + i) } : {}),
      ...(kind === "complaint" ? { priority: 6 } : {}),
    };
  });
  return [...first, ...rest];
}

/** Firewall, special numbers, outgoing rights and codes of the made-up site. */
export const siteNumbers = (): Pick<Settings, "firewall" | "specialNumbers" | "outgoing" | "starCodes" | "hand"> => ({
  firewall: {
    rules: [
      {
        id: "press",
        name: "应急来电放行",
        enabled: true,
        callers: ["041183630000", "110", "119", "120"],
        act: { kind: "allow" },
      },
      {
        id: "often",
        name: "反复拨打",
        enabled: true,
        perHour: 6,
        act: {
          kind: "message",
          say: { text: { zh: "您的来电过于频繁，请稍后再拨。", en: "You have called too often. Please try again later." } },
        },
      },
      {
        id: "sales",
        name: "推销号段",
        enabled: true,
        callers: ["1390000*", "170*", "171*", "162*", "9501XXXX"],
        lines: ["unicom"],
        act: { kind: "busy" },
      },
      {
        id: "withheld-night",
        name: "夜间隐藏号码",
        enabled: true,
        anonymous: true,
        calendar: { calendar: "office", when: "closed" },
        act: { kind: "reject", why: "blocked" },
      },
      {
        id: "abroad",
        name: "境外来电",
        enabled: true,
        callers: ["+*", "00*"],
        until: "2026-12-31",
        act: { kind: "queue", queue: "hotline" },
      },
      {
        id: "complaint",
        name: "投诉客户直达投诉组",
        enabled: false,
        class: "complaint",
        act: { kind: "queue", queue: "complaint" },
      },
    ],
    blockedNumbers: { kind: "busy" },
  },
  specialNumbers: specials(),
  outgoing: {
    prefix: "9",
    usual: "desk",
    classes: [
      { pattern: "4008*", class: "local" },
      { pattern: "0411168*", class: "blocked" },
    ],
    roles: [
      { id: "desk", name: "坐席", allow: ["internal", "local", "mobile"], withPin: ["long-distance"] },
      {
        id: "lead",
        name: "班长",
        allow: ["internal", "local", "mobile", "long-distance"],
        withPin: ["international", "premium"],
      },
      { id: "lobby", name: "大厅话机", allow: ["internal", "local"], withPin: [] },
    ],
    trunks: [
      { trunk: "unicom", rewrite: [{ pattern: "0411*", strip: 4, prepend: "" }] },
      { trunk: "telecom", classes: ["emergency", "local", "mobile", "long-distance"], rewrite: [] },
    ],
  },
  starCodes: { redial: "*66" },
  hand: { transferRingMs: 30_000, parkSlots: 12 },
});
