import type { CalendarSettings } from "../../appliance/contract/calendar.ts";
import { defaultTargets } from "../../appliance/contract/default-targets.ts";
import { defaultQueueSettings } from "../../appliance/contract/queue.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { defaultSettings } from "../../appliance/core/settings/default-settings.ts";
import { labFlows } from "./flows.ts";
import { nightNumber } from "./hotline/welcome.ts";
import { labBoxes, labCallback, labShifts, labSpecialNumbers, labSurveys } from "./office.ts";

const allDay = [{ from: "00:00", to: "24:00" }];
const always: CalendarSettings = {
  id: "office",
  name: "Office hours 营业时间",
  timeZone: "Asia/Shanghai",
  weekly: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay },
  holidays: [],
  workdays: [],
};

/** Calls to the world outside go to this port of the same machine. */
const labCarrierPort = 5090;
export const labPhones = ["8001", "8002"] as const;
export const labUsers = [
  { user: "admin", name: "管理员 Admin", role: "administrator" as const, agent: undefined },
  { user: "agent1", name: "陈静 Chen Jing", role: "agent" as const, agent: "agent1" },
  { user: "agent2", name: "刘洋 Liu Yang", role: "agent" as const, agent: "agent2" },
];

/** A small water utility on one machine: everything on loopback, two agents, one trunk. */
export function labSettings(businessUrl: string): Settings {
  const settings = defaultSettings("城东水务 East Town Water", "zh");
  const phone = (id: string, name: string) => ({ id, name, enabled: true, srtp: "optional" as const, maxContacts: 5 });
  const agent = (id: string, name: string, desk: string, loginCode: string) => ({
    id: id as never,
    name,
    phone: desk as never,
    queues: [{ queue: "hotline" as never, level: 1 }],
    loginCode,
    languages: ["zh" as const, "en" as const],
  });
  const connector = (id: string, name: string, method: "GET" | "POST", path: string) => ({
    id,
    name,
    url: businessUrl + path,
    method,
    timeoutMs: 3000,
  });
  return {
    ...settings,
    trunks: [
      {
        id: "lab-trunk",
        name: "Lab trunk 实验中继",
        enabled: true,
        order: 1,
        kind: "address",
        // Who plays the carrier beside the box (a softphone will do) is called back here.
        host: "127.0.0.1",
        port: labCarrierPort,
        transport: "udp",
        acceptFrom: ["127.0.0.1", "::1"],
        numbers: [
          { pattern: "96100", flow: "hotline" },
          { pattern: nightNumber, flow: "hotline" },
        ],
        maxCalls: 500,
        pingSec: 0,
        srtp: "optional",
        inbandDigits: true,
      },
    ],
    phones: [phone("8001", "陈静 desk"), phone("8002", "刘洋 desk")],
    agents: [agent("agent1", "陈静 Chen Jing", "8001", "101"), agent("agent2", "刘洋 Liu Yang", "8002", "102")],
    queues: [
      {
        id: "hotline" as never,
        name: { zh: "供水热线", en: "Water hotline" },
        ...defaultQueueSettings,
        greeting: { text: { zh: "正在为您转接人工座席，请稍候。", en: "We are connecting you to an agent, please hold." } },
        callback: labCallback,
        survey: "after-call",
      },
    ],
    calendars: [always],
    connectors: [
      connector("billing", "Billing 营业收费", "GET", "/billing?meter={meter}&caller={caller}&proof={proof}"),
      connector("cases", "Cases 工单", "GET", "/cases?case={case}&about={about}&caller={caller}"),
      connector("installation", "Installation 报装", "GET", "/installation?order={order}"),
      connector("reports", "Faults 报修", "POST", "/reports"),
    ],
    voicemailBoxes: labBoxes,
    surveys: labSurveys,
    specialNumbers: labSpecialNumbers,
    shifts: labShifts,
    targets: defaultTargets,
    flows: labFlows,
  };
}
