import type { Settings } from "../../appliance/contract/settings.ts";
import { numberWords } from "../words/numbers.ts";
import { words } from "../words/words.ts";
import { fieldWord } from "./field-words.ts";
import { isSole, type NumberSection, numberSections, pagesOf, partsOfNumbers, soleOf } from "./form-groups.ts";
import { parsePointer, under } from "./pointer.ts";
import { isSection } from "./section-groups.ts";
import { entriesOf, itemId, itemName } from "./sections.ts";

const numbersAt = (part: string | undefined): NumberSection | undefined =>
  numberSections.find((name) => partsOfNumbers[name].includes(part ?? ""));

/** The page on which a place of the settings is edited. */
export function pageOf(pointer: string, settings: Settings): string {
  const [section, index, property, step] = parsePointer(pointer);
  const numbers = numbersAt(section);
  if (numbers === "firewall") {
    const rule = index === "rules" ? settings.firewall?.rules[Number(property)] : undefined;
    return `/settings/firewall${rule ? `/${encodeURIComponent(rule.id)}` : ""}`;
  }
  if (numbers === "special-numbers") {
    const special = settings.specialNumbers?.[Number(index)];
    return `/settings/special-numbers${special ? `/${encodeURIComponent(special.number)}` : ""}`;
  }
  if (numbers) return `/settings/${numbers}`;
  if (!isSection(section) || isSole(section)) return `/settings/${soleOf(section)}`;
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
  const numbers = numbersAt(first);
  if (numbers) return [numberWords.value.sections[numbers], ...wayInNumbers(parts, settings)];
  if (!isSection(first) || isSole(first)) {
    const sole = soleOf(first);
    return [
      words.value.settings.sections[sole],
      ...(first === sole ? [] : [fieldWord(first)]),
      ...inside(parts.slice(1), [first]),
    ];
  }
  const list = entriesOf(first, settings);
  const item = second === undefined ? undefined : (list[Number(second)] ?? list.find((x) => itemId(first, x) === second));
  const name = item ? itemName(item) || itemId(first, item) : second;
  return [words.value.settings.sections[first], ...(name === undefined ? [] : [name]), ...inside(rest, [first])];
}

/** Names of what lies deeper; places in lists are counted from 1, entries go by their own names. */
const inside = (parts: readonly string[], above: readonly string[]): string[] =>
  parts.map((part, i) =>
    /^\d+$/.test(part) ? `${Number(part) + 1}` : fieldWord(part, under("", ...above, ...parts.slice(0, i), part)),
  );

/** Below a part that has a page of its own; rules, roles and numbers by the name they are known by. */
function wayInNumbers([first, ...rest]: readonly string[], settings: Settings): string[] {
  if (first === "specialNumbers") {
    const [which, ...below] = rest;
    const found = which === undefined ? undefined : settings.specialNumbers?.[Number(which)]?.number;
    return [...(which === undefined ? [] : [which.length < 5 && found ? found : which]), ...below.map((part) => fieldWord(part))];
  }
  const named = (part: string, i: number): string => {
    const list = rest[i - 1];
    const among: readonly { id: string; name: string }[] =
      list === "rules" ? (settings.firewall?.rules ?? []) : list === "roles" ? (settings.outgoing?.roles ?? []) : [];
    const item = among.find((x) => x.id === part) ?? (/^\d+$/.test(part) ? among[Number(part)] : undefined);
    return item?.name ?? (/^\d+$/.test(part) ? `${Number(part) + 1}` : fieldWord(part, `/${list ?? first ?? ""}/${part}`));
  };
  return [...(first === "hand" || first === "starCodes" ? [fieldWord(first)] : []), ...rest.map(named)];
}
