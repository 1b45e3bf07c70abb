import type { Settings } from "../../appliance/contract/settings.ts";
import { agentName, queueName } from "../data/names.ts";
import { fill } from "../words/fill.ts";
import { pick, words } from "../words/words.ts";
import { queueDefaults } from "./contract-schema.ts";
import { optionWord } from "./field-words.ts";
import type { ListSection } from "./form-groups.ts";
import { freshAnalogPhone, freshLine } from "./fresh-lines.ts";
import { vendors } from "./gear.ts";

export type Item<S extends ListSection> = NonNullable<Settings[S]>[number];
/** What is edited of a list; a list that the document leaves out is empty. */
export const entriesOf = (section: ListSection, settings: Settings): readonly Item<ListSection>[] => settings[section] ?? [];

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
  webhooks: (id) => ({ id, name: id, enabled: true, url: "https://", events: ["call.ended"] }),
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
    case "webhooks":
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
