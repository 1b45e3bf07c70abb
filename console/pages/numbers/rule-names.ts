import type { Settings } from "../../../appliance/contract/settings.ts";
import { optionWord } from "../../settings/field-words.ts";
import { numberWords } from "../../words/numbers.ts";
import { pick } from "../../words/words.ts";
import type { RuleNames } from "./rule-sentence.ts";

/** A class of special numbers in words, where it is one that the house knows. */
export function className(name: string): string {
  const known: Record<string, string> = numberWords.value.special.class;
  return Object.hasOwn(known, name) ? (known[name] ?? name) : name;
}
const named = (items: readonly { id: string; name: string }[] | undefined, id: string): string =>
  items?.find((x) => x.id === id)?.name || id;

/** What the settings call the things that rules name by id. */
export const ruleNames = (s: Settings): RuleNames => ({
  line: (id) => named(s.trunks, id),
  flow: (id) => named(s.flows, id),
  queue: (id) => pick(s.queues.find((q) => q.id === id)?.name) || id,
  box: (id) => named(s.voicemailBoxes, id),
  calendar: (id) => named(s.calendars, id),
  className,
  why: (reason) => optionWord(reason, "why"),
  said: ({ text, prompt }) => pick(text) || (prompt ? named(s.prompts, prompt) : ""),
});
