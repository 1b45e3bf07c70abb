/** Fewer digits that stand in it, and an open pattern means whatever comes: half the country begins like that. */
const fewestGiven = 3;

/** Whether a trunk's pattern says which numbers are the site's own: a whole number, or a block of them ("6688XX", "9610*"), not any number there is. */
export function namesNumbers(pattern: string): boolean {
  const given = pattern.replaceAll(/[X*]/g, "").length;
  return given === pattern.length || given >= fewestGiven;
}
