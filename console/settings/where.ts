import type { Settings } from "../../appliance/contract/settings.ts";
import { words } from "../words/words.ts";
import { fieldWord } from "./field-words.ts";
import { parsePointer } from "./pointer.ts";
import { entriesOf, isSection, isSole, itemId, itemName, pagesOf, partsOf } from "./sections.ts";

/** The page on which a place of the settings is edited. */
export function pageOf(pointer: string, settings: Settings): string {
  const [section, index, property, step] = parsePointer(pointer);
  if (section !== undefined && partsOf.mail.includes(section)) return "/settings/mail";
  if (!isSection(section) || isSole(section)) return "/settings/site";
  const item = entriesOf(section, settings)[Number(index)];
  if (!item) return pagesOf[section] ?? `/settings/${section}`;
  if (section === "prompts") return `/prompts/${encodeURIComponent(itemId(section, item))}`;
  const page = `/settings/${section}/${encodeURIComponent(itemId(section, item))}`;
  if (section !== "flows") return page;
  const flow = `/flows/${encodeURIComponent(itemId(section, item))}`;
  return property === "nodes" && step ? `${flow}?step=${encodeURIComponent(step)}` : flow;
}

/** A place in words: "Queues › General › Rings for". Lists of named entries may be given by place or by name. */
export function wayTo(parts: readonly string[], settings: Settings): string[] {
  const [first = "", second, ...rest] = parts;
  if (!isSection(first) || isSole(first)) {
    const sole = partsOf.mail.includes(first) ? "mail" : "site";
    return [
      words.value.settings.sections[sole],
      ...(first === sole ? [] : [fieldWord(first)]),
      ...[second ?? "", ...rest].filter(Boolean).map((part) => fieldWord(part)),
    ];
  }
  const list = entriesOf(first, settings);
  const item = second === undefined ? undefined : (list[Number(second)] ?? list.find((x) => itemId(first, x) === second));
  const name = item ? itemName(item) || itemId(first, item) : second;
  return [
    words.value.settings.sections[first],
    ...(name === undefined ? [] : [name]),
    ...rest.map((part) => (/^\d+$/.test(part) ? `${Number(part) + 1}` : fieldWord(part))),
  ];
}
