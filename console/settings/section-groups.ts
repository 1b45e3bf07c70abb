import type { IconName } from "../look/icon.tsx";
import { isNumberSection, type NumberSection, numberSections, type Section } from "./form-groups.ts";

const icons = {
  site: "site",
  trunks: "line",
  gateways: "internal",
  lines: "out",
  flows: "flow",
  queues: "queue",
  agents: "agents",
  reasons: "reason",
  phones: "phone",
  analogPhones: "keypad",
  calendars: "calendar",
  prompts: "prompt",
  voicemailBoxes: "letter",
  surveys: "star",
  mail: "note",
  texts: "letter",
  connectors: "connector",
  plant: "eye",
  alarmCare: "bell",
  host: "desk",
  mqtt: "transfer",
  webhooks: "forward",
  targets: "check",
  shifts: "calendar",
  firewall: "shield",
  "special-numbers": "star",
  outgoing: "out",
  codes: "keypad",
} as const satisfies Record<Section | NumberSection, IconName>;

/** What stands under one heading, as a technician looks for it: the box itself, what is plugged into it, what becomes of a call, who takes it. */
export const sectionGroups = [
  { name: "box", of: ["site", "host", "mail", "mqtt", "connectors", "webhooks"] },
  { name: "lines", of: ["trunks", "gateways", "lines", "phones", "analogPhones", "texts"] },
  { name: "numbers", of: numberSections },
  { name: "calls", of: ["flows", "prompts", "queues", "calendars", "voicemailBoxes", "surveys"] },
  { name: "people", of: ["agents", "reasons", "shifts"] },
  { name: "watching", of: ["targets", "plant", "alarmCare"] },
] as const satisfies { name: string; of: readonly (Section | NumberSection)[] }[];

/** Every section there is. */
export const allSections = Object.keys(icons) as (Section | NumberSection)[];
export const iconOf = (section: Section | NumberSection): IconName => icons[section];
export const isSection = (text: string | undefined): text is Section =>
  text !== undefined && Object.hasOwn(icons, text) && !isNumberSection(text);
