import type { DigestHash } from "./digest-hash.ts";

/** RFC 8760 2.1. In order of preference. */
export const digestAlgorithms = ["SHA-256", "MD5"] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** Absent means MD5 (RFC 7616 3.3). `session` is the -sess variant. Undefined when unknown. */
export function readAlgorithm(text: string | undefined): { algorithm: DigestAlgorithm; session: boolean } | undefined {
  const upper = (text ?? "MD5").toUpperCase();
  const session = upper.endsWith("-SESS");
  const algorithm = digestAlgorithms.find((known) => known === (session ? upper.slice(0, -5) : upper));
  return algorithm && { algorithm, session };
}

export const hashWith = (hash: DigestHash, algorithm: DigestAlgorithm, text: string): string =>
  algorithm === "MD5" ? hash.md5(text) : hash.sha256(text);

/** What a registrar stores instead of the password: H(username:realm:password), RFC 7616 3.4.2. */
export const makeHa1 = (
  hash: DigestHash,
  algorithm: DigestAlgorithm,
  username: string,
  realm: string,
  password: string,
): string => hashWith(hash, algorithm, `${username}:${realm}:${password}`);

export type ResponseParts = { ha1: string; nonce: string; method: string; uri: string; qop?: { nc: string; cnonce: string } };

/** RFC 7616 3.4.1; without qop as RFC 2069 had it. */
export function digestResponse(
  hash: DigestHash,
  algorithm: DigestAlgorithm,
  { ha1, nonce, method, uri, qop }: ResponseParts,
): string {
  const ha2 = hashWith(hash, algorithm, `${method}:${uri}`);
  return hashWith(hash, algorithm, qop ? `${ha1}:${nonce}:${qop.nc}:${qop.cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`);
}
