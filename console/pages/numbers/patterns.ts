/** A number as it is dialled or presented: `X` any digit, a trailing `*` any rest. */
export const isPattern = (text: string): boolean => text !== "" && text.length <= 31 && /^[0-9+X]{0,30}\*?$/.test(text);
/** Stands for more than one number. */
export const isOpenPattern = (text: string): boolean => /[X*]/.test(text);

/** Numbers out of what somebody typed or pasted: one per line, or apart by commas or blanks; hyphens and brackets inside a number go. */
export function patternsFrom(text: string): string[] {
  const found = text
    .split(/[\n,;，；、\s]+/)
    .map((part) => part.replace(/[-()（）]/g, "").replaceAll("x", "X"))
    .filter(Boolean);
  return [...new Set(found)];
}
