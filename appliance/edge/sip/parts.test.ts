import { describe, expect, test } from "vitest";
import type { PhoneId } from "../../kit/ids.ts";
import { type Contact, Contacts, isSameContact } from "./contacts.ts";
import { digitOfInfo } from "./digit-info.ts";
import { Goodbyes } from "./goodbyes.ts";
import { ManualClock } from "./live/manual-clock.ts";
import { trunk } from "./live/sip-lab.ts";
import { reasonHeader, whyOf } from "./reasons.ts";
import { bracketed, escapedUser, quotedName, readAddress, withheldAddress } from "./sip-uri.ts";
import { Sources } from "./sources.ts";
import { WrongTries } from "./wrong-tries.ts";

describe("contacts (RFC 3261 10.3)", () => {
  const phone = "8001" as PhoneId;
  const from = (cseq: number, callId = "a"): Omit<Contact, "uri" | "expiresAtMs"> => ({
    address: "10.0.0.1",
    port: 5060,
    transport: "udp",
    callId,
    cseq,
    userAgent: "x",
  });
  const uris = (contacts: Contacts, now = 0): string[] => contacts.of(phone, now).map((c) => c.uri);

  test("added, renewed, taken back one by one and by star", () => {
    const c = new Contacts();
    expect(
      c.apply(
        phone,
        [
          { uri: "sip:a@h", expiresSec: 60 },
          { uri: "sip:b@h", expiresSec: 90 },
        ],
        from(1),
        0,
        5,
      ),
    ).toMatchObject({ ok: true });
    expect(uris(c)).toEqual(["sip:b@h", "sip:a@h"]);
    c.apply(phone, [{ uri: "sip:a@h", expiresSec: 300 }], from(2), 1000, 5);
    expect(c.of(phone, 1000)[0]).toMatchObject({ uri: "sip:a@h", expiresAtMs: 301_000, cseq: 2 });
    c.apply(phone, [{ uri: "sip:b@h", expiresSec: 0 }], from(3), 1000, 5);
    expect(uris(c)).toEqual(["sip:a@h"]);
    expect(c.apply(phone, "*", from(4), 1000, 5)).toEqual({ ok: true, contacts: [] });
    expect(c.phones()).toEqual([]);
  });

  test("out of order changes nothing, not even its good part", () => {
    const c = new Contacts();
    c.apply(phone, [{ uri: "sip:a@h", expiresSec: 60 }], from(5), 0, 5);
    expect(
      c.apply(
        phone,
        [
          { uri: "sip:b@h", expiresSec: 60 },
          { uri: "sip:a@h", expiresSec: 0 },
        ],
        from(5),
        0,
        5,
      ),
    ).toEqual({ ok: false, status: 500 });
    expect(c.apply(phone, "*", from(4), 0, 5)).toEqual({ ok: false, status: 500 });
    expect(uris(c)).toEqual(["sip:a@h"]);
    // A phone that started anew has another Call-ID and counts from one.
    expect(c.apply(phone, [{ uri: "sip:a@h", expiresSec: 0 }], from(1, "new"), 0, 5)).toEqual({ ok: true, contacts: [] });
  });

  test("the same contact twice in one request is one", () => {
    const c = new Contacts();
    c.apply(
      phone,
      [
        { uri: "sip:a@h", expiresSec: 60 },
        { uri: "sip:a@H;x=1", expiresSec: 120 },
      ],
      from(1),
      0,
      5,
    );
    expect(c.of(phone, 0)).toMatchObject([{ expiresAtMs: 120_000 }]);
  });

  test("beyond the limit the one that expires first gives way", () => {
    const c = new Contacts();
    for (const [i, sec] of [100, 60, 80].entries()) c.apply(phone, [{ uri: `sip:${i}@h`, expiresSec: sec }], from(i + 1), 0, 2);
    expect(uris(c)).toEqual(["sip:0@h", "sip:2@h"]);
  });

  test("what ran out is gone, and told once", () => {
    const c = new Contacts();
    c.apply(
      phone,
      [
        { uri: "sip:a@h", expiresSec: 60 },
        { uri: "sip:b@h", expiresSec: 90 },
      ],
      from(1),
      0,
      5,
    );
    expect(uris(c, 60_000)).toEqual(["sip:b@h"]);
    expect(c.sweep(59_999)).toEqual([]);
    expect(c.sweep(60_000)).toEqual([phone]);
    expect(c.sweep(60_000)).toEqual([]);
    expect(c.sweep(90_000)).toEqual([phone]);
    expect(c.phones()).toEqual([]);
  });

  test("speaks from where it registered, as long as it is registered", () => {
    const c = new Contacts();
    c.apply(phone, [{ uri: "sip:a@h", expiresSec: 60 }], from(1), 0, 5);
    expect(c.speaksFrom(phone, "10.0.0.1", 0)).toBe(true);
    expect(c.speaksFrom(phone, "10.0.0.2", 0)).toBe(false);
    expect(c.speaksFrom(phone, "10.0.0.1", 60_000)).toBe(false);
  });

  test("of a former run what is still good comes back, but no connection does", () => {
    const c = new Contacts();
    const kept = (uri: string, expiresAtMs: number, transport: Contact["transport"]): Contact => ({
      ...from(1),
      uri,
      expiresAtMs,
      transport,
    });
    c.restore(phone, [kept("sip:a@h", 1000, "udp"), kept("sip:b@h", 99, "udp"), kept("sip:c@h", 1000, "tls")], 100);
    expect(uris(c, 100)).toEqual(["sip:a@h"]);
    c.restore("8002" as PhoneId, [kept("sip:c@h", 1000, "tcp")], 100);
    expect(c.phones()).toEqual([phone]);
  });

  test.each([
    ["sip:a@h", "sip:a@h", true],
    ["sip:a@h", "sip:a@H", true],
    ["sip:a@h", "SIP:a@h", true],
    ["sip:a@h", "sip:A@h", false],
    ["sip:a@h:5060", "sip:a@h:5061", false],
    ["sip:a@h;transport=tcp", "sip:a@h", false],
    ["sip:a@h;transport=TCP;ob", "sip:a@h;transport=tcp", true],
    ["sip:a;x=1@h", "sip:a@h", false],
    ["sip:h", "sip:H;lr", true],
  ])("%s and %s are the same contact: %s (RFC 3261 19.1.4)", (a, b, same) => {
    expect(isSameContact(a, b)).toBe(same);
  });
});

describe("which trunk calls", () => {
  const two = [
    trunk("second", { order: 2, acceptFrom: ["192.0.2.0/24"] }),
    trunk("first", { order: 1, acceptFrom: ["192.0.2.7", "2001:db8::/32"] }),
    trunk("off", { enabled: false, acceptFrom: ["198.51.100.1"] }),
  ];
  test.each([
    ["192.0.2.7", ["first", "second"]],
    ["192.0.2.8", ["second"]],
    ["::ffff:192.0.2.8", ["second"]],
    ["192.0.3.1", []],
    ["2001:db8:1::5", ["first"]],
    ["2001:db9::1", []],
    ["198.51.100.1", []],
    ["nonsense", []],
  ])("from %s", async (address, expected) => {
    const sources = new Sources();
    await sources.configure(two, () => {});
    expect(sources.trunksOf(address).map((t) => t.id)).toEqual(expected);
  });

  test("its host is an address, with or without brackets, or a name", async () => {
    const sources = new Sources();
    await sources.configure(
      [trunk("v4", { host: "192.0.2.9" }), trunk("v6", { host: "[::1]" }), trunk("name", { host: "localhost" })],
      () => {},
    );
    expect(sources.trunksOf("192.0.2.9").map((t) => t.id)).toEqual(["v4"]);
    expect(sources.trunksOf("::1").map((t) => t.id)).toContain("v6");
    expect([...sources.trunksOf("127.0.0.1"), ...sources.trunksOf("::1")].map((t) => t.id)).toContain("name");
  });

  test("a name that can't be looked up is told, and networks go on being known", async () => {
    const sources = new Sources();
    const unknown: string[] = [];
    await sources.configure([trunk("t", { host: "no-such-host.invalid", acceptFrom: ["192.0.2.1"] })], (t) => unknown.push(t.id));
    expect(unknown).toEqual(["t"]);
    expect(sources.trunksOf("192.0.2.1").map((t) => t.id)).toEqual(["t"]);
  });
});

describe("digits by INFO", () => {
  test.each([
    ["application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "5"],
    ["Application/DTMF-Relay; charset=utf-8", "Signal= #\n", "#"],
    ["application/dtmf-relay", "Duration=100\r\nsignal=a", "A"],
    ["application/dtmf-relay", "Signal=10", "*"],
    ["application/dtmf-relay", "Signal=11", "#"],
    ["application/dtmf-relay", "Signal=16", undefined],
    ["application/dtmf-relay", "Signal=55", undefined],
    ["application/dtmf", " 7 ", "7"],
    ["application/dtmf", "77", undefined],
    ["application/dtmf-relay", `${" ".repeat(300)}Signal=5`, undefined],
    ["text/plain", "5", undefined],
    [undefined, "5", undefined],
  ])("%s %j is %s", (type, body, digit) => {
    expect(digitOfInfo(type, body)).toBe(digit);
  });
});

describe("addresses", () => {
  test.each([
    ["sip:8001@lab", { user: "8001", host: "lab" }],
    ["sips:8001:secret@LAB:5061;transport=tls", { user: "8001", host: "lab" }],
    ["sip:+862188888888;npdi=yes@carrier.example;user=phone", { user: "+862188888888", host: "carrier.example" }],
    ["sip:96100%23@[2001:db8::1]:5060", { user: "96100#", host: "[2001:db8::1]" }],
    ["tel:+86-21-8888;phone-context=x", { user: "+86-21-8888", host: "" }],
    ["sip:lab", { user: "", host: "lab" }],
    ["sip:a%0d%0aX@lab", { user: "aX", host: "lab" }],
    ["sip:50%@lab", { user: "50", host: "lab" }],
    ["http://x", { user: "", host: "" }],
    [`sip:${"9".repeat(60)}@lab`, { user: "9".repeat(40), host: "lab" }],
  ])("%s", (uri, expected) => {
    expect(readAddress(uri)).toEqual(expected);
  });
  test("a name loses what could break a header, and its excess", () => {
    expect(readAddress("sip:1@h", ` "Ann\r\n<x>" `)).toMatchObject({ name: "Annx" });
    expect(readAddress("sip:1@h", "x".repeat(100)).name).toHaveLength(60);
    expect(readAddress("sip:1@h", "  ")).not.toHaveProperty("name");
  });
  test.each(["", "anonymous", "Anonymous", "Restricted"])("%j withholds the number", (user) => {
    expect(withheldAddress({ user, host: "lab" })).toBe(true);
  });
  test("whoever calls from nobody's host withholds it, whatever stands before it (RFC 3323 4.1.1.3)", () => {
    expect(withheldAddress(readAddress("sip:8613800138000@Anonymous.Invalid"))).toBe(true);
  });
  test("written so that nothing breaks out", () => {
    expect(quotedName('A "b" \\ \r\nc')).toBe('"A b  c"');
    expect(escapedUser("+86#*1 <x>@")).toBe("+86%23*1%20%3Cx%3E%40");
    expect(bracketed("::1")).toBe("[::1]");
    expect(bracketed("[::1]")).toBe("[::1]");
    expect(bracketed("lab")).toBe("lab");
    expect(withheldAddress({ user: "8001", host: "lab" })).toBe(false);
  });
});

describe("reasons", () => {
  test.each([
    [486, "busy"],
    [600, "busy"],
    [603, "rejected"],
    [403, "rejected"],
    [404, "not-found"],
    [480, "no-answer"],
    [408, "no-answer"],
    [487, "hangup"],
    [488, "no-media"],
    [503, "line-failed"],
    [500, "line-failed"],
    [302, "line-failed"],
  ])("%i is %s", (status, why) => {
    expect(whyOf(status)).toBe(why);
  });
  test("ours in the network's words (RFC 3326)", () => {
    expect(reasonHeader("busy")).toBe('Q.850;cause=17;text="busy"');
  });
});

describe("wrong tries", () => {
  const limits = { banAfter: 3, banWindowSec: 10 };
  test("so many within the window are too many, and counting begins anew", () => {
    const tries = new WrongTries();
    expect([0, 1000, 2000].map((t) => tries.note("a", t, limits))).toEqual([false, false, true]);
    expect(tries.note("a", 3000, limits)).toBe(false);
  });
  test("old ones don't count, other addresses neither, and a right password forgives", () => {
    const tries = new WrongTries();
    tries.note("a", 0, limits);
    tries.note("a", 1000, limits);
    tries.note("b", 1000, limits);
    expect(tries.note("a", 11_500, limits)).toBe(false);
    tries.forgive("a");
    expect([12_000, 12_001].map((t) => tries.note("a", t, limits))).toEqual([false, false]);
  });
  test("a flood of addresses is bounded: the oldest is forgotten", () => {
    const tries = new WrongTries();
    tries.note("first", 0, limits);
    tries.note("first", 0, limits);
    for (let i = 0; i < 5000; i++) tries.note(`x${i}`, 0, limits);
    expect(tries.note("first", 0, limits)).toBe(false);
  });
});

describe("goodbyes", () => {
  test("nothing to wait for, all answered, or long enough waited", async () => {
    const clock = new ManualClock();
    const goodbyes = new Goodbyes();
    await goodbyes.settled(clock, 1000);
    const [one, two] = [goodbyes.begin(), goodbyes.begin()];
    let settled = false;
    const waiting = goodbyes.settled(clock, 1000).then(() => {
      settled = true;
    });
    one();
    one();
    await Promise.resolve();
    expect(settled).toBe(false);
    two();
    await waiting;
    expect(clock.pending).toBe(0);
    goodbyes.begin();
    const late = goodbyes.settled(clock, 1000);
    clock.advance(1000);
    await late;
  });
});
