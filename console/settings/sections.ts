import type { Settings } from "../../appliance/contract/settings.ts";
import type { IconName } from "../look/icon.tsx";
import { pick, words } from "../words/words.ts";
import { queueDefaults } from "./contract-schema.ts";

export type ListSection =
  | "trunks"
  | "phones"
  | "agents"
  | "reasons"
  | "queues"
  | "calendars"
  | "prompts"
  | "connectors"
  | "flows";
export type Section = "site" | ListSection;
type Item<S extends ListSection> = Settings[S][number];
type GroupWord = keyof typeof words.value.settings.groups;
/** Fields that stand together. `at` goes before their names where they lie deeper. */
export type FormGroup = { title: GroupWord; at?: string; fields: string[] };

export const sections: { name: Section; icon: IconName }[] = [
  { name: "site", icon: "site" },
  { name: "trunks", icon: "line" },
  { name: "flows", icon: "flow" },
  { name: "queues", icon: "queue" },
  { name: "agents", icon: "agents" },
  { name: "reasons", icon: "reason" },
  { name: "phones", icon: "phone" },
  { name: "calendars", icon: "calendar" },
  { name: "prompts", icon: "prompt" },
  { name: "connectors", icon: "connector" },
];
export const isSection = (text: string | undefined): text is Section => sections.some((s) => s.name === text);

/** The site's own pages stand outside any list. */
export const siteGroups: FormGroup[] = [
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
  { title: "hand", at: "", fields: ["hand"] },
  { title: "messages", at: "", fields: ["voicemailBoxes", "surveys", "mail", "transcription"] },
];

export const groupsOf: Record<Exclude<ListSection, "flows">, FormGroup[]> = {
  trunks: [
    { title: "general", fields: ["name", "enabled", "kind", "order"] },
    { title: "connection", fields: ["host", "port", "transport", "user", "pingSec", "srtp", "inbandDigits", "maxCalls"] },
    { title: "incoming", fields: ["acceptFrom", "callerFrom", "numbers"] },
    { title: "outgoing", fields: ["callerId", "identity", "withhold", "diversion"] },
  ],
  phones: [
    {
      title: "general",
      fields: ["name", "enabled", "srtp", "maxContacts", "callWaiting", "pickupGroup", "alertInfo", "lampUnasked"],
    },
  ],
  agents: [
    { title: "general", fields: ["name", "languages"] },
    { title: "desk", fields: ["phone", "loginCode", "wrapUpMs", "supervises"] },
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
  prompts: [{ title: "words", fields: ["name", "text", "file"] }],
  connectors: [{ title: "connection", fields: ["name", "url", "method", "timeoutMs"] }],
};

/** The property that names an entry; it is fixed once the entry is made. */
const idOf = (section: ListSection): "id" | "code" => (section === "reasons" ? "code" : "id");
export const itemId = (section: ListSection, item: Settings[ListSection][number]): string =>
  String((item as Record<string, unknown>)[idOf(section)]);
export function itemName(item: Settings[ListSection][number]): string {
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
  flows: (id, s) => ({
    id,
    name: id,
    languageDefault: s.site.language,
    start: "welcome",
    nodes: { welcome: { type: "prompt", items: [], next: "bye" }, bye: { type: "hangup" } },
  }),
};

/** One line about an entry, for the list. */
export function aboutItem(section: ListSection, item: Settings[ListSection][number]): string {
  const x = item as Record<string, unknown>;
  switch (section) {
    case "trunks":
      return String(x.host ?? (x.acceptFrom as string[])[0] ?? "");
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
    case "prompts":
      return pick(x.text as { zh?: string; en?: string });
    default:
      return "";
  }
}
