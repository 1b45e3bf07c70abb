import { createHash, createHmac, randomBytes } from "node:crypto";
import type { PhoneId } from "../../kit/ids.ts";
import { makeChallenges } from "../../wire/sip/digest/challenge.ts";
import type { DigestHash } from "../../wire/sip/digest/digest-hash.ts";
import { NonceBook } from "../../wire/sip/digest/nonce-book.ts";
import { verifyDigest } from "../../wire/sip/digest/verify-digest.ts";
import type { SipConfig, SipParts } from "./parts.ts";
import type { SipReply, SipRequestView } from "./srf.ts";
import { WrongTries } from "./wrong-tries.ts";

const hashHex = (algorithm: string, text: string): string => createHash(algorithm).update(text, "utf8").digest("hex");

/** Hashes for the digest room; the HMAC key lives as long as the process. */
export function hostDigestHash(): DigestHash {
  const key = randomBytes(32);
  return { md5: (t) => hashHex("md5", t), sha256: (t) => hashHex("sha256", t), hmac: (t) => createHmac("sha256", key).update(t, "utf8").digest("hex").slice(0, 32) };
}

/** Lets in a phone that proves its password (RFC 7616), answers everybody else, and shuts out who tries too often. */
export class PhoneGate {
  readonly #parts: Pick<SipParts, "phoneSecret" | "ban" | "fault" | "log" | "clock">;
  readonly #config: () => SipConfig;
  readonly #hash = hostDigestHash();
  readonly #nonces: NonceBook;
  readonly #wrong = new WrongTries();

  constructor(parts: Pick<SipParts, "phoneSecret" | "ban" | "fault" | "log" | "clock">, config: () => SipConfig) {
    this.#parts = parts;
    this.#config = config;
    this.#nonces = new NonceBook({ hash: this.#hash, newId: () => randomBytes(12).toString("hex") });
  }

  /** True when `req` comes from `phone`; else it has been answered. */
  async admit(req: SipRequestView, res: SipReply, phone: PhoneId): Promise<boolean> {
    const { sip, phones } = this.#config();
    const authorization = req.get("authorization");
    const verdict = verifyDigest(this.#hash, {
      authorizations: authorization ? [authorization] : [],
      method: req.method,
      requestUri: req.uri,
      realm: sip.realm,
      account: (name) => (phones.some((p) => p.id === name && p.enabled) ? this.#parts.phoneSecret(name as PhoneId) : undefined),
      nonces: this.#nonces,
      now: this.#parts.clock.nowMs(),
    });
    switch (verdict.verdict) {
      case "good":
        this.#wrong.forgive(req.source_address);
        // One phone can't speak in another's name.
        if (verdict.username === phone) return true;
        res.send(403);
        return false;
      case "malformed":
        res.send(400);
        this.#count(req, phone, verdict.why);
        return false;
      case "refused":
        this.#count(req, phone, verdict.why);
        this.#challenge(res, false);
        return false;
      case "challenge":
        // An INVITE without credentials from a stranger is what scanners send; a phone does it once and then proves itself.
        if (!phones.some((p) => p.id === phone && p.enabled)) this.#count(req, phone, "unknown user");
        this.#challenge(res, verdict.stale);
        return false;
    }
  }

  #challenge(res: SipReply, stale: boolean): void {
    const { sip } = this.#config();
    const challenges = makeChallenges({ realm: sip.realm, nonce: this.#nonces.issue(this.#parts.clock.nowMs()), stale, algorithms: sip.digest ?? ["MD5"] });
    res.send(401, { headers: { "WWW-Authenticate": challenges.join(", ") } });
  }

  #count(req: SipRequestView, user: string, why: string): void {
    const { sip } = this.#config();
    const address = req.source_address;
    if (!this.#wrong.note(address, this.#parts.clock.nowMs(), sip)) return;
    this.#parts.ban(address, sip.banForSec * 1000);
    this.#parts.log.warn({ address, user: String(user).slice(0, 40), why }, "address shut out");
    this.#parts.fault("scanner", address, `${address} was shut out for ${sip.banForSec} s: ${why}.`);
  }
}
