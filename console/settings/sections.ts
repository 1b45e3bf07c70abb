import type { Settings } from "../../appliance/contract/settings.ts";
import { agentName, queueName } from "../data/names.ts";
import type { IconName } from "../look/icon.tsx";
import { fill } from "../words/fill.ts";
import { pick, words } from "../words/words.ts";
import { queueDefaults } from "./contract-schema.ts";
import { optionWord } from "./field-words.ts";
import { freshAnalogPhone, freshLine } from "./fresh-lines.ts";
import { vendors } from "./gear.ts";

export type ListSection =
  | "trunks"
  | "gateways"
  | "lines"
  | "analogPhones"
  | "phones"
  | "agents"
  | "reasons"
  | "queues"
  | "calendars"
  | "prompts"
  | "connectors"
  | "voicemailBoxes"
  | "surveys"
  | "flows";
/** Sections whose entries have their form here; flows and prompts have pages of their own. */
export type FormSection = Exclude<ListSection, "flows" | "prompts">;
/** One form each, outside any list. */
export const soleSections = ["site", "mail", "texts", "plant", "alarmCare", "host", "mqtt"] as const;
export type SoleSection = (typeof soleSections)[number];
export type Section = SoleSection | ListSection;
export type Item<S extends ListSection> = NonNullable<Settings[S]>[number];
/** What is edited of a list; a list that the document leaves out is empty. */
export const entriesOf = (section: ListSection, settings: Settings): readonly Item<ListSection>[] => settings[section] ?? [];
type GroupWord = keyof typeof words.value.settings.groups;
/** Fields that stand together. `at` goes before their names where they lie deeper. */
export type FormGroup = { title: GroupWord; at?: string; fields: string[] };

export const sections: { name: Section; icon: IconName }[] = [
  { name: "site", icon: "site" },
  { name: "trunks", icon: "line" },
  { name: "gateways", icon: "internal" },
  { name: "lines", icon: "out" },
  { name: "flows", icon: "flow" },
  { name: "queues", icon: "queue" },
  { name: "agents", icon: "agents" },
  { name: "reasons", icon: "reason" },
  { name: "phones", icon: "phone" },
  { name: "analogPhones", icon: "keypad" },
  { name: "calendars", icon: "calendar" },
  { name: "prompts", icon: "prompt" },
  { name: "voicemailBoxes", icon: "letter" },
  { name: "surveys", icon: "star" },
  { name: "mail", icon: "note" },
  { name: "texts", icon: "letter" },
  { name: "connectors", icon: "connector" },
  { name: "plant", icon: "eye" },
  { name: "alarmCare", icon: "bell" },
  { name: "host", icon: "desk" },
  { name: "mqtt", icon: "transfer" },
];
/** Where a section has pages of its own. */
export const pagesOf: Partial<Record<Section, string>> = { flows: "/flows", prompts: "/prompts" };
export const isSole = (section: Section): section is SoleSection => soleSections.some((name) => name === section);
/** What the document keeps at its top for a section that is no list. */
export const partsOf: Record<SoleSection, string[]> = {
  site: ["site", "sip", "media", "recording", "agentLimits"],
  mail: ["mail", "transcription"],
  texts: ["texts"],
  plant: ["plant"],
  alarmCare: ["alarmCare"],
  host: ["host"],
  mqtt: ["mqtt"],
};
/** The page a part of the document is edited on that is no list; the site where none names it. */
export const soleOf = (part: string | undefined): SoleSection =>
  soleSections.find((name) => part !== undefined && partsOf[name].includes(part)) ?? "site";
/** Parts that are either set up as a whole or not at all. */
export const wholeParts = ["mqtt", "plant", "alarmCare"] as const;
export const isWhole = (section: SoleSection): section is (typeof wholeParts)[number] =>
  wholeParts.some((name) => name === section);
/** What becomes of numbers: pages of their own, for they are read as sentences and long tables. */
export const numberSections = ["firewall", "special-numbers", "outgoing", "codes"] as const;
export type NumberSection = (typeof numberSections)[number];
export const isNumberSection = (text: string | undefined): text is NumberSection => numberSections.some((name) => name === text);
/** Parts of the document that each of them edits. */
export const partsOfNumbers: Record<NumberSection, readonly string[]> = {
  firewall: ["firewall"],
  "special-numbers": ["specialNumbers"],
  outgoing: ["outgoing"],
  codes: ["starCodes", "hand"],
};
export const isSection = (text: string | undefined): text is Section => sections.some((s) => s.name === text);

const siteGroups: FormGroup[] = [
  { title: "general", at: "/site", fields: ["name", "language", "country", "timeZone", "currency", "music", "acrossQueues"] },
  {
    title: "recording",
    at: "/recording",
    fields: [
      "calls",
      "keepFreeMb",
      "pauseKeys",
      "agentsHearOwn",
      "askReason",
      "sealed",
      "policy",
      "retention",
      "compress",
      "quality",
    ],
  },
  {
    title: "signalling",
    at: "/sip",
    fields: ["server", "realm", "externalAddress", "sessionExpiresSec", "registerMinSec", "registerMaxSec", "maxCallSec"],
  },
  { title: "bans", at: "/sip", fields: ["banAfter", "banWindowSec", "banForSec"] },
  { title: "media", at: "/media", fields: ["codecs", "backend", "silentEndSec"] },
  { title: "desk", at: "", fields: ["agentLimits"] },
];

export const soleGroups: Record<SoleSection, FormGroup[]> = {
  site: siteGroups,
  mail: [{ title: "messages", at: "", fields: ["mail", "transcription"] }],
  texts: [
    { title: "sending", at: "/texts", fields: ["paths", "retryForHours", "reports", "reportWaitMin"] },
    { title: "keeping", at: "/texts", fields: ["keepDays"] },
  ],
  plant: [
    { title: "devices", at: "/plant", fields: ["devices"] },
    { title: "keeping", at: "/plant", fields: ["keepDays"] },
  ],
  alarmCare: [
    { title: "people", at: "/alarmCare", fields: ["people"] },
    { title: "rosters", at: "/alarmCare", fields: ["rosters"] },
    { title: "rules", at: "/alarmCare", fields: ["rules"] },
    { title: "calling", at: "/alarmCare", fields: ["lines", "keepFree", "callerId", "acknowledgeKey", "repeatKey", "passKey"] },
    { title: "quiet", at: "/alarmCare", fields: ["quiet", "mostPerHour"] },
  ],
  host: [
    { title: "limits", at: "/host", fields: ["limits", "interfaces"] },
    { title: "ups", at: "/host", fields: ["ups"] },
  ],
  mqtt: [
    {
      title: "connection",
      at: "/mqtt",
      fields: ["enabled", "host", "port", "security", "user", "version", "clientId", "ca", "certificate"],
    },
    { title: "telling", at: "/mqtt", fields: ["topic", "tell", "callEvents", "keepMost", "homeAssistant", "commands"] },
  ],
};

export const groupsOf: Record<FormSection, FormGroup[]> = {
  trunks: [
    { title: "general", fields: ["name", "enabled", "kind", "order"] },
    { title: "connection", fields: ["host", "port", "transport", "user", "pingSec", "srtp", "inbandDigits", "maxCalls"] },
    { title: "incoming", fields: ["acceptFrom", "callerFrom", "numbers"] },
    { title: "outgoing", fields: ["callerId", "identity", "withhold", "diversion"] },
  ],
  gateways: [
    { title: "general", fields: ["name", "enabled", "vendor", "ports"] },
    { title: "connection", fields: ["host", "port", "transport", "login", "user", "pingSec", "srtp"] },
    { title: "incoming", fields: ["acceptFrom", "callerFrom", "portIn"] },
    { title: "outgoing", fields: ["portOut", "digits"] },
  ],
  // What a kind of line doesn't have is left out of its form.
  lines: [
    { title: "general", fields: ["name", "enabled", "port", "ownNumber"] },
    { title: "incoming", fields: ["flow", "callerId", "ringsBeforeOffer"] },
    { title: "outgoing", fields: ["callsOut", "order", "maxCalls", "dialToneWaitMs", "answer"] },
    { title: "hangingUp", fields: ["hangUpSigns", "busyTone"] },
    { title: "texts", fields: ["sms"] },
    { title: "sim", fields: ["balance"] },
    { title: "sound", fields: ["gainInDb", "gainOutDb", "echoCanceller"] },
  ],
  analogPhones: [
    { title: "general", fields: ["port", "phone", "callerId", "messageLamp"] },
    { title: "sound", fields: ["gainInDb", "gainOutDb"] },
  ],
  phones: [
    {
      title: "general",
      fields: ["name", "enabled", "srtp", "maxContacts", "callWaiting", "pickupGroup", "alertInfo", "lampUnasked", "outgoing"],
    },
  ],
  agents: [
    { title: "general", fields: ["name", "languages"] },
    { title: "desk", fields: ["phone", "loginCode", "wrapUpMs", "supervises", "outgoing"] },
    { title: "distribution", fields: ["queues", "skills", "managementGrade"] },
  ],
  reasons: [{ title: "general", fields: ["name", "limitMs", "atLimit"] }],
  queues: [
    { title: "general", fields: ["name", "hours", "priority", "classes", "maxWaiting"] },
    { title: "distribution", fields: ["strategy", "rule", "ringMs", "retryMs", "wrapUpMs", "missedPolicy"] },
    { title: "fit", fields: ["skills", "widen", "managementGrade", "callerLanguageMs", "ownAgentMs", "guests"] },
    { title: "waiting", fields: ["greeting", "announce", "music", "keepPlaceSec"] },
    { title: "callback", fields: ["callback"] },
    { title: "overflow", fields: ["overflow"] },
    { title: "targets", fields: ["serviceLevelSec", "shortAbandonSec", "survey"] },
  ],
  calendars: [
    { title: "general", fields: ["name", "timeZone"] },
    { title: "hours", fields: ["weekly"] },
    { title: "holidays", fields: ["holidays"] },
    { title: "workdays", fields: ["workdays"] },
  ],
  voicemailBoxes: [
    { title: "general", fields: ["name", "owner", "number", "complaint"] },
    { title: "boxGreeting", fields: ["greeting"] },
    { title: "mailing", fields: ["mailTo", "mailAudio"] },
    { title: "limits", fields: ["maxMs", "minMs", "silenceMs", "mostMessages", "noticeWhenFull", "deleteAfterDays"] },
  ],
  surveys: [
    { title: "general", fields: ["name", "askShare", "lowUpTo"] },
    { title: "spoken", fields: ["intro", "thanks"] },
    { title: "answering", fields: ["patienceMs", "tries"] },
  ],
  connectors: [{ title: "connection", fields: ["name", "url", "method", "timeoutMs"] }],
};

/** The property that names an entry; it is fixed once the entry is made. */
const idOf = (section: ListSection): "id" | "code" | "port" =>
  section === "reasons" ? "code" : section === "analogPhones" ? "port" : "id";
export const itemId = (section: ListSection, item: Item<ListSection>): string =>
  String((item as Record<string, unknown>)[idOf(section)]);
export function itemName(item: Item<ListSection>): string {
  if (!("name" in item)) return item.phone;
  return typeof item.name === "string" ? item.name : pick(item.name);
}

/** Numbers of phones are digits; everything else is a short name. */
export const idPattern = (section: ListSection): RegExp => (section === "phones" ? /^[0-9]{2,8}$/ : /^[a-z0-9][a-z0-9_-]{0,39}$/);

type Fresh = { [S in ListSection]: (id: string, settings: Settings) => Item<S> };
/** What a new entry begins with. */
export const fresh: Fresh = {
  trunks: (id, s) => ({
    id,
    name: id,
    enabled: false,
    order: Math.min(999, s.trunks.length + 1),
    kind: "address",
    transport: "udp",
    acceptFrom: [],
    numbers: [],
    maxCalls: 10,
    pingSec: 30,
    srtp: "off",
    inbandDigits: false,
  }),
  gateways: (id) => ({
    id,
    name: id,
    enabled: true,
    vendor: vendors.value[0]?.id ?? "generic",
    ports: 4,
    host: "",
    transport: "udp",
    pingSec: 30,
  }),
  lines: (id, s) => freshLine("gsm-modem", id, id, s),
  analogPhones: (port, s) => freshAnalogPhone(port, s.phones[0]?.id ?? ""),
  phones: (id) => ({ id, name: id, enabled: true, srtp: "optional", maxContacts: 1 }),
  agents: (id, s) => ({
    id: id as Item<"agents">["id"],
    name: id,
    queues: s.queues.slice(0, 1).map((q) => ({ queue: q.id, level: 1 })),
    languages: [s.site.language],
  }),
  reasons: (id) => ({ code: id, name: {}, limitMs: 1_800_000 }),
  queues: (id) => ({ ...queueDefaults, id: id as Item<"queues">["id"], name: {} }),
  calendars: (id, s) => ({
    id,
    name: id,
    timeZone: s.site.timeZone,
    weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((d) => [d, [{ from: "08:30", to: "17:30" }]])),
    holidays: [],
    workdays: [],
  }),
  prompts: (id) => ({ id, name: id, text: {} }),
  connectors: (id) => ({ id, name: id, url: "http://", method: "GET", timeoutMs: 3000 }),
  voicemailBoxes: (id, s) => ({
    id,
    name: id,
    owner: s.queues[0] ? { kind: "queue", queue: s.queues[0].id } : { kind: "agent", agent: s.agents[0]?.id ?? ("" as never) },
  }),
  surveys: (id) => ({ id, name: id, questions: [{ id: "service", kind: "scale", ask: { text: usualQuestion } }] }),
  flows: (id, s) => ({
    id,
    name: id,
    languageDefault: s.site.language,
    start: "welcome",
    nodes: { welcome: { type: "prompt", items: [], next: "bye" }, bye: { type: "hangup" } },
  }),
};

/** What is said to callers, so in the languages of callers. */
const usualQuestion = {
  zh: "请对本次服务进行评价：非常满意请按 5，满意请按 4，一般请按 3，不满意请按 2，非常不满意请按 1。",
  en: "How satisfied are you with our service? Press 1 for not at all, up to 5 for very much.",
};

/** One line about an entry, for the list. */
export function aboutItem(section: ListSection, item: Item<ListSection>): string {
  const x = item as Record<string, unknown>;
  switch (section) {
    case "trunks":
      return String(x.host ?? (x.acceptFrom as string[])[0] ?? "");
    case "gateways":
      return String(x.host);
    case "lines":
      return [optionWord(String(x.kind)), x.port].join(" · ");
    case "agents":
      return [x.phone, ...(x.queues as { queue: string }[]).map((q) => q.queue)].filter(Boolean).join(" · ");
    case "flows":
      return (
        words.value.flow.nodes
          .split("|")
          .at(-1)
          ?.replace("{n}", String(Object.keys(x.nodes as object).length)) ?? ""
      );
    case "connectors":
      return String(x.url).replace(/^https?:\/\//, "");
    case "calendars":
      return String(x.timeZone);
    case "voicemailBoxes":
      return ownerOf(x.owner as Item<"voicemailBoxes">["owner"]);
    case "surveys":
      return fill(words.value.settings.questions, { n: (x.questions as unknown[]).length });
    default:
      return "";
  }
}

const ownerOf = (owner: Item<"voicemailBoxes">["owner"]): string =>
  owner.kind === "agent" ? agentName(owner.agent) : queueName(owner.queue);
