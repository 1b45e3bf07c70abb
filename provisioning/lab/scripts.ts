import type { FlowExpectation, FlowPlay, FlowScript } from "../../appliance/contract/flow-script.ts";
import { nightNumber } from "./hotline/welcome.ts";

type World = NonNullable<FlowPlay["world"]>;

const stranger = "13600000001";
const zhang = "13800138000";
const listen = { do: "listen" as const };
const press = (keys: string) => ({ do: "press" as const, keys });
const ok = (values: Record<string, string>, when?: Record<string, string>) => ({
  outcome: "ok" as const,
  values,
  ...(when ? { when } : {}),
});
const unknown = { outcome: "not-found" as const };
const figures = { verified: "yes", balance: "205.30", due: "2026-12-20", reading: "1287", readOn: "2026-11-05", name: "张伟" };

const billing: World["connectors"] = {
  billing: [
    ok({ meter: "100206", ...figures }, { caller: zhang }),
    ok(figures, { meter: "100206", proof: "8000" }),
    ok({ verified: "no" }, { meter: "100206" }),
    unknown,
  ],
};
const cases: World["connectors"] = {
  cases: [
    ok({ outage: "今天没有计划停水。", outageEn: "No outage is planned for today." }, { about: "outage" }),
    ok({ number: "20260001", state: "已派工", stateEn: "A crew is on its way" }, { case: "20260001" }),
    unknown,
  ],
};
const installation: World["connectors"] = {
  installation: [
    ok({ state: "已勘察，等待安装", stateEn: "surveyed, waiting for installation", visit: "2026-12-01" }, { order: "8800" }),
    unknown,
  ],
};
const reports: World["connectors"] = { reports: [ok({ number: "20260003" })] };
const dead: World["connectors"] = Object.fromEntries(
  ["billing", "cases", "installation", "reports"].map((id) => [id, [{ outcome: "silent" as const }]]),
);

/** "menu node node": where the call must come by, in the hotline. */
const path = (nodes: string) => nodes.split(" ").map((node) => ({ flow: "hotline", node }));
const known = "notice begin by-number language hours";

type Told = {
  caller?: string;
  called?: string;
  connectors?: World["connectors"];
  world?: World;
  keys: string[];
  expect: FlowExpectation;
};
function script(
  id: string,
  name: string,
  { caller = stranger, called = "96100", connectors = {}, world = {}, keys, expect }: Told,
) {
  const acts = keys.flatMap((one) => [press(one), listen]);
  const document: FlowScript = {
    id,
    name,
    play: { call: { caller, called }, world: { calendars: { office: "open" }, connectors, ...world }, acts },
    expect,
  };
  return { flow: "hotline", script: document };
}

/** One path of the hotline each: none of them can be broken by an edit without being asked about it. */
export const labScripts: { flow: string; script: FlowScript }[] = [
  script("bill-zh", "水费：其他水表，核对身份", {
    connectors: billing,
    keys: ["1", "1", "100206#", "8000#"],
    expect: {
      path: path(`${known} main own-meter meter bill-lookup known proof proof-lookup proved bill-which bill-says after goodbye`),
      said: ["水表一零零二零六，应缴水费二百零五元三角，请在二零二六年十二月二十日前缴纳。", "上次抄表读数一千二百八十七。"],
    },
  }),
  script("bill-en", "Bill: another meter, with the identity check", {
    connectors: billing,
    keys: ["2", "1", "100206#", "8000#"],
    expect: {
      path: path(`${known} main own-meter meter bill-lookup known proof proof-lookup proved bill-which bill-says after goodbye`),
      said: ["Last reading, one thousand two hundred and eighty-seven."],
    },
  }),
  script("bill-own", "Bill of the caller's own number 本机水费 1-1-1", {
    caller: zhang,
    connectors: billing,
    keys: ["1", "1", "1"],
    expect: { path: path(`${known} main own-meter own bill-which bill-says after goodbye`) },
  }),
  script("bill-slip", "Bill: wrong check digit three times 校验位三次不对", {
    connectors: billing,
    keys: ["1", "1", "100205#", "100205#", "100205#"],
    expect: { path: path(`${known} main own-meter meter to-person person`), end: "queue" },
  }),
  script("bill-unproved", "Bill: identity not proved 身份未确认", {
    connectors: billing,
    keys: ["1", "1", "100206#", "1111#", "2222#", "3333#"],
    expect: { end: "queue", variables: { balance: "" } },
  }),
  script("bill-dead", "Bill: billing does not answer 水费系统无应答", {
    connectors: dead,
    keys: ["1", "1"],
    expect: {
      path: path(`${known} main own-meter bill-dead to-person person`),
      said: ["很抱歉，水费暂时查不了，为您转人工服务。"],
      end: "queue",
    },
  }),
  script("case-en", "Complaint by case number", {
    connectors: cases,
    keys: ["2", "2", "20260001#"],
    expect: {
      path: path(`${known} main own-case case-number case-lookup case-says case-says-en after goodbye`),
      said: ["Case two zero two six zero zero zero one: A crew is on its way."],
    },
  }),
  script("case-zh", "投诉进度：按工单号", {
    connectors: cases,
    keys: ["1", "2", "20260001#"],
    expect: {
      path: path(`${known} main own-case case-number case-lookup case-says case-says-any after goodbye`),
      said: ["工单二零二六零零零一：已派工。"],
    },
  }),
  script("outage", "Outages 停水信息", {
    connectors: cases,
    keys: ["1", "3"],
    expect: { path: path(`${known} main outage outage-says outage-says-any after goodbye`), said: ["今天没有计划停水。"] },
  }),
  script("order", "Installation progress 报装进度", {
    connectors: installation,
    keys: ["1", "42", "8800#"],
    expect: {
      path: path(`${known} main other order order-lookup order-says order-says-any order-visit order-visit-says after goodbye`),
      said: ["报装单八八零零：已勘察，等待安装。"],
    },
  }),
  script("fault", "Report a leak 报修漏水", {
    connectors: reports,
    keys: ["1", "52"],
    expect: {
      path: path(`${known} main fault fault-leak fault-report fault-noted fault-place`),
      said: ["已登记，编号二零二六零零零三。"],
      end: "voicemail",
    },
  }),
  script("fault-dead", "Report a fault while it can't be noted 报修系统无应答", {
    connectors: dead,
    keys: ["1", "51"],
    expect: { path: path(`${known} main fault fault-dry fault-report fault-dead fault-place`), end: "voicemail" },
  }),
  script("hours", "Opening hours 营业时间", {
    keys: ["1", "43"],
    expect: { path: path(`${known} main other opening after goodbye`) },
  }),
  script("person", "A person at any time 随时转人工", {
    keys: ["1", "0"],
    expect: { path: path(`${known} main to-person person`), end: "queue" },
  }),
  script("busy", "Nobody free: a message 座席全忙留言", {
    world: { queues: { hotline: { outcome: "no-agent", afterMs: 5 } }, voicemail: { outcome: "served" } },
    keys: ["1", "0"],
    expect: { path: path(`${known} main to-person person busy message thanks`), end: "finished" },
  }),
  script("night", "After hours: a complaint is left 下班后投诉留言", {
    world: { calendars: { office: "closed" } },
    keys: ["1", "4"],
    expect: { path: path(`${known} night message`), end: "voicemail" },
  }),
  script("night-number", "The number that is always closed 夜间演示号码", {
    called: nightNumber,
    keys: ["2", "4"],
    expect: { path: path(`${known} night message`), end: "voicemail" },
  }),
  script("abroad", "English from abroad 国外来电英语", {
    caller: "0044201234567",
    keys: ["0"],
    expect: { path: path("notice begin by-number english hours main to-person person"), end: "queue" },
  }),
];
