/** The next of a fixed sequence that looks like chance (Mulberry32): the same state draws the same, also when it is replayed. */
export const nextChance = (chance: number): number => (chance + 0x6d2b79f5) | 0;

/** A whole number from 0 to below `total`. Changes nothing: whoever uses the draw moves on to `nextChance`. */
export function draw(chance: number, total: number): number {
  let mixed = nextChance(chance);
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * total);
}
