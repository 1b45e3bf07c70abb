import type { Settings } from "../../appliance/contract/settings.ts";
import { boxReasons } from "../data/agent-reasons.ts";
import type { Choice } from "../parts/inputs.tsx";
import { pick } from "../words/words.ts";
import { draft } from "./draft.ts";
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
  const kind = byName[parts.at(-1) ?? ""];
  const settings = draft.value;
  if (!kind || !settings) return undefined;
  if (kind === "step") return parts[0] === "flows" ? stepChoices(settings, Number(parts[1])) : undefined;
  return lists[kind](settings);
}

const named = (items: readonly { id: string; name: string }[]): Choice[] =>
  items.map((x) => ({ value: x.id, label: x.name === x.id ? x.id : `${x.name} (${x.id})` }));
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
