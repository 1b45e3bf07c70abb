import type { FlowDraftRow } from "../../contract/flow-library.ts";
import type { PromptUse } from "../../contract/prompt-library.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";

/** Fields that name a prompt, wherever in the documents they stand. */
const fields = new Set(["prompt", "music"]);
const mostUses = 200;

type Found = { parts: string[]; id: string };

/** Every field of the document that names a prompt. */
function namings(value: unknown, parts: string[], found: Found[]): void {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) namings(item, [...parts, String(i)], found);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (fields.has(name) && typeof item === "string") found.push({ parts: [...parts, name], id: item });
    else namings(item, [...parts, name], found);
  }
}

const pointer = (parts: readonly string[]): string =>
  parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const lists: Record<string, [zh: string, en: string]> = {
  site: ["站点", "site"],
  queues: ["队列", "queue"],
  flows: ["流程", "flow"],
};

/** Where a place lies, as people say it: "flow hotline, node main". */
function placeWords(settings: Settings, parts: readonly string[]): Sentence {
  const [list = "", at = "", ...rest] = parts;
  const [zh, en] = lists[list] ?? [list, list];
  const item = (settings as unknown as Record<string, unknown>)[list];
  const id = Array.isArray(item) ? String((item[Number(at)] as { id?: unknown } | undefined)?.id ?? at) : "";
  const node = rest[0] === "nodes" ? rest[1] : undefined;
  return {
    zh: `${zh}${id ? `“${id}”` : ""}${node === undefined ? "" : `，节点“${node}”`}`,
    en: `${en}${id ? ` "${id}"` : ""}${node === undefined ? "" : `, node "${node}"`}`,
  };
}

/** Who plays which prompt: the settings and everything being worked on. By prompt. */
export function promptUses(settings: Settings, drafts: readonly FlowDraftRow[]): Map<string, PromptUse[]> {
  const uses = new Map<string, PromptUse[]>();
  const add = (id: string, use: PromptUse): void => {
    const list = uses.get(id) ?? [];
    if (list.length < mostUses) list.push(use);
    uses.set(id, list);
  };
  const { prompts: _own, ...others } = settings;
  const found: Found[] = [];
  namings(others, [], found);
  for (const { parts, id } of found) add(id, { in: "settings", path: pointer(parts), words: placeWords(settings, parts) });
  for (const { flow, document } of drafts) {
    const inDraft: Found[] = [];
    namings(document, [], inDraft);
    for (const { parts, id } of inDraft) {
      const node = parts[0] === "nodes" ? parts[1] : undefined;
      const words = {
        zh: `流程草稿“${flow}”${node === undefined ? "" : `，节点“${node}”`}`,
        en: `draft of flow "${flow}"${node === undefined ? "" : `, node "${node}"`}`,
      };
      add(id, { in: "draft", draft: flow, path: pointer(parts), words });
    }
  }
  return uses;
}

/** A copy of a document in which every field that named the one prompt names the other. */
export function replacePrompt<T>(document: T, from: string, to: string): T {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, fields.has(name) && item === from ? to : copy(item)]),
    );
  };
  return copy(document) as T;
}
