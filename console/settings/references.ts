import type { Settings } from "../../appliance/contract/settings.ts";
import { boxReasons } from "../data/agent-reasons.ts";
import type { Choice } from "../parts/inputs.tsx";
import { fill } from "../words/fill.ts";
import { gearWords } from "../words/gear.ts";
import { pick } from "../words/words.ts";
import { draft } from "./draft.ts";
import { hardwarePorts, plantGear, vendors } from "./gear.ts";
import { freePorts, type PortUse, portsFor } from "./line-ports.ts";
import { parsePointer } from "./pointer.ts";

type Kind =
  | "agent"
  | "flow"
  | "queue"
  | "prompt"
  | "connector"
  | "phone"
  | "reason"
  | "step"
  | "calendar"
  | "box"
  | "role"
  | "trunk"
  | "survey";
/** Fields that name something else in the document, by their own name. */
const byName: Record<string, Kind> = {
  agent: "agent",
  flow: "flow",
  queue: "queue",
  box: "box",
  survey: "survey",
  prompt: "prompt",
  music: "prompt",
  connector: "connector",
  hours: "calendar",
  calendar: "calendar",
  phone: "phone",
  reason: "reason",
  outgoing: "role",
  usual: "role",
  trunk: "trunk",
  next: "step",
  else: "step",
  ok: "step",
  notFound: "step",
  failed: "step",
  start: "step",
  onEmpty: "step",
  onOverflow: "step",
  onTimeout: "step",
  onNoAgent: "step",
  onClosed: "step",
  onLeft: "step",
  onServed: "step",
  onLow: "step",
  onUnanswered: "step",
  onBusy: "step",
  onNoAnswer: "step",
  onFailed: "step",
};

/** What a field may name, when it names something; read from the draft. */
export function referenceChoices(pointer: string): Choice[] | undefined {
  const parts = parsePointer(pointer);
  const choices = settingsGear(parts);
  if (choices) return choices;
  const kind = byName[parts.at(-1) ?? ""];
  const settings = draft.value;
  if (!kind || !settings) return undefined;
  if (kind === "step") return parts[0] === "flows" ? stepChoices(settings, Number(parts[1])) : undefined;
  return lists[kind](settings);
}

/** What names a port, a maker, or a line that sends texts. */
function settingsGear(parts: string[]): Choice[] | undefined {
  const settings = draft.value;
  const [list, i = "", name] = parts;
  if (!settings) return undefined;
  if (name === "port" && parts.length === 3) {
    const line = list === "lines" ? settings.lines?.[Number(i)] : undefined;
    const phone = list === "analogPhones" ? settings.analogPhones?.[Number(i)] : undefined;
    if (line) return portChoices(line.kind, settings, line.port);
    if (phone) return portChoices("telephone", settings, phone.port);
  }
  if (list === "gateways" && name === "vendor" && vendors.value.length > 0)
    return vendors.value.map((v) => ({ value: v.id, label: pick(v.name) || v.id }));
  if (list === "texts" && i === "paths") return named((settings.lines ?? []).filter((l) => "sms" in l && l.sms?.send === true));
  if (list === "plant") return plantReference(parts);
  if (list === "recording") return rulesName(settings, parts.at(-1) ?? "");
  if (list === "alarmCare" && parts.at(-1) === "roster") return named(settings.alarmCare?.rosters ?? []);
  if (list === "alarmCare" && i === "rosters" && parts.at(-1) === "people") return named(settings.alarmCare?.people ?? []);
  return undefined;
}

/** What a rule of recording or keeping is about. */
function rulesName(settings: Settings, name: string): Choice[] | undefined {
  if (name === "lines") return named([...settings.trunks, ...(settings.lines ?? [])]);
  if (name === "queues") return lists.queue(settings);
  return name === "agents" ? lists.agent(settings) : undefined;
}

/** Buses and register maps of the box; points of the map that the device has. */
function plantReference(parts: string[]): Choice[] | undefined {
  const { buses, maps } = plantGear.value;
  const name = parts.at(-1);
  if (name === "bus" && buses.length > 0) return buses.map((b) => ({ value: b.id, label: `${b.id} (${b.at})` }));
  if (name === "map" && maps.length > 0) return maps.map((m) => ({ value: m.map, label: pick(m.name) || m.map }));
  const device = draft.value?.plant?.devices[Number(parts[2])];
  const points = maps.find((m) => m.map === device?.map)?.points ?? [];
  if (name === "point" && points.length > 0) return points.map((p) => ({ value: p.id, label: pick(p.name) || p.id }));
  return undefined;
}

/** Undefined where the box names no port of this kind: then it is typed. */
function portChoices(use: PortUse, settings: Settings, now: string): Choice[] | undefined {
  const all = portsFor(use, settings, hardwarePorts.value);
  if (all.length === 0) return undefined;
  const free = freePorts(use, settings, hardwarePorts.value, now);
  const gone = all.includes(now) ? [] : [{ value: now, label: fill(gearWords.value.newLine.missingPort, { port: now }) }];
  return [...gone, ...free.map((port) => ({ value: port, label: port }))];
}

const named = (items: readonly { id: string; name: string }[]): Choice[] =>
  items.map((x) => ({ value: x.id, label: x.name === x.id || x.name === "" ? x.id : `${x.name} (${x.id})` }));
const lists: Record<Exclude<Kind, "step">, (s: Settings) => Choice[]> = {
  agent: (s) => named(s.agents),
  flow: (s) => named(s.flows),
  queue: (s) => s.queues.map((q) => ({ value: q.id, label: `${pick(q.name)} (${q.id})` })),
  prompt: (s) => named(s.prompts),
  connector: (s) => named(s.connectors),
  box: (s) => named(s.voicemailBoxes ?? []),
  survey: (s) => named(s.surveys ?? []),
  phone: (s) => named(s.phones).map((c) => ({ ...c, label: `${c.value} ${c.label.replace(` (${c.value})`, "")}` })),
  reason: (s) =>
    [...s.reasons, ...boxReasons.filter((b) => !s.reasons.some((r) => r.code === b.code))].map((r) => ({
      value: r.code,
      label: pick(r.name) || r.code,
    })),
  calendar: (s) => named(s.calendars),
  role: (s) => named(s.outgoing?.roles ?? []),
  trunk: (s) => named(s.trunks),
};

function stepChoices(settings: Settings, flow: number): Choice[] {
  const nodes = settings.flows[flow]?.nodes ?? {};
  return Object.entries(nodes).map(([id, node]) => {
    const title = pick(node.title);
    return { value: id, label: title ? `${title} (${id})` : id };
  });
}
