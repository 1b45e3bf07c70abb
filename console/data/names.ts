import { language, pick } from "../words/words.ts";
import { live } from "./live.ts";

/** Names that people know for the ids in records; the id itself where nothing is known. */
export const queueName = (id: string): string => pick(live.value?.queues.find((q) => q.id === id)?.name) || id;
export const agentName = (id: string): string => live.value?.agents.find((a) => a.id === id)?.name ?? id;
export const lineName = (id: string): string => live.value?.lines.find((l) => l.id === id)?.name ?? id;
/** What a party of a leg is called: an agent, a phone or a line. */
export const partyName = (id: string): string => {
  const state = live.value;
  const phone = state?.phones.find((p) => p.id === id);
  return state?.agents.find((a) => a.id === id)?.name ?? (phone ? `${phone.id} ${phone.name}` : undefined) ?? lineName(id);
};
/** Names sorted as the reader's language sorts. */
export const byName = <T extends { name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.name.localeCompare(b.name, language.value === "zh" ? "zh-CN" : "en", { numeric: true }));
