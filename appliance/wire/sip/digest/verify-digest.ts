import { isHex } from "../message/chars.ts";
import { unquote } from "../message/quoted.ts";
import { sameUri } from "../message/same-uri.ts";
import { parseUri } from "../message/uri.ts";
import { parseAuthParams } from "./auth-params.ts";
import { type DigestAlgorithm, digestResponse, readAlgorithm } from "./digest-algorithm.ts";
import type { DigestHash } from "./digest-hash.ts";
import type { NonceBook } from "./nonce-book.ts";
import { sameText } from "./same-text.ts";

/** H(username:realm:password) in lower-case hex per algorithm. */
export type StoredHa1 = { md5?: string; sha256?: string };

/**
 * `good`: let in. `challenge`: send new challenges, with `stale` when only the nonce was too old. `refused`: wrong or forged; challenge again or 403,
 * and count it. `why` is for the log. `malformed`: 400.
 */
export type DigestVerdict =
  | { verdict: "good"; username: string }
  | { verdict: "challenge"; stale: boolean }
  | {
      verdict: "refused";
      username: string;
      why: "unknown user" | "wrong password" | "replayed" | "forged nonce" | "other uri" | "other algorithm";
    }
  | { verdict: "malformed"; why: string };

export type VerifyParts = {
  /** All Authorization (or Proxy-Authorization) values of the request. */
  authorizations: readonly string[];
  method: string;
  requestUri: string;
  realm: string;
  account: (username: string) => StoredHa1 | undefined;
  nonces: NonceBook;
  now: number;
};

const nameLimit = 256;

type Fields = {
  username: string;
  nonce: string;
  uri: string;
  response: string;
  nc: string;
  cnonce: string;
  algorithm: DigestAlgorithm;
};

/** Server side of RFC 7616 with qop=auth, which we always ask for: without nc a captured answer could be played again. */
export function verifyDigest(hash: DigestHash, parts: VerifyParts): DigestVerdict {
  const found = credentials(parts);
  if (!found) return { verdict: "challenge", stale: false };
  const fields = readFields(found);
  if (typeof fields === "string") return { verdict: "malformed", why: fields };
  if (fields === undefined) return { verdict: "refused", username: unescaped(found.get("username")), why: "other algorithm" };
  const { username } = fields;
  const nc = Number.parseInt(fields.nc, 16);
  const state = parts.nonces.look(fields.nonce, nc, parts.now);
  if (state === "forged") return { verdict: "refused", username, why: "forged nonce" };
  const stored = parts.account(username);
  const ha1 = fields.algorithm === "MD5" ? stored?.md5 : stored?.sha256;
  // Computed for unknown users too, so that time does not tell who exists.
  const wanted = digestResponse(hash, fields.algorithm, {
    ha1: ha1 ?? "0".repeat(64),
    nonce: fields.nonce,
    method: parts.method,
    uri: fields.uri,
    qop: { nc: fields.nc, cnonce: fields.cnonce },
  });
  const right = sameText(wanted, fields.response.toLowerCase());
  if (!stored) return { verdict: "refused", username, why: "unknown user" };
  if (ha1 === undefined) return { verdict: "refused", username, why: "other algorithm" };
  if (!right) return { verdict: "refused", username, why: "wrong password" };
  if (!sameTarget(fields.uri, parts.requestUri)) return { verdict: "refused", username, why: "other uri" };
  if (state === "stale") return { verdict: "challenge", stale: true };
  if (state === "replayed") return { verdict: "refused", username, why: "replayed" };
  parts.nonces.use(fields.nonce, nc);
  return { verdict: "good", username };
}

/** The Digest credentials for our realm, if any (RFC 3261 22.3). */
function credentials({ authorizations, realm }: VerifyParts): ReadonlyMap<string, string> | undefined {
  for (const value of authorizations.slice(0, 8)) {
    const auth = parseAuthParams(value);
    if (auth?.scheme.toLowerCase() === "digest" && unescaped(auth.params.get("realm")) === realm) return auth.params;
  }
  return undefined;
}

const unescaped = (raw: string | undefined): string => (raw === undefined ? "" : unquote(`"${raw}"`).slice(0, nameLimit));

/** A string says what is missing; undefined stands for an algorithm or qop that we did not offer. */
function readFields(params: ReadonlyMap<string, string>): Fields | string | undefined {
  const text = (name: string): string => params.get(name) ?? "";
  const algorithm = readAlgorithm(params.get("algorithm"));
  const fields = {
    nonce: text("nonce"),
    uri: unescaped(params.get("uri")),
    response: text("response"),
    nc: text("nc"),
    cnonce: text("cnonce"),
  };
  if (text("username") === "" || text("username").length > nameLimit) return "no usable username";
  for (const [name, value] of Object.entries(fields)) if (name !== "nc" && name !== "cnonce" && value === "") return `no ${name}`;
  if (text("uri").length > nameLimit || fields.cnonce.length > nameLimit) return "too long";
  if (!algorithm || algorithm.session || text("qop").toLowerCase() !== "auth") return undefined;
  // RFC 7616 3.4: exactly eight hex digits
  if (fields.nc.length !== 8 || ![...fields.nc].every((digit) => isHex(digit.charCodeAt(0)))) return "malformed nc";
  if (fields.cnonce === "") return "no cnonce";
  return { ...fields, username: unescaped(params.get("username")), algorithm: algorithm.algorithm };
}

/** RFC 3261 22.4, RFC 7616 3.4.6: both name the same resource, though perhaps spelled differently. */
function sameTarget(claimed: string, actual: string): boolean {
  if (claimed === actual) return true;
  const a = parseUri(claimed);
  const b = parseUri(actual);
  return a !== undefined && b !== undefined && sameUri(a, b);
}
