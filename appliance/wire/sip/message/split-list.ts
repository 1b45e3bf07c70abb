import { quotedEnd } from "./quoted.ts";

/** Splits at commas that stand outside quotes and `<…>`. Elements are trimmed; empty ones are left out. */
export function splitList(text: string): string[] {
  if (!text.includes(",")) {
    const only = text.trim();
    return only === "" ? [] : [only];
  }
  const out: string[] = [];
  let start = 0;
  const take = (end: number): void => {
    const element = text.slice(start, end).trim();
    if (element !== "") out.push(element);
    start = end + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 44) take(i);
    else if (code === 34) {
      const end = quotedEnd(text, i);
      if (end < 0) break;
      i = end - 1;
    } else if (code === 60) {
      const end = text.indexOf(">", i);
      if (end < 0) break;
      i = end;
    }
  }
  take(text.length);
  return out;
}
