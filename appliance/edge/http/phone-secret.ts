import { createHash, randomInt } from "node:crypto";

/** Without letters and digits that look alike, since somebody may type it into a phone. 20 of these 55: 115 bits. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
const length = 20;

export const newPhonePassword = (): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** What is kept of a phone's password: HA1 for each digest algorithm (RFC 8760 2, RFC 7616 3.4.2). It holds for this realm only. */
export function phoneSecret(phone: string, realm: string, password: string): string {
  const ha1 = (algorithm: "md5" | "sha256"): string =>
    createHash(algorithm).update(`${phone}:${realm}:${password}`).digest("hex");
  return JSON.stringify({ realm, md5: ha1("md5"), sha256: ha1("sha256") });
}
