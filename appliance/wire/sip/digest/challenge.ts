import { quote } from "../message/quoted.ts";
import { parseAuthParams } from "./auth-params.ts";
import { type DigestAlgorithm, digestAlgorithms, readAlgorithm } from "./digest-algorithm.ts";

export type ChallengeParts = {
  realm: string;
  nonce: string;
  stale?: boolean;
  opaque?: string;
  algorithms?: readonly DigestAlgorithm[];
};

/** One WWW-Authenticate or Proxy-Authenticate value per algorithm, the preferred first (RFC 8760 2.3). */
export function makeChallenges({ realm, nonce, stale = false, opaque, algorithms = digestAlgorithms }: ChallengeParts): string[] {
  const rest = `${opaque === undefined ? "" : `, opaque=${quote(opaque)}`}${stale ? ", stale=true" : ""}`;
  return algorithms.map(
    (algorithm) => `Digest realm=${quote(realm)}, nonce=${quote(nonce)}, algorithm=${algorithm}, qop="auth"${rest}`,
  );
}

/** A challenge that we can answer. `realm`, `nonce` and `opaque` with their escapes, as they go back. `qop` tells whether auth was offered. */
export type Challenge = {
  realm: string;
  nonce: string;
  opaque?: string;
  algorithm: DigestAlgorithm;
  session: boolean;
  qop: boolean;
  stale: boolean;
};

/** Undefined for other schemes, unknown algorithms, and servers that want auth-int alone. */
export function parseChallenge(value: string): Challenge | undefined {
  const auth = parseAuthParams(value);
  const realm = auth?.params.get("realm");
  const nonce = auth?.params.get("nonce");
  const algorithm = readAlgorithm(auth?.params.get("algorithm"));
  if (auth?.scheme.toLowerCase() !== "digest" || realm === undefined || nonce === undefined || !algorithm) return undefined;
  const qop = auth.params.get("qop");
  const offered = qop?.split(",", 8).map((word) => word.trim().toLowerCase());
  if (offered && !offered.includes("auth")) return undefined;
  const challenge: Challenge = {
    realm,
    nonce,
    ...algorithm,
    qop: offered !== undefined,
    stale: auth.params.get("stale")?.toLowerCase() === "true",
  };
  const opaque = auth.params.get("opaque");
  if (opaque !== undefined) challenge.opaque = opaque;
  return challenge;
}
