import type { PlanStep, Settings } from "../../contract/settings.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { lineFieldWords } from "./line-field-words.ts";
import { partFieldWords } from "./part-field-words.ts";
import { planTargets } from "./plan-targets.ts";
import { same } from "./same.ts";

type What = PlanStep["what"];
const listsOf: {
  list: "trunks" | "phones" | "agents" | "reasons" | "queues" | "calendars" | "prompts" | "connectors" | "flows";
  what: What;
  en: string;
  zh: string;
}[] = [
  { list: "calendars", what: "calendar", en: "Calendar", zh: "日历" },
  { list: "prompts", what: "prompt", en: "Prompt", zh: "提示音" },
  { list: "connectors", what: "connector", en: "Connector", zh: "业务接口" },
  { list: "reasons", what: "reason", en: "Not-ready reason", zh: "未就绪原因" },
  { list: "queues", what: "queue", en: "Queue", zh: "队列" },
  { list: "flows", what: "flow", en: "Flow", zh: "流程" },
  { list: "phones", what: "phone", en: "Phone", zh: "话机" },
  { list: "agents", what: "agent", en: "Agent", zh: "坐席" },
  { list: "trunks", what: "trunk", en: "Trunk", zh: "中继" },
];
const singles: { what: "site" | "sip" | "media" | "recording"; en: string; zh: string }[] = [
  { what: "site", en: "Site", zh: "站点" },
  { what: "sip", en: "SIP", zh: "SIP" },
  { what: "media", en: "Sound", zh: "媒体" },
  { what: "recording", en: "Recording", zh: "录音" },
];

/** What will happen when `next` takes the place of `old`: one step for each thing that changes, in the order they are applied. */
export function planSettings(old: Settings, next: Settings): PlanStep[] {
  const steps: PlanStep[] = [];
  for (const { what, en, zh } of singles) {
    const [was, is] = what === "recording" ? [recordingOf(old), recordingOf(next)] : [old[what], next[what]];
    if (same(was, is)) continue;
    const fields = changedFields(was, is);
    // The realm is part of every phone's password hash (RFC 7616 3.4.2): with another one no phone can register.
    const confirm = what === "sip" && (!same(old.sip.server, next.sip.server) || old.sip.realm !== next.sip.realm);
    const words = { en: `${en}: ${fields} changes.`, zh: `${zh}：${fields} 变更。` };
    steps.push({ what, id: what, change: "change", words, disturbs: confirm, confirm });
  }
  steps.push(...callKeepingSteps(old.recording.keepCallsDays, next.recording.keepCallsDays));
  for (const kind of listsOf) steps.push(...listSteps(kind, old[kind.list] as Named[], next[kind.list] as Named[]));
  if (!same(old.agentLimits, next.agentLimits)) {
    const words = { en: "Longest stays in agent states change.", zh: "坐席状态时限变更。" };
    steps.push({ what: "agent", id: "limits", change: "change", words, disturbs: false, confirm: false });
  }
  const rule = { what: "firewall" as const, en: "Firewall rule", zh: "防火墙规则" };
  steps.push(...listSteps(rule, old.firewall?.rules ?? [], next.firewall?.rules ?? []));
  steps.push(...listSteps({ what: "webhook", en: "Webhook", zh: "事件推送" }, old.webhooks ?? [], next.webhooks ?? []));
  steps.push(...specialSteps(old.specialNumbers ?? [], next.specialNumbers ?? []));
  for (const { what, en, zh } of numberParts) {
    const [was, is] = what === "firewall" ? [blockedAct(old), blockedAct(next)] : [old.outgoing ?? {}, next.outgoing ?? {}];
    if (same(was, is)) continue;
    const fields = changedFields(was, is);
    const words = { en: `${en}: ${fields} changes.`, zh: `${zh}：${fields} 变更。` };
    steps.push({ what, id: what, change: "change", words, disturbs: false, confirm: false });
  }
  if (!same(old.hand, next.hand)) {
    const fields = changedFields(old.hand ?? {}, next.hand ?? {});
    const words = { en: `Transfer and parking: ${fields} changes.`, zh: `转接与驻留：${fields} 变更。` };
    steps.push({ what: "hand", id: "hand", change: "change", words, disturbs: false, confirm: false });
  }
  steps.push(...optionalSteps(old, next));
  if (!same(old.starCodes, next.starCodes)) {
    const words = { en: "Star codes change.", zh: "功能码变更。" };
    steps.push({ what: "star-code", id: "codes", change: "change", words, disturbs: false, confirm: false });
  }
  return [...steps, ...planTargets(old, next)];
}

/** How long calls are kept is said apart: what goes doesn't come back. */
const recordingOf = ({ recording: { keepCallsDays: _days, ...rest } }: Settings): object => rest;
function callKeepingSteps(was: number | undefined, days: number | undefined): PlanStep[] {
  if (was === days) return [];
  const words =
    days === undefined
      ? { en: "Calls are kept with their journeys for good.", zh: "通话及其经过永久保留。" }
      : {
          en: `Calls older than ${days} days lose their journeys, customers' numbers and what was typed, and cases closed before then their numbers and notes, for good; figures stay, and so do held calls, those with a recording and open cases.`,
          zh: `超过 ${days} 天的通话将永久删除经过、客户号码和按键输入，办结已超过该期限的工单将删除号码和备注；统计数据、已保全的通话、仍有录音的通话和未办结的工单保留。`,
        };
  return [{ what: "recording", id: "calls", change: "change", words, disturbs: false, confirm: false }];
}

const numberParts = [
  { what: "firewall", en: "Firewall", zh: "防火墙" },
  { what: "outgoing", en: "Outgoing calls", zh: "外呼规则" },
] as const;
const blockedAct = ({ firewall }: Settings): object =>
  firewall?.blockedNumbers ? { blockedNumbers: firewall.blockedNumbers } : {};

/** More lines than this nobody reads: an import of a thousand numbers is one sentence. */
const mostSpecialSteps = 20;

function specialSteps(old: SpecialNumber[], next: SpecialNumber[]): PlanStep[] {
  const named = (list: SpecialNumber[]): Named[] => list.map((s) => ({ ...s, id: s.number }));
  const kind = { what: "special-number" as const, en: "Special number", zh: "特殊号码" };
  const steps = listSteps(kind, named(old), named(next));
  if (steps.length <= mostSpecialSteps) return steps;
  const count = (change: PlanStep["change"]): number => steps.filter((s) => s.change === change).length;
  const [added, changed, removed] = [count("add"), count("change"), count("remove")];
  const words = {
    en: `Special numbers: ${added} are added, ${changed} change, ${removed} are removed.`,
    zh: `特殊号码：新增 ${added} 个，变更 ${changed} 个，删除 ${removed} 个。`,
  };
  return [{ what: "special-number", id: "list", change: "change", words, disturbs: false, confirm: false }];
}

const optionalLists = [
  { list: "gateways", what: "gateway", en: "Gateway", zh: "网关" },
  { list: "lines", what: "line", en: "Line", zh: "线路" },
  { list: "voicemailBoxes", what: "voicemail", en: "Voicemail box", zh: "语音信箱" },
  { list: "surveys", what: "survey", en: "Survey", zh: "满意度评价" },
] as const;
const optionalSingles = [
  { what: "mail", list: "mail", en: "Mail", zh: "邮件" },
  { what: "host", list: "host", en: "Limits of the machine", zh: "设备限值" },
  { what: "mqtt", list: "mqtt", en: "MQTT broker", zh: "MQTT 服务器" },
  { what: "transcription", list: "transcription", en: "Transcription", zh: "语音转写" },
  { what: "texts", list: "texts", en: "Text messages", zh: "短信" },
  { what: "plant", list: "plant", en: "Monitored devices", zh: "设备监测" },
  { what: "alarm-care", list: "alarmCare", en: "Alarm calls", zh: "告警通知" },
] as const;

/** Parts of the document that may be missing. */
function optionalSteps(old: Settings, next: Settings): PlanStep[] {
  const steps: PlanStep[] = [];
  const ofPorts = (phones: Settings["analogPhones"] = []): Named[] => phones.map((phone) => ({ ...phone, id: phone.port }));
  const analog = { what: "analog-phone" as const, en: "Telephone at port", zh: "模拟话机端口" };
  steps.push(...listSteps(analog, ofPorts(old.analogPhones), ofPorts(next.analogPhones)));
  for (const kind of optionalLists) steps.push(...listSteps(kind, old[kind.list] ?? [], next[kind.list] ?? []));
  for (const { what, list, en, zh } of optionalSingles) {
    const [before, after] = [old[list], next[list]];
    if (same(before, after)) continue;
    const change = !before ? "add" : !after ? "remove" : "change";
    const named = before && after ? changedNames(before, after) : [];
    const said = (language: "en" | "zh") => named.map((f) => partFieldWords[what]?.[f]?.[language] ?? f);
    const words = {
      add: { en: `${en} is set up.`, zh: `启用${zh}。` },
      remove: { en: `${en} is no longer used.`, zh: `停用${zh}。` },
      change: { en: `${en}: ${said("en").join(", ")} changes.`, zh: `${zh}：${said("zh").join("、")} 变更。` },
    }[change];
    steps.push({ what, id: what, change, words, disturbs: false, confirm: false });
  }
  return steps;
}

type Named = { id?: string; code?: string };
const nameOf = (x: Named): string => x.id ?? x.code ?? "";

function listSteps({ what, en, zh }: { what: What; en: string; zh: string }, old: Named[], next: Named[]): PlanStep[] {
  const before = new Map(old.map((x) => [nameOf(x), x]));
  const after = new Map(next.map((x) => [nameOf(x), x]));
  // A trunk or phone that changes or goes can end the calls on it.
  const disturbs = what === "trunk" || what === "gateway" || what === "line" || what === "analog-phone" || what === "phone";
  const steps: PlanStep[] = [];
  for (const id of after.keys()) {
    if (before.has(id)) continue;
    const words = { en: `${en} "${id}" is added.`, zh: `新增${zh}“${id}”。` };
    steps.push({ what, id, change: "add", words, disturbs: false, confirm: false });
  }
  for (const [id, x] of after) {
    const was = before.get(id);
    if (!was || same(was, x)) continue;
    const fields = changedNames(was, x);
    // Trunks, lines and telephones of the cabinet, of which people without a manual must know what changes.
    const said = (language: "en" | "zh") => fields.map((f) => (disturbs && lineFieldWords[f]?.[language]) || f);
    const words = { en: `${en} "${id}": ${said("en").join(", ")} changes.`, zh: `${zh}“${id}”：${said("zh").join("、")} 变更。` };
    steps.push({ what, id, change: "change", words, disturbs, confirm: false });
  }
  for (const id of before.keys()) {
    if (after.has(id)) continue;
    const words = { en: `${en} "${id}" is removed.`, zh: `删除${zh}“${id}”。` };
    steps.push({ what, id, change: "remove", words, disturbs, confirm: false });
  }
  // The place in a list can matter: star codes count the not-ready reasons.
  if (!same(kept(before, after), kept(after, before))) {
    const words = { en: `${en}s: the order changes.`, zh: `${zh}顺序变更。` };
    steps.push({ what, id: "order", change: "change", words, disturbs: false, confirm: false });
  }
  return steps;
}

/** Names that are in both, in the order of the first. */
const kept = (one: Map<string, Named>, other: Map<string, Named>): string[] => [...one.keys()].filter((id) => other.has(id));

const changedFields = (a: object, b: object): string => changedNames(a, b).join(", ");

function changedNames(a: object, b: object): string[] {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((k) => !same(left[k], right[k]));
}
