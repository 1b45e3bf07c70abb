/** The few things of an address that routing needs. */
export type SipAddress = { user: string; host: string; name?: string };

/** Reads `sip:user@host` or `tel:…` without trusting any of it: bounded, decoded, control characters dropped. */
export function readAddress(uri: string, name?: string): SipAddress {
  const text = uri.slice(0, 512);
  const tel = /^tel:([^;>]{1,60})/i.exec(text);
  if (tel) return { user: plain(tel[1]!), host: "", ...named(name) };
  // RFC 3261 25.1: parameters of a telephone subscriber may stand before the "@".
  const sip = /^sips?:(?:([^@>?]{0,160})@)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)/i.exec(text);
  if (!sip) return { user: "", host: "", ...named(name) };
  return { user: plain(sip[1]?.split(/[;:]/)[0] ?? ""), host: sip[2]!.toLowerCase(), ...named(name) };
}

function plain(text: string): string {
  let decoded = text;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    // A stray percent sign stays as it is.
  }
  return decoded.replace(/[^\p{L}\p{N}+*#._ -]/gu, "").slice(0, 40);
}

function named(name: string | undefined): { name?: string } {
  const clean = name
    ?.replace(/[\p{C}"\\<>]/gu, "")
    .trim()
    .slice(0, 60);
  return clean ? { name: clean } : {};
}

/** RFC 3323 4.1.1.3 (the host means nobody, whatever stands before it) and common practice: the caller asked not to be shown. */
export const withheldAddress = ({ user, host }: Pick<SipAddress, "user" | "host">): boolean =>
  user === "" || host === nobody.host || /^(anonymous|unavailable|restricted|unknown|private)$/i.test(user);

/** RFC 3323 4.1.1.3: how somebody who is not to be known calls. */
export const nobody = { host: "anonymous.invalid", from: '"Anonymous" <sip:anonymous@anonymous.invalid>' } as const;

/** Quotes a display name (RFC 3261 25.1 quoted-string). */
export const quotedName = (name: string): string => `"${name.replace(/[\p{C}"\\]/gu, "")}"`;
/** Escapes what may not stand in a user part (RFC 3261 19.1.2); the plus of a number may. */
export const escapedUser = (user: string): string => encodeURIComponent(user).replaceAll("%2B", "+");
export const bracketed = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
