import type { en } from "../words/en.ts";

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
  | "webhooks"
  | "voicemailBoxes"
  | "surveys"
  | "flows";
/** Sections whose entries have their form here; flows and prompts have pages of their own. */
export type FormSection = Exclude<ListSection, "flows" | "prompts">;
/** One form each, outside any list. */
export const soleSections = ["site", "mail", "texts", "plant", "alarmCare", "host", "mqtt", "targets", "shifts"] as const;
export type SoleSection = (typeof soleSections)[number];
export type Section = SoleSection | ListSection;
type GroupWord = keyof (typeof en)["settings"]["groups"];
/** Fields that stand together. `at` goes before their names where they lie deeper. */
export type FormGroup = { title: GroupWord; at?: string; fields: string[] };

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
  targets: ["targets"],
  shifts: ["shifts"],
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
      "keepCallsDays",
      "compress",
      "quality",
    ],
  },
  {
    title: "signalling",
    at: "/sip",
    fields: [
      "server",
      "realm",
      "digest",
      "externalAddress",
      "sessionExpiresSec",
      "registerMinSec",
      "registerMaxSec",
      "maxCallSec",
    ],
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
  targets: [
    { title: "serviceLevel", at: "/targets", fields: ["formula", "bands"] },
    { title: "goals", at: "/targets", fields: ["longestAnswerSec", "meanWaitSec", "answerRate"] },
    { title: "counting", at: "/targets", fields: ["shortTalkSec", "repeatDays", "shrinkage"] },
    { title: "alerts", at: "/targets", fields: ["alerts"] },
  ],
  shifts: [
    { title: "templates", at: "/shifts", fields: ["templates"] },
    { title: "shiftRules", at: "/shifts", fields: ["graceMin", "atBreak", "restHours"] },
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
    { title: "texts", fields: ["texts"] },
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
    { title: "general", fields: ["name", "owner", "number", "directCalls", "directRingMs", "complaint"] },
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
  webhooks: [
    { title: "general", fields: ["name", "enabled"] },
    { title: "connection", fields: ["url", "allowLocal"] },
    { title: "telling", fields: ["events"] },
  ],
};
