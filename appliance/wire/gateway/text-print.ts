/** FNV-1a, 32 bits, over UTF-16 code units. */
function fnv(text: string, seed: number): number {
  let hash = seed >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
const offset = 0x811c9dc5;
const hex = (n: number): string => n.toString(16).padStart(8, "0");

/** 16 hex digits that tell one text from another. */
export const textPrint = (...fields: string[]): string => {
  const all = JSON.stringify(fields);
  return hex(fnv(all, offset)) + hex(fnv(all, ~offset));
};

/** What a gateway is given to tell our attempts apart: the same for the same attempt, 1 to 2^31 - 1. */
export const userIdOf = (attempt: string): number => (fnv(attempt, offset) >>> 1) | 1;
