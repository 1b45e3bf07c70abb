import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AnswerParts, answerChallenge } from "./answer-challenge.ts";
import { parseAuthParams } from "./auth-params.ts";
import { makeChallenges, parseChallenge } from "./challenge.ts";
import { digestResponse, makeHa1 } from "./digest-algorithm.ts";
import type { DigestHash } from "./digest-hash.ts";
import { NonceBook } from "./nonce-book.ts";
import { type DigestVerdict, type StoredHa1, verifyDigest } from "./verify-digest.ts";

const hash: DigestHash = {
  md5: (text) => createHash("md5").update(text).digest("hex"),
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  hmac: (text) => createHmac("sha256", "secret").update(text).digest("hex"),
};
const realm = 'Water, "works"';
const account: StoredHa1 = {
  md5: makeHa1(hash, "MD5", "alice", realm, "pw"),
  sha256: makeHa1(hash, "SHA-256", "alice", realm, "pw"),
};

function book(options: { capacity?: number; lifetimeMs?: number } = {}): NonceBook {
  let id = 0;
  return new NonceBook({ hash, newId: () => `n${++id}`, ...options });
}

type Trial = { nonces: NonceBook; now?: number; uri?: string; stored?: StoredHa1 | undefined; method?: string };
function verify(
  authorization: string,
  { nonces, now = 0, uri = "sip:example.com", stored = account, method = "REGISTER" }: Trial,
): DigestVerdict {
  return verifyDigest(hash, {
    authorizations: [authorization],
    method,
    requestUri: uri,
    realm,
    account: (name) => (name === "alice" ? stored : undefined),
    nonces,
    now,
  });
}
function answer(challenges: string[], parts: Partial<AnswerParts> = {}): string {
  const basic = {
    challenges,
    method: "REGISTER",
    uri: "sip:example.com",
    username: "alice",
    password: "pw",
    cnonce: "c",
    nonceCount: 1,
  };
  return answerChallenge(hash, { ...basic, ...parts })!.authorization;
}

describe("the formula", () => {
  // RFC 7616 3.9.1
  it("agrees with the RFC's example", () => {
    const parts = {
      nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
      method: "GET",
      uri: "/dir/index.html",
      qop: { nc: "00000001", cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" },
    };
    const ha1 = (algorithm: "MD5" | "SHA-256") => makeHa1(hash, algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
    expect(digestResponse(hash, "MD5", { ...parts, ha1: ha1("MD5") })).toBe("8ca523f5e9506fed4657c9700eebdbec");
    expect(digestResponse(hash, "SHA-256", { ...parts, ha1: ha1("SHA-256") })).toBe(
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    );
  });
  // RFC 2617 without qop, hand-checked against its definition
  it("knows the old form without qop", () => {
    const challenge = 'Digest realm="r", nonce="n"';
    const response = parseAuthParams(answer([challenge]))!.params.get("response");
    expect(response).toBe(hash.md5(`${hash.md5("alice:r:pw")}:n:${hash.md5("REGISTER:sip:example.com")}`));
  });
  it("knows the session form", () => {
    const response = parseAuthParams(answer(['Digest realm="r", nonce="n", algorithm=MD5-sess, qop="auth"']))!.params.get(
      "response",
    );
    expect(response).toBe(
      hash.md5(`${hash.md5(`${hash.md5("alice:r:pw")}:n:c`)}:n:00000001:c:auth:${hash.md5("REGISTER:sip:example.com")}`),
    );
  });
});

describe("both sides together", () => {
  it("let the right password in, SHA-256 first", () => {
    const nonces = book();
    const challenges = makeChallenges({ realm, nonce: nonces.issue(0) });
    expect(challenges).toHaveLength(2);
    expect(answer(challenges)).toContain("algorithm=SHA-256,");
    expect(verify(answer(challenges), { nonces })).toEqual({ verdict: "good", username: "alice" });
    expect(verify(answer(challenges.slice(1), { nonceCount: 2 }), { nonces })).toEqual({ verdict: "good", username: "alice" });
  });

  it.each<[string, Partial<AnswerParts>, Partial<Trial>, string]>([
    ["a wrong password", { password: "no" }, {}, "wrong password"],
    ["an unknown user", { username: "bob" }, {}, "unknown user"],
    ["another method", { method: "INVITE" }, {}, "wrong password"],
    ["another target", {}, { uri: "sip:elsewhere.com" }, "other uri"],
    ["an algorithm that is not stored", {}, { stored: { md5: account.md5! } }, "other algorithm"],
  ])("keep %s out", (_, parts, trial, why) => {
    const nonces = book();
    expect(verify(answer(makeChallenges({ realm, nonce: nonces.issue(0) }), parts), { nonces, ...trial })).toMatchObject({
      verdict: "refused",
      why,
    });
  });

  it("compare targets as URIs", () => {
    const nonces = book();
    const authorization = answer(makeChallenges({ realm, nonce: nonces.issue(0) }), { uri: "sip:EXAMPLE.com" });
    expect(verify(authorization, { nonces }).verdict).toBe("good");
  });
});

describe("nonces", () => {
  it("count upwards only", () => {
    const nonces = book();
    const challenges = makeChallenges({ realm, nonce: nonces.issue(0) });
    const at = (nonceCount: number) => verify(answer(challenges, { nonceCount }), { nonces });
    expect(at(2).verdict).toBe("good");
    expect(at(2)).toMatchObject({ verdict: "refused", why: "replayed" });
    expect(at(1)).toMatchObject({ verdict: "refused", why: "replayed" });
    expect(at(10).verdict).toBe("good");
  });

  it("grow stale, and say so only to who knows the password", () => {
    const nonces = book({ lifetimeMs: 1_000 });
    const challenges = makeChallenges({ realm, nonce: nonces.issue(0) });
    expect(verify(answer(challenges), { nonces, now: 1_000 })).toEqual({ verdict: "challenge", stale: true });
    expect(verify(answer(challenges, { password: "x" }), { nonces, now: 1_000 })).toMatchObject({ why: "wrong password" });
    expect(verify(answer(challenges), { nonces, now: 999 }).verdict).toBe("good");
  });

  it("can't be made by others", () => {
    const nonces = book();
    const real = nonces.issue(0);
    for (const nonce of ["", "x", "0.a.b", `${real}0`, `1${real}`, real.replace("n1", "n2"), "a".repeat(600)])
      expect(
        verify(answer([`Digest realm="${realm.replaceAll('"', '\\"')}", nonce="${nonce}", qop="auth"`]), { nonces }).verdict,
        nonce,
      ).not.toBe("good");
  });

  it("are not played again after the table forgot them", () => {
    const nonces = book({ capacity: 3 });
    const replay = answer(makeChallenges({ realm, nonce: nonces.issue(0) }));
    expect(verify(replay, { nonces, now: 0 }).verdict).toBe("good");
    for (let now = 1; now <= 3; now++) verify(answer(makeChallenges({ realm, nonce: nonces.issue(now) })), { nonces, now });
    expect(verify(replay, { nonces, now: 4 })).toEqual({ verdict: "challenge", stale: true });
    expect(verify(answer(makeChallenges({ realm, nonce: nonces.issue(5) })), { nonces, now: 5 }).verdict).toBe("good");
  });

  it("cost nothing before a right answer: strangers can't push others out", () => {
    const nonces = book({ capacity: 2 });
    const mine = makeChallenges({ realm, nonce: nonces.issue(0) });
    expect(verify(answer(mine), { nonces }).verdict).toBe("good");
    for (let i = 0; i < 50; i++)
      verify(answer(makeChallenges({ realm, nonce: nonces.issue(1) }), { password: "x" }), { nonces, now: 1 });
    expect(verify(answer(mine, { nonceCount: 2 }), { nonces, now: 1 }).verdict).toBe("good");
  });
});

describe("reading", () => {
  it("survives commas and quotes in quoted values", () => {
    expect(parseAuthParams('Digest realm="a, b=\\"c\\"" , qop="auth,auth-int",nonce=x,')?.params).toEqual(
      new Map([
        ["realm", 'a, b=\\"c\\"'],
        ["qop", "auth,auth-int"],
        ["nonce", "x"],
      ]),
    );
    expect(parseChallenge('digest realm="a, b", nonce="n", qop="auth-int, auth", stale=TRUE')).toMatchObject({
      realm: "a, b",
      qop: true,
      stale: true,
    });
  });
  it.each([
    "",
    "Digest realm",
    'Digest realm="a',
    'Digest realm="a" nonce="b"',
    "Digest a=1, a=2",
    `Digest ${Array.from({ length: 40 }, (_, i) => `a${i}=1`).join(",")}`,
  ])("refuses %j", (text) => {
    expect(parseAuthParams(text)).toBeUndefined();
  });
  it.each([
    'Basic realm="a"',
    'Digest nonce="n"',
    'Digest realm="a", nonce="n", algorithm=SHA-512',
    'Digest realm="a", nonce="n", qop="auth-int"',
  ])("does not answer %j", (text) => {
    expect(parseChallenge(text)).toBeUndefined();
  });
  it("tells malformed, foreign and missing credentials apart", () => {
    const nonces = book();
    const good = answer(makeChallenges({ realm, nonce: nonces.issue(0) }));
    expect(verify("NoOneKnowsThisScheme opaque-data=here", { nonces })).toEqual({ verdict: "challenge", stale: false });
    expect(verify(good.replace("Water", "Other"), { nonces })).toEqual({ verdict: "challenge", stale: false });
    expect(verify(good.replace(/response="[^"]*", /, ""), { nonces }).verdict).toBe("malformed");
    expect(verify(good.replace("nc=00000001", "nc=1"), { nonces }).verdict).toBe("malformed");
    expect(verify(good.replace("qop=auth", "qop=auth-int"), { nonces })).toMatchObject({
      verdict: "refused",
      why: "other algorithm",
    });
    expect(verify(good.replace('"alice"', `"${"a".repeat(300)}"`), { nonces }).verdict).toBe("malformed");
  });
});
