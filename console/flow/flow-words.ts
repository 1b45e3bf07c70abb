import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";
import type { IconName } from "../look/icon.tsx";
import { pick, words } from "../words/words.ts";
import type { FlowExit } from "./flow-exits.ts";

export const stepIcons: Record<FlowNode["type"], IconName> = {
  prompt: "prompt",
  say: "prompt",
  menu: "keyboard",
  collect: "keyboard",
  record: "record",
  branch: "decision",
  lookup: "connector",
  set: "settings",
  queue: "queue",
  transfer: "forward",
  voicemail: "record",
  survey: "check",
  subflow: "flow",
  return: "undo",
  language: "language",
  hangup: "close",
};

export const stepTypeWord = (type: FlowNode["type"]): string => words.value.flow.node[type] ?? type;
/** What a step is called: its title, or its kind. */
export const stepTitle = (flow: FlowDocument, id: string): string => {
  const node = flow.nodes[id];
  return (node && (pick(node.title) || stepTypeWord(node.type))) || id;
};
/** What stands on the way out: the key, the case, or when it is taken. */
export function exitWord(exit: FlowExit): string {
  const title = pick(exit.title);
  if ("key" in exit.label) return exit.label.key;
  if (title) return title;
  const exits = words.value.flow.exits as Record<string, string>;
  return exits[exit.label.word] ?? exit.label.word;
}
