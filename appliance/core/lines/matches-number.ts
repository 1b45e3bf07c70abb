/** `X` stands for any digit, a trailing `*` for any rest, everything else for itself. */
export function matchesNumber(pattern: string, number: string): boolean {
  const open = pattern.endsWith("*");
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? number.length < fixed.length : number.length !== fixed.length) return false;
  for (let i = 0; i < fixed.length; i++) {
    const wanted = fixed[i];
    const got = number[i]!;
    if (wanted === "X" ? got < "0" || got > "9" : wanted !== got) return false;
  }
  return true;
}
