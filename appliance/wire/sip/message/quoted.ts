/** `from` stands on the opening quote; gives the index after the closing one, or -1 when it never closes (RFC 3261 25.1 quoted-string). */
export function quotedEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
  }
  return -1;
}

/** The text inside a quoted-string given with its quotes, escapes undone. */
export function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  let plain = "";
  let start = 0;
  for (let i = 0; i < inner.length; i++) {
    if (inner.charCodeAt(i) !== 92) continue;
    plain += inner.slice(start, i);
    i++;
    start = i;
  }
  return plain + inner.slice(start);
}

/** With quotes around and escapes inside; line breaks become spaces, for they would end the header. */
export function quote(plain: string): string {
  let out = '"';
  for (const char of plain) out += char === '"' || char === "\\" ? `\\${char}` : char === "\r" || char === "\n" ? " " : char;
  return `${out}"`;
}
