const key = "([0-9A-Da-d*#]|1[0-6])";
const relay = new RegExp(`^\\s*Signal\\s*=\\s*${key}\\s*$`, "im");
const alone = new RegExp(`^\\s*${key}\\s*$`);

/** A digit sent by SIP INFO: `application/dtmf-relay` (Signal=5) or `application/dtmf` (5). Undefined when it is neither. */
export function digitOfInfo(contentType: string | undefined, body: string): string | undefined {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  const text = body.slice(0, 200);
  const raw =
    type === "application/dtmf-relay" ? relay.exec(text)?.[1] : type === "application/dtmf" ? alone.exec(text)?.[1] : undefined;
  if (raw === undefined) return undefined;
  // Some phones number the keys as RFC 4733 does: 10 is star, 11 is hash; the flash key (16) is no digit.
  if (raw === "10") return "*";
  if (raw === "11") return "#";
  return raw.length === 1 ? raw.toUpperCase() : undefined;
}
