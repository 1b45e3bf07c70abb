import { draft } from "../../settings/draft.ts";

/** Classes that mean something: the usual ones, those of numbers and queues, and whatever stands there already. */
export function knownClasses(...also: (string | undefined)[]): string[] {
  const s = draft.value;
  const inUse = [
    ...(s?.specialNumbers ?? []).map((n) => n.class),
    ...(s?.queues ?? []).flatMap((q) => (q.classes ?? []).map((c) => c.class)),
  ];
  return [...new Set(["contact", "vip", "blocked", ...inUse, ...also.filter((name) => name !== undefined)])].filter(Boolean);
}
