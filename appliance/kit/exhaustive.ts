/** A `switch` over a union ends here; a forgotten variant is a compile error, an impossible value at run time is named. */
export function exhaustive(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
