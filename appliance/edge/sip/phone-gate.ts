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
function hostDigestHash(): DigestHash {
  const key = randomBytes(32);
  return {
    md5: (text) => hashHex("md5", text),
    sha256: (text) => hashHex("sha256", text),
    hmac: (text) => createHmac("sha256", key).update(text, "utf8").digest("hex").slice(0, 32),
  };
}

type GateParts = Pick<SipParts, "phoneSecret" | "ban" | "fault" | "log" | "clock">;

/** Lets in a phone that proves its password (RFC 7616), answers everybody else, and shuts out who tries too often. */
export class PhoneGate {
  readonly #parts: GateParts;
  readonly #config: () => SipConfig;
  readonly #hash = hostDigestHash();
  readonly #nonces: NonceBook;
  readonly #wrong = new WrongTries();

  constructor(parts: GateParts, config: () => SipConfig) {
    this.#parts = parts;
    this.#config = config;
    this.#nonces = new NonceBook({ hash: this.#hash, newId: () => randomBytes(12).toString("hex") });
  }

  /** True when `req` comes from `phone`; else it has been answered. */
  admit(req: SipRequestView, res: SipReply, phone: PhoneId): boolean {
    const { sip } = this.#config();
    const authorization = req.get("authorization");
    const verdict = verifyDigest(this.#hash, {
      authorizations: authorization ? [authorization] : [],
      method: req.method,
      requestUri: req.uri,
      realm: sip.realm,
      account: (name) => (this.#isPhone(name) ? this.#parts.phoneSecret(name as PhoneId) : undefined),
      nonces: this.#nonces,
      now: this.#parts.clock.nowMs(),
    });
    switch (verdict.verdict) {
      case "good":
        // One phone can't speak in another's name.
        if (verdict.username !== phone) {
          res.send(403);
          return false;
        }
        this.#wrong.forgive(req.source_address);
        return true;
      case "malformed":
        res.send(400);
        this.#count(req, phone, verdict.why);
        return false;
      case "refused":
        this.#count(req, phone, verdict.why);
        this.#challenge(res, false);
        return false;
      case "challenge":
        // A request without credentials from a stranger is what scanners send; a phone does it once and then proves itself.
        if (!this.#isPhone(phone)) this.#count(req, phone, "unknown user");
        this.#challenge(res, verdict.stale);
        return false;
    }
  }

  #isPhone(name: string): boolean {
    return this.#config().phones.some((p) => p.id === name && p.enabled);
  }

  #challenge(res: SipReply, stale: boolean): void {
    const { sip } = this.#config();
    const nonce = this.#nonces.issue(this.#parts.clock.nowMs());
    const challenges = makeChallenges({ realm: sip.realm, nonce, stale, algorithms: sip.digest ?? ["MD5"] });
    // RFC 3261 7.3.1: challenges may not share a line. The reply takes one value per name, so the other lines stand within it.
    res.send(401, { headers: { "WWW-Authenticate": challenges.join("\r\nWWW-Authenticate: ") } });
  }

  #count(req: SipRequestView, user: string, why: string): void {
    const { sip } = this.#config();
    const address = req.source_address;
    if (!this.#wrong.note(address, this.#parts.clock.nowMs(), sip)) return;
    this.#parts.ban(address, sip.banForSec * 1000);
    this.#parts.log.warn({ address, user: user.slice(0, 40), why }, "address shut out");
    this.#parts.fault("scanner", address, {
      zh: `${address}，封禁 ${sip.banForSec} 秒`,
      en: `${address}, for ${sip.banForSec} s`,
    });
  }
}
