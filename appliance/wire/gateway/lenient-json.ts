/** JSON in which line breaks of texts stand as they are, as some gateways send it; else as JSON.parse. Nothing for what is none. */
export function lenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(escaped(text));
    } catch {
      return undefined;
    }
  }
}

/** Control characters within strings as RFC 8259 7 wants them. */
function escaped(text: string): string {
  let inside = false;
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '"') inside = !inside;
    if (inside && sign === "\\") out += sign + (text[++i] ?? "");
    else if (inside && sign < " ") out += `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
    else out += sign;
  }
  return out;
}
