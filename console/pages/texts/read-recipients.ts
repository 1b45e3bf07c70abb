export const mostRecipients = 500;

/** Numbers out of what somebody wrote or pasted: one on a line, or with commas between; blanks and hyphens inside belong to the number. */
export function readRecipients(written: string): { numbers: string[]; bad: string[] } {
  const numbers = new Set<string>();
  const bad: string[] = [];
  for (const piece of written.split(/[\n,;，；、]+/)) {
    const plain = piece.replace(/[\s\-()（）]/g, "").replace(/^＋/, "+");
    if (plain === "") continue;
    if (/^\+?[0-9]{3,20}$/.test(plain)) numbers.add(plain);
    else bad.push(piece.trim());
  }
  return { numbers: [...numbers], bad };
}
