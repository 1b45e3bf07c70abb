import { quote, unquote } from "../message/quoted.ts";
import { type Challenge, parseChallenge } from "./challenge.ts";
import { digestAlgorithms, digestResponse, hashWith, makeHa1 } from "./digest-algorithm.ts";
import type { DigestHash } from "./digest-hash.ts";

export type DigestAnswer = {
  /** Value for Authorization (401) or Proxy-Authorization (407). */
  authorization: string;
  /** True when only our nonce was too old: the password was right, trying again makes sense. */
  stale: boolean;
  nonce: string;
};

export type AnswerParts = {
  /** All WWW-Authenticate (or Proxy-Authenticate) values of the response. */
  challenges: readonly string[];
  method: string;
  /** The Request-URI as sent. */
  uri: string;
  username: string;
  password: string;
  /** Fresh and unguessable. */
  cnonce: string;
  /** How often this nonce was used, this time included; 1 for a new one. */
  nonceCount: number;
};

/** Answers the strongest challenge we understand (RFC 8760 2.4); undefined when there is none. */
export function answerChallenge(hash: DigestHash, parts: AnswerParts): DigestAnswer | undefined {
  const known = parts.challenges.slice(0, 16).map(parseChallenge);
  const challenge = digestAlgorithms
    .map((algorithm) => known.find((one) => one?.algorithm === algorithm))
    .find((one) => one !== undefined);
  if (!challenge) return undefined;
  return { authorization: authorization(hash, challenge, parts), stale: challenge.stale, nonce: challenge.nonce };
}

function authorization(
  hash: DigestHash,
  challenge: Challenge,
  { method, uri, username, password, cnonce, nonceCount }: AnswerParts,
): string {
  const { algorithm, nonce, realm } = challenge;
  const secret = makeHa1(hash, algorithm, username, unquote(`"${realm}"`), password);
  // RFC 7616 3.4.2
  const ha1 = challenge.session ? hashWith(hash, algorithm, `${secret}:${nonce}:${cnonce}`) : secret;
  const nc = nonceCount.toString(16).padStart(8, "0");
  const response = digestResponse(hash, algorithm, { ha1, nonce, method, uri, ...(challenge.qop && { qop: { nc, cnonce } }) });
  const fields = [
    `username=${quote(username)}`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm}${challenge.session ? "-sess" : ""}`,
  ];
  if (challenge.qop) fields.push("qop=auth", `nc=${nc}`);
  if (challenge.qop || challenge.session) fields.push(`cnonce=${quote(cnonce)}`);
  if (challenge.opaque !== undefined) fields.push(`opaque="${challenge.opaque}"`);
  return `Digest ${fields.join(", ")}`;
}
