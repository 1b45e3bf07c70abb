import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LineCommand } from "../../../contract/line.ts";
import type { PhoneSettings, TrunkSettings } from "../../../contract/settings.ts";
import type { LegId, LineId, PhoneId } from "../../../kit/ids.ts";
import type { SipHeader, SipRequest } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, ours, passwordOf, phone, SipLab, trunk } from "./sip-lab.ts";
import { SipPeer, sdp, text, value } from "./sip-peer.ts";

const port = 21_030;
const at = { host: "127.0.0.1", port };
let base = 21_100;
let server: Signalling;
let lab: SipLab;
let peer: SipPeer;

beforeAll(async () => {
  server = await startSignalling({ udp: [at], trusted: ["127.0.0.1"] });
});
afterAll(() => server.stop("end of test"));
beforeEach(async () => {
  peer = await SipPeer.open(++base, at);
});
afterEach(async () => {
  await lab.stop();
  peer.close();
});

async function start(trunks: TrunkSettings[], more: Partial<PhoneSettings> = {}): Promise<void> {
  lab = new SipLab(server, config(trunks, [phone("8001", more), phone("8002")]));
  await lab.edge.start();
}
const header = (name: string, text: string): SipHeader => ({ name, value: text });
const invite = (headers: SipHeader[], from = "sip:13800138000@carrier"): SipRequest =>
  peer.ask("INVITE", {
    uri: `sip:96100@127.0.0.1:${port}`,
    from,
    headers: [header("Contact", peer.contact("c")), ...headers],
    body: sdp(),
  });

describe("who calls over a trunk", () => {
  const carrier = (more: Partial<TrunkSettings> = {}) => start([trunk("in", { acceptFrom: ["127.0.0.1"], ...more })]);
  const from = async (headers: SipHeader[], given?: string) => {
    invite(headers, given);
    return (await lab.next("line.ringing")).from;
  };
  test("RFC 3325 9.1: two addresses, the number in either, on one line or two", async () => {
    await carrier();
    const asserted = header("P-Asserted-Identity", '"Ann, B." <sip:ann@carrier>, <tel:+8613800138000>');
    expect(await from([asserted])).toEqual({ number: "+8613800138000", name: "Ann, B.", withheld: false });
    const lines = [header("P-Asserted-Identity", "<sip:+861@carrier>"), header("P-Asserted-Identity", "<tel:+862>")];
    expect(await from(lines)).toEqual({ number: "+861", withheld: false });
    expect(await from([header("P-Asserted-Identity", "this is <no address")])).toEqual({
      number: "13800138000",
      withheld: false,
    });
  });
  test("a carrier whose word doesn't count: From does", async () => {
    await carrier({ callerFrom: "from" });
    expect(await from([header("P-Asserted-Identity", "<sip:110@carrier>")])).toEqual({ number: "13800138000", withheld: false });
  });
  test("RFC 3323: nobody's host, and the carrier's number behind it; `none` hides nothing; `session` is not about who calls", async () => {
    await carrier();
    const asserted = header("P-Asserted-Identity", "<sip:110@carrier>");
    const nobody = "sip:anonymous@anonymous.invalid";
    expect(await from([asserted], nobody)).toMatchObject({ withheld: true });
    expect(await from([], "sip:4711@anonymous.invalid")).toMatchObject({ withheld: true });
    expect(await from([asserted, header("Privacy", "none")], nobody)).toEqual({ number: "110", withheld: false });
    expect(await from([asserted, header("Privacy", "session;critical")])).toEqual({ number: "110", withheld: false });
    expect(await from([asserted, header("Privacy", "user;id;critical")])).toEqual({ number: "110", withheld: true });
  });
  test("for whom the call was: several lines of Diversion (RFC 5806), History-Info before it (RFC 7044)", async () => {
    await carrier();
    invite([header("Diversion", "<sip:6002@c>;reason=no-answer"), header("Diversion", "<sip:6001@c>;reason=user-busy")]);
    const first = await lab.next("line.ringing");
    expect(first.diverted).toEqual({ first: "6001", by: "6002", why: "no-answer", times: 2 });
    invite([header("History-Info", "<sip:7001@c>;index=1, <sip:96100@us;cause=302>;index=1.1;mp=1")]);
    expect((await lab.next("line.ringing")).diverted).toEqual({ first: "7001", by: "7001", why: "unconditional", times: 1 });
  });
});

async function register(userAgent?: string): Promise<void> {
  const headers = [
    header("Contact", peer.contact("8001")),
    header("Expires", "300"),
    ...(userAgent ? [header("User-Agent", userAgent)] : []),
  ];
  const first = peer.ask("REGISTER", { uri: `sip:127.0.0.1:${port}`, from: "sip:8001@lab", to: "sip:8001@lab", headers });
  expect((await peer.final(peer.again(first, await peer.final(first), "8001", passwordOf("8001")))).status).toBe(200);
}

describe("a phone that withholds its number (RFC 3323 4.1.1.3)", () => {
  const nobody = "sip:anonymous@anonymous.invalid";
  const proven = async (headers: SipHeader[]) => {
    const sent = invite([header("Privacy", "id"), ...headers], nobody);
    const challenge = await peer.final(sent);
    expect(challenge.status).toBe(401);
    peer.ackRefusal(sent, challenge);
    peer.again(sent, challenge, "8001", passwordOf("8001"));
    return lab.next("line.ringing");
  };
  const known = { party: { kind: "phone", phone: "8001" }, from: { number: "8001", withheld: true } };
  test("names itself for us alone (RFC 3325 9.2)", async () => {
    await start([]);
    expect(await proven([header("P-Preferred-Identity", "<sip:8001@lab>")])).toMatchObject(known);
  });
  test("is known by its credentials, and by its place: it is no stranger who is counted", async () => {
    await start([]);
    await register();
    for (let i = 0; i < 6; i++) expect(await proven([])).toMatchObject(known);
    expect(lab.bans).toEqual([]);
  });
  test("cannot be another by naming it", async () => {
    await start([]);
    const sent = invite([header("P-Preferred-Identity", "<sip:8002@lab>")], nobody);
    const challenge = await peer.final(sent);
    peer.ackRefusal(sent, challenge);
    expect((await peer.final(peer.again(sent, challenge, "8001", passwordOf("8001")))).status).toBe(403);
    expect(lab.all.filter((e) => e.on === "line.ringing")).toEqual([]);
  });
});

let legs = 0;
const dial = (more: Partial<Extract<LineCommand, { do: "line.dial" }>>): void =>
  lab.edge.perform({
    do: "line.dial",
    leg: `i${++legs}/2` as LegId,
    to: { kind: "line", line: "out" as LineId, number: "139" },
    from: { number: "13800138000", name: "Ann" },
    local: ours,
    giveUpMs: 60_000,
    ...more,
  });

describe("what a carrier is told", () => {
  const out = (more: Partial<TrunkSettings> = {}) => start([trunk("out", { host: "127.0.0.1", port: base, ...more })]);
  const told = async (more: Parameters<typeof dial>[0] = {}) => {
    dial(more);
    const got = await peer.request("INVITE");
    return Object.fromEntries(
      ["From", "P-Asserted-Identity", "P-Preferred-Identity", "Privacy", "Diversion", "History-Info", "Alert-Info"].flatMap(
        (name) => {
          const said = value(got, name).replace(/;tag=.*/, "");
          return said ? [[name, said]] : [];
        },
      ),
    );
  };
  const own = (user: string): string => `<sip:${user}@127.0.0.1:${base}>`;
  test("our number, stated (RFC 3325 9.1), wished (9.2), or in From alone", async () => {
    await out({ callerId: "96100" });
    expect(await told()).toEqual({ From: `"Ann" ${own("96100")}`, "P-Asserted-Identity": own("96100") });
    await lab.edge.configure(
      config([trunk("out", { host: "127.0.0.1", port: base, callerId: "96100", identity: "preferred" })], []),
    );
    expect(await told()).toEqual({ From: `"Ann" ${own("96100")}`, "P-Preferred-Identity": own("96100") });
    await lab.edge.configure(config([trunk("out", { host: "127.0.0.1", port: base, callerId: "96100", identity: "none" })], []));
    expect(await told()).toEqual({ From: `"Ann" ${own("96100")}` });
  });
  test("a number nobody may see: nobody in From, the number for the carrier alone (RFC 3323 4.1.1.3, RFC 3325 9.3)", async () => {
    await out({ callerId: "96100", withhold: true });
    const hidden = { From: '"Anonymous" <sip:anonymous@anonymous.invalid>', "P-Asserted-Identity": own("96100"), Privacy: "id" };
    expect(await told()).toEqual(hidden);
    // A call for help is never made as nobody.
    expect(await told({ urgent: true })).toMatchObject({ From: `"Ann" ${own("96100")}` });
  });
  test("a caller who withheld his number has none; an account stays in From", async () => {
    await out();
    const withheld = { from: { number: "anonymous", withheld: true } } as const;
    expect(await told(withheld)).toEqual({ From: '"Anonymous" <sip:anonymous@anonymous.invalid>', Privacy: "id" });
    const account = trunk("out", { host: "127.0.0.1", port: base, kind: "register", user: "acc7", callerId: "96100" });
    await lab.edge.configure(config([account], []));
    expect(await told(withheld)).toEqual({ From: own("acc7"), "P-Asserted-Identity": own("96100"), Privacy: "id" });
  });
  test("that a call is sent on (RFC 5806, RFC 7044)", async () => {
    await out({ diversion: "both" });
    const said = await told({ diverted: { first: "96100", by: "96100", why: "busy", times: 1 } });
    expect(said.Diversion).toBe(`${own("96100")};reason=user-busy;counter=1`);
    expect(said["History-Info"]).toBe(`${own("96100")};index=1, <sip:139@127.0.0.1:${base};cause=486>;index=1.1;mp=1`);
  });
});

describe("what a phone is told", () => {
  const toPhone = { to: { kind: "phone", phone: "8001" as PhoneId, number: "8001" } } as const;
  test("how to ring in its maker's words, and who handed the call on (RFC 3892)", async () => {
    await start([]);
    await register("Yealink SIP-T46U 108.86.0.20");
    dial({ ...toPhone, ring: "recall", referredBy: "8002" });
    const got = await peer.request("INVITE");
    expect(value(got, "Alert-Info")).toBe("<http://127.0.0.1/>;info=Bellcore-dr4");
    expect(value(got, "Referred-By")).toBe("<sip:8002@lab>");
  });
  test("how to ring as its setting says; a caller who is nobody", async () => {
    await start([], { alertInfo: "snom" });
    await register("Yealink SIP-T46U 108.86.0.20");
    dial({ ...toPhone, ring: "internal", from: { number: "anonymous", withheld: true } });
    const got = await peer.request("INVITE");
    expect(value(got, "Alert-Info")).toBe("<http://127.0.0.1/>;info=alert-internal");
    expect(value(got, "From")).toMatch(/^"Anonymous" <sip:anonymous@anonymous\.invalid>;tag=/);
  });
});

describe("REFER", () => {
  const target = header("Refer-To", "<sip:8002@lab>");
  async function talking() {
    await start([]);
    await register();
    dial({ to: { kind: "phone", phone: "8001" as PhoneId, number: "8001" } });
    const got = await peer.request("INVITE");
    const dialog = peer.accept(got, "8001");
    const { leg } = await lab.next("line.answered");
    await peer.request("ACK");
    return { leg, dialog };
  }
  test("Refer-Sub: false is agreed to, and no NOTIFY is sent (RFC 4488 section 4)", async () => {
    const { leg, dialog } = await talking();
    const answer = await peer.final(peer.inDialog(dialog, "REFER", { headers: [target, header("Refer-Sub", "false")] }));
    expect([answer.status, value(answer, "Refer-Sub")]).toEqual([202, "false"]);
    expect(await lab.next("line.referred")).toMatchObject({ leg, to: "8002" });
    // One at a time, told or not.
    expect((await peer.final(peer.inDialog(dialog, "REFER", { headers: [target] }))).status).toBe(491);
    lab.edge.perform({ do: "line.referOutcome", leg, status: 200 });
    const heard = await peer.final(peer.inDialog(dialog, "REFER", { headers: [target] }));
    expect([heard.status, value(heard, "Refer-Sub")]).toEqual([202, ""]);
    // The first NOTIFY there is belongs to the second REFER.
    expect(text(await peer.request("NOTIFY"))).toBe("SIP/2.0 100 Trying\r\n");
  });

  const outside = (headers: SipHeader[]) =>
    peer.ask("REFER", {
      uri: `sip:127.0.0.1:${port}`,
      from: "sip:8001@lab",
      headers: [header("Contact", peer.contact("8001")), target, ...headers],
    });
  const asked = async (headers: SipHeader[], user = "8001") => {
    const first = outside(headers);
    const challenge = await peer.final(first);
    if (challenge.status !== 401) return { sent: first, answer: challenge };
    const sent = peer.again(first, challenge, user, passwordOf(user));
    return { sent, answer: await peer.final(sent) };
  };
  test("outside of the call, about it (RFC 4538 section 4): told in its own dialog, or not at all", async () => {
    const { leg, dialog } = await talking();
    const about = header("Target-Dialog", `${dialog.callId};local-tag=${dialog.localTag};remote-tag=${dialog.remoteTag}`);
    const quiet = await asked([about, header("Refer-Sub", "false")]);
    expect([quiet.answer.status, value(quiet.answer, "Refer-Sub")]).toEqual([202, "false"]);
    expect(await lab.next("line.referred")).toMatchObject({ leg, to: "8002" });
    lab.edge.perform({ do: "line.referOutcome", leg, status: 200 });
    const { sent, answer } = await asked([about]);
    expect(answer.status).toBe(202);
    const notify = await peer.request("NOTIFY");
    expect([value(notify, "Call-ID"), text(notify)]).toEqual([value(sent, "Call-ID"), "SIP/2.0 100 Trying\r\n"]);
    peer.reply(notify, 200);
    expect(await lab.next("line.referred")).toMatchObject({ leg });
    lab.edge.perform({ do: "line.referOutcome", leg, status: 486 });
    expect(text(await peer.request("NOTIFY"))).toBe("SIP/2.0 486 busy\r\n");
  });
  test("about no call: 405; about one it has no part in: 481; without its password: not at all", async () => {
    const { dialog } = await talking();
    expect((await asked([])).answer.status).toBe(405);
    const about = (localTag: string) =>
      header("Target-Dialog", `${dialog.callId};local-tag=${localTag};remote-tag=${dialog.remoteTag}`);
    expect((await asked([about("other")])).answer.status).toBe(481);
    expect((await asked([about(dialog.localTag)], "8002")).answer.status).toBe(403);
    expect(lab.all.filter((e) => e.on === "line.referred")).toEqual([]);
  });
});
