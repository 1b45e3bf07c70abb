/** Whether every number that fits `later` fits `earlier` too: then a row with it below the other is never reached. */
export function coversPattern(earlier: string, later: string): boolean {
  const [open, laterOpen] = [earlier.endsWith("*"), later.endsWith("*")];
  const [fixed, laterFixed] = [open ? earlier.slice(0, -1) : earlier, laterOpen ? later.slice(0, -1) : later];
  if (open ? laterFixed.length < fixed.length : laterOpen || laterFixed.length !== fixed.length) return false;
  return [...fixed].every((digit, i) => digit === laterFixed[i] || (digit === "X" && /^[0-9]$/.test(laterFixed[i]!)));
}
