import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PhoneId } from "../../../kit/ids.ts";
import { headerValues } from "../../../wire/sip/message/headers.ts";
import type { SipHeader, SipRequest, SipResponse } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, passwordOf, phone, SipLab } from "./sip-lab.ts";
import { SipPeer, value } from "./sip-peer.ts";

const port = 26_000;
const at = { host: "127.0.0.1", port };
let server: Signalling;
let lab: SipLab;
let peer: SipPeer;

beforeAll(async () => {
  server = await startSignalling({ udp: [at], trusted: ["127.0.0.1"] });
});
afterAll(() => server.stop("end of test"));
beforeEach(async () => {
  lab = new SipLab(server, config([], [phone("8001"), phone("8002"), phone("8009", { enabled: false })]));
  await lab.edge.start();
  peer = await SipPeer.open(26_001, at);
});
afterEach(async () => {
  await lab.stop();
  peer.close();
});

const contact = (uri: string, expires?: number): SipHeader => ({
  name: "Contact",
  value: `<${uri}>${expires === undefined ? "" : `;expires=${expires}`}`,
});
const mine = (user = "8001", params = ""): string => `sip:${user}@127.0.0.1:26001${params}`;

/** REGISTER with digest; resolves with the final answer. */
async function register(
  headers: SipHeader[],
  {
    user = "8001",
    password = passwordOf(user),
    callId = "reg",
    cseq = 1,
    account = user,
  }: { user?: string; password?: string; callId?: string; cseq?: number; account?: string } = {},
): Promise<SipResponse> {
  const first = peer.ask("REGISTER", {
    uri: `sip:127.0.0.1:${port}`,
    from: `sip:${user}@lab`,
    to: `sip:${user}@lab`,
    callId,
    cseq,
    headers,
  });
  return peer.final(peer.again(first, await peer.final(first), account, password));
}

describe("a phone registers", () => {
  test("is challenged with every digest there is, each on its own line, and known from then on", async () => {
    const first = peer.ask("REGISTER", { uri: `sip:127.0.0.1:${port}`, from: "sip:8001@lab", headers: [contact(mine(), 300)] });
    const challenge = await peer.response("401 REGISTER");
    const challenges = challenge.headers.filter((h) => h.name === "WWW-Authenticate").map((h) => h.value);
    expect(challenges).toEqual([expect.stringContaining("SHA-256"), expect.stringContaining("MD5")]);
    peer.again(first, challenge, "8001", passwordOf("8001"));
    // The account stands in To: here it is the registrar itself, so nobody is proven.
    await peer.response("403 REGISTER");
    const ok = await register([contact(mine(), 300)], { callId: "two" });
    expect(ok.status).toBe(200);
    expect(headerValues(ok, "Contact")).toEqual([`<${mine()}>;expires=300`]);
    expect(value(ok, "Date")).toMatch(/GMT$/);
    expect(await lab.next("phone.state")).toMatchObject({
      phone: "8001",
      contacts: [{ address: "127.0.0.1:26001", transport: "udp" }],
    });
    expect(lab.edge.gauges().phones).toBe(1);
  });

  test("at several places, the longest standing first, the shortest gives way", async () => {
    await register([contact(mine("8001", ";line=1"), 100)], { callId: "a" });
    await register([contact("sip:8001@127.0.0.1:26002", 300)], { callId: "b" });
    const ok = await register([contact("sip:8001@127.0.0.1:26003"), { name: "Expires", value: "200" }], { callId: "c" });
    expect(headerValues(ok, "Contact")).toEqual([
      "<sip:8001@127.0.0.1:26002>;expires=300",
      "<sip:8001@127.0.0.1:26003>;expires=200",
    ]);
    const asked = await register([], { callId: "d" });
    expect(headerValues(asked, "Contact")).toHaveLength(2);
  });

  test("asks too briefly (423), too long (cut), not at all (ours)", async () => {
    const brief = await register([contact(mine(), 10)]);
    expect([brief.status, value(brief, "Min-Expires")]).toEqual([423, "60"]);
    expect(headerValues(await register([contact(mine(), 86_400)], { callId: "b" }), "Contact")).toEqual([
      `<${mine()}>;expires=600`,
    ]);
    expect(headerValues(await register([contact(mine())], { callId: "c" }), "Contact")).toEqual([`<${mine()}>;expires=600`]);
  });

  test("goes: by expires 0, by star, by time", async () => {
    await register([contact(mine(), 300)]);
    await lab.next("phone.state");
    expect(headerValues(await register([contact(mine(), 0)], { cseq: 10 }), "Contact")).toEqual([]);
    expect(await lab.next("phone.state")).toMatchObject({ contacts: [] });
    await register([contact(mine(), 300)], { cseq: 20 });
    await lab.next("phone.state");
    expect((await register([{ name: "Contact", value: "*" }], { cseq: 30 })).status).toBe(400);
    expect(
      (
        await register(
          [
            { name: "Contact", value: "*" },
            { name: "Expires", value: "0" },
          ],
          { cseq: 40 },
        )
      ).status,
    ).toBe(200);
    expect(await lab.next("phone.state")).toMatchObject({ contacts: [] });
    await register([contact(mine(), 60)], { cseq: 50 });
    await lab.next("phone.state");
    lab.clock.advance(61_000);
    expect(await lab.next("phone.state")).toMatchObject({ phone: "8001", contacts: [] });
  });

  test("out of order", async () => {
    await register([contact(mine(), 300)], { cseq: 10 });
    expect((await register([contact(mine(), 0)], { cseq: 4 })).status).toBe(500);
    expect(lab.edge.contactsNow()).toHaveLength(1);
  });

  test("with a contact that is none", async () => {
    expect((await register([{ name: "Contact", value: "<mailto:x@y>" }])).status).toBe(400);
    expect((await register([contact(`sip:${"x".repeat(400)}@h`)], { callId: "b" })).status).toBe(400);
    expect(lab.edge.contactsNow()).toEqual([]);
  });

  test("in another's name: refused, whatever the password", async () => {
    expect((await register([contact(mine(), 300)], { user: "8002", account: "8001", password: passwordOf("8001") })).status).toBe(
      403,
    );
    expect(lab.edge.contactsNow()).toEqual([]);
  });
});

describe("strangers", () => {
  test("who try passwords are shut out after so many, known name or not", async () => {
    for (let i = 0; i < 3; i++)
      expect((await register([contact(mine(), 300)], { password: "wrong", callId: `x${i}` })).status).toBe(401);
    expect(lab.bans).toEqual([]);
    expect((await register([contact(mine(), 300)], { password: "wrong", callId: "last" })).status).toBe(401);
    expect(lab.bans).toEqual(["127.0.0.1 600000"]);
    expect(lab.faults).toContain("scanner 127.0.0.1");
  });

  test("who try names are counted from the first request on, and learn nothing", async () => {
    for (const [i, user] of ["100", "101", "8009", "admin"].entries()) {
      peer.ask("REGISTER", {
        uri: `sip:127.0.0.1:${port}`,
        from: `sip:${user}@lab`,
        to: `sip:${user}@lab`,
        callId: `s${i}`,
        headers: [contact(mine(user))],
      });
      expect(value(await peer.response("401 REGISTER"), "WWW-Authenticate")).toContain("Digest");
    }
    expect(lab.bans).toHaveLength(1);
  });

  test("who register rightly are forgiven what was wrong before", async () => {
    for (let i = 0; i < 3; i++) await register([], { password: "wrong", callId: `x${i}` });
    await register([contact(mine(), 300)], { callId: "good" });
    await register([], { password: "wrong", callId: "y" });
    expect(lab.bans).toEqual([]);
  });

  test.each(["MESSAGE", "PUBLISH", "REFER", "NOTIFY"])("who send %s out of the blue are told what is allowed", async (method) => {
    const asked = peer.ask(method, {
      uri: `sip:8001@127.0.0.1:${port}`,
      from: "sip:x@lab",
      headers: [contact(mine("x")), { name: "Event", value: "refer" }, { name: "Refer-To", value: "<sip:1@x>" }],
    });
    expect([405, 481, 501]).toContain((await peer.final(asked)).status);
  });

  test("OPTIONS: we are here", async () => {
    peer.ask("OPTIONS", { uri: `sip:127.0.0.1:${port}`, from: "sip:x@lab" });
    const ok = await peer.response("200 OPTIONS");
    expect(value(ok, "Allow")).toContain("INVITE");
    expect(value(ok, "Accept")).toBe("application/sdp");
  });
});

describe("a former run", () => {
  test("phones that are still good are reachable, others are told to be gone", async () => {
    await register([contact(mine(), 300)]);
    const kept = lab.edge.contactsNow();
    expect(kept).toMatchObject([{ phone: "8001", contacts: [{ uri: mine() }] }]);
    const next = new SipLab(server, config([], [phone("8001"), phone("8002")]));
    await next.edge.start();
    const gone = { phone: "8009" as PhoneId, contacts: kept[0]!.contacts };
    next.edge.restoreContacts([...kept, gone], ["8001", "8002"] as PhoneId[]);
    expect(await next.next("phone.state")).toMatchObject({ phone: "8001", contacts: [{ address: "127.0.0.1:26001" }] });
    expect(await next.next("phone.state")).toMatchObject({ phone: "8002", contacts: [] });
    expect(next.edge.gauges().phones).toBe(1);
    await next.edge.stop();
  });

  test("a phone that was taken out of the settings is forgotten", async () => {
    await register([contact(mine(), 300)]);
    await lab.next("phone.state");
    await lab.edge.configure(config([], [phone("8002")]));
    expect(await lab.next("phone.state")).toMatchObject({ phone: "8001", contacts: [] });
  });
});

test("a request that sets off a fault of ours is answered all the same", async () => {
  lab.hear = () => {
    throw new Error("not well");
  };
  const invite: SipRequest = peer.ask("INVITE", {
    uri: `sip:8002@127.0.0.1:${port}`,
    from: "sip:8001@lab",
    headers: [contact(mine())],
  });
  const challenge = await peer.response("401 INVITE");
  peer.ackRefusal(invite, challenge);
  peer.again(invite, challenge, "8001", passwordOf("8001"));
  await peer.response("500 INVITE");
  lab.hear = () => {};
  expect(lab.faults).toEqual([expect.stringContaining("not well")]);
});
