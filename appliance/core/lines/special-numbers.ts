import type { Settings } from "../../contract/settings.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { matchesNumber } from "./matches-number.ts";
import { formsOf } from "./number-forms.ts";

/** Whole numbers by all their forms, and patterns in their order; made once per document. */
type SpecialIndex = { exact: ReadonlyMap<string, SpecialNumber>; patterns: readonly SpecialNumber[] };
const made = new WeakMap<Settings, SpecialIndex>();

const isPattern = (number: string): boolean => /[X*]/.test(number);

function indexOf(settings: Settings): SpecialIndex {
  const known = made.get(settings);
  if (known) return known;
  const exact = new Map<string, SpecialNumber>();
  const patterns: SpecialNumber[] = [];
  for (const special of settings.specialNumbers ?? []) {
    if (isPattern(special.number)) patterns.push(special);
    else for (const form of formsOf(special.number, settings.site.country)) if (!exact.has(form)) exact.set(form, special);
  }
  const index = { exact, patterns };
  made.set(settings, index);
  return index;
}

/** What the house knows of a number: itself first, then the first pattern it fits. In whichever form it comes. */
export function specialOf(settings: Settings, number: string): SpecialNumber | undefined {
  if (number === "" || !settings.specialNumbers?.length) return undefined;
  const { exact, patterns } = indexOf(settings);
  const forms = formsOf(number, settings.site.country);
  for (const form of forms) {
    const special = exact.get(form);
    if (special) return special;
  }
  return patterns.find((p) => forms.some((form) => matchesNumber(p.number, form)));
}

export const isVip = (special: SpecialNumber): boolean => special.vip ?? special.class === "vip";

/** Who is meant by a speed dial code; patterns can't be dialled. */
export const speedDialOf = (settings: Settings, code: string): SpecialNumber | undefined =>
  settings.specialNumbers?.find((s) => s.speedDial === code && !isPattern(s.number));
