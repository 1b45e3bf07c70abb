/** A digit sent by SIP INFO: `application/dtmf-relay` (Signal=5) or `application/dtmf` (5). Undefined when it is neither. */
export function digitOfInfo(contentType: string | undefined, body: string): string | undefined {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  const text = body.slice(0, 200);
  const raw = type === "application/dtmf-relay" ? /^\s*Signal\s*=\s*([0-9A-Da-d*#]|1[0-6])\s*$/im.exec(text)?.[1] : type === "application/dtmf" ? /^\s*([0-9A-Da-d*#]|1[0-6])\s*$/.exec(text)?.[1] : undefined;
  if (raw === undefined) return undefined;
  // Some phones number the keys as RFC 4733 does: 10 is star, 11 is hash.
  return raw === "10" ? "*" : raw === "11" ? "#" : raw.length === 1 ? raw.toUpperCase() : undefined;
}
