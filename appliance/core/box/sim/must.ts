/** A promise of the box; checked very often, so no more than a comparison when it holds. */
export function must(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`broken: ${promise}`);
}
