import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerTo, firstLine, header, sdp, sip, tagIn } from "../../../wire/sip/agent/agent-world.ts";
import type { Signalling } from "../start-signalling.ts";
import { startSignalling } from "../start-signalling.ts";
import { RawPeer } from "./raw-peer.ts";
import type { SrfApp, SrfDialog, SrfMessage, SrfRequest } from "./srf-app.ts";
import { got, leave, srfApp } from "./srf-app.ts";

/** Real drachtio-srf against the server, with peers that speak raw text. */
const SERVER = 21_100;
let signalling: Signalling;
let srf: SrfApp;
let peer: RawPeer;
let calls = 0;

beforeAll(async () => {
  signalling = await startSignalling({
    udp: [{ host: "127.0.0.1", port: SERVER }],
    tcp: [{ host: "127.0.0.1", port: SERVER }],
    times: { minSeS: 1 },
  });
  srf = await srfApp(signalling, ["invite", "register", "options", "message"]);
  peer = await RawPeer.udp(21_101, SERVER);
});
afterAll(async () => {
  await signalling.stop("end of test");
  leave(srf);
  peer.close();
});

type Call = { callId: string; branch: string };
const newCall = (): Call => ({ callId: `live-${++calls}`, branch: `z9hG4bKlive${calls}` });
function request(
  method: string,
  { callId, branch }: Call,
  { cseq = 1, to = "", extra = [] as string[], body = "", suffix = "", from = peer } = {},
): string {
  return sip(
    [
      `${method} sip:box@127.0.0.1:${SERVER} SIP/2.0`,
      `Via: SIP/2.0/${from.transport} ${from.place};branch=${branch}${suffix};rport`,
      `From: "Ann" <sip:ann@${from.place}>;tag=ann`,
      `To: <sip:box@127.0.0.1:${SERVER}>${to === "" ? "" : `;tag=${to}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:ann@${from.place}${from.transport === "TCP" ? ";transport=tcp" : ""}>`,
      "Max-Forwards: 70",
      ...extra,
    ],
    body,
  );
}

/** Ann calls, the application answers, she acknowledges. */
async function talking(from = peer, extra: string[] = []): Promise<{ call: Call; tag: string; dialog: SrfDialog }> {
  const call = newCall();
  const arrived = got(srf, "invite");
  from.send(request("INVITE", call, { body: sdp(), from, extra }));
  const { req, res } = await arrived;
  const answering = srf.createUAS(req, res, { localSdp: sdp(2) });
  const ok = await from.next("SIP/2.0 200");
  const tag = tagIn(header(ok, "To"));
  const dialog = await answering;
  const acked = once(dialog, "ack");
  from.send(request("ACK", call, { to: tag, suffix: "a", from }));
  await acked;
  return { call, tag, dialog };
}

const contact = (): string[] => [`Contact: <sip:uas@${peer.place}>`];

describe("calls that come in", () => {
  it("answer, ACK, BYE of the caller", async () => {
    const { call, tag, dialog } = await talking();
    expect(dialog.id).toBe(`${call.callId};from-tag=ann`);
    const destroyed = once(dialog, "destroy");
    peer.send(request("BYE", call, { cseq: 2, to: tag, suffix: "b" }));
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("2 BYE");
    await destroyed;
  });

  it("BYE of the application", async () => {
    const { call, dialog } = await talking();
    const ended = dialog.destroy();
    const bye = await peer.next("BYE");
    expect(header(bye, "Call-ID")).toBe(call.callId);
    peer.send(answerTo(bye, 200, "OK"));
    await ended;
  });

  it("reject", async () => {
    const call = newCall();
    const arrived = got(srf, "invite");
    peer.send(request("INVITE", call, { body: sdp() }));
    (await arrived).res.send(486, { headers: { "X-Why": "busy" } });
    const busy = await peer.next("SIP/2.0 486");
    expect(header(busy, "X-Why")).toBe("busy");
    peer.send(request("ACK", call, { to: tagIn(header(busy, "To")) }));
  });

  it.each(["at once", "while it rings"])("the caller gives up %s", async (when) => {
    const call = newCall();
    const arrived = got(srf, "invite");
    peer.send(request("INVITE", call, { body: sdp() }));
    const { req, res } = await arrived;
    if (when !== "at once") {
      res.send(180);
      await peer.next("SIP/2.0 180");
    }
    const cancelled = once(req, "cancel");
    peer.send(request("CANCEL", call));
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("1 CANCEL");
    const terminated = await peer.next("SIP/2.0 487");
    await cancelled;
    peer.send(request("ACK", call, { to: tagIn(header(terminated, "To")) }));
    // The application did not know yet: its answer is refused.
    if (when === "at once") await expect(srf.createUAS(req, res, { localSdp: sdp() })).rejects.toBeDefined();
  });

  it("a reliable provisional answer, its PRACK, then the 200", async () => {
    const call = newCall();
    const arrived = got(srf, "invite");
    peer.send(request("INVITE", call, { body: sdp(), extra: ["Supported: 100rel"] }));
    const { req, res } = await arrived;
    const pracked = new Promise<SrfRequest>((resolve) => {
      res.send(183, { headers: { Require: "100rel" }, body: sdp(2) }, () => undefined, resolve);
    });
    const progress = await peer.next("SIP/2.0 183");
    const tag = tagIn(header(progress, "To"));
    peer.send(request("PRACK", call, { cseq: 2, to: tag, suffix: "p", extra: [`RAck: ${header(progress, "RSeq")} 1 INVITE`] }));
    expect((await pracked).method).toBe("PRACK");
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("2 PRACK");
    const answering = srf.createUAS(req, res, { localSdp: sdp(2) });
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("1 INVITE");
    peer.send(request("ACK", call, { to: tag, suffix: "a" }));
    const ended = (await answering).destroy();
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
    await ended;
  });

  it("re-INVITE both ways, INFO both ways", async () => {
    const { call, tag, dialog } = await talking();
    dialog.on("modify", (_req: SrfRequest, res: { send(status: number, options: { body: string }): void }) =>
      res.send(200, { body: sdp(9) }),
    );
    peer.send(request("INVITE", call, { cseq: 2, to: tag, suffix: "r", body: sdp(5) }));
    expect(await peer.next("SIP/2.0 200")).toContain(sdp(9));
    peer.send(request("ACK", call, { cseq: 2, to: tag, suffix: "ra" }));
    const modified = dialog.modify(sdp(7));
    const invite = await peer.next("INVITE");
    expect(invite).toContain(sdp(7));
    peer.send(answerTo(invite, 200, "OK", contact(), { body: sdp(8) }));
    expect(header(await peer.next("ACK"), "CSeq")).toBe(header(invite, "CSeq")!.replace("INVITE", "ACK"));
    expect(await modified).toBe(sdp(8));
    const informed = once(dialog, "info");
    dialog.once("info", (_req: SrfRequest, res: { send(status: number): void }) => res.send(200));
    peer.send(request("INFO", call, { cseq: 3, to: tag, suffix: "i" }));
    await informed;
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("3 INFO");
    const informing = dialog.request({
      method: "INFO",
      headers: { "Content-Type": "application/dtmf-relay" },
      body: "Signal=5\r\n",
    });
    peer.send(answerTo(await peer.next("INFO"), 200, "OK"));
    expect((await informing).status).toBe(200);
    const ended = dialog.destroy();
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
    await ended;
  });

  it("a caller that does not refresh its session is hung up", async () => {
    const { dialog } = await talking(peer, ["Session-Expires: 1;refresher=uac", "Supported: timer"]);
    const [, reason] = (await once(dialog, "destroy")) as [unknown, string];
    expect(reason).toBe("Session timer expired");
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
  });
});

describe("calls that go out", () => {
  const uri = (): string => `sip:uas@${peer.place}`;

  it("ringing, answer, ACK, BYE", async () => {
    const provisional: number[] = [];
    const dialing = srf.createUAC(uri(), { localSdp: sdp(2) }, { cbProvisional: (res) => provisional.push(res.status) });
    const invite = await peer.next("INVITE");
    peer.send(answerTo(invite, 180, "Ringing", contact()));
    peer.send(answerTo(invite, 200, "OK", contact(), { body: sdp() }));
    const ack = await peer.next("ACK");
    expect(tagIn(header(ack, "To"))).toBe("p1");
    const dialog = await dialing;
    expect(provisional).toEqual([180]);
    expect(dialog.remote.sdp).toBe(sdp());
    const ended = dialog.destroy();
    const bye = await peer.next("BYE");
    peer.send(answerTo(bye, 200, "OK"));
    await ended;
  });

  it("a challenge is answered by drachtio-srf; both tries are one dialog", async () => {
    const ids: string[] = [];
    const dialing = srf.createUAC(
      uri(),
      { localSdp: sdp(2), auth: { username: "u", password: "p" } },
      { cbProvisional: (res) => ids.push((res as unknown as { stackDialogId: string }).stackDialogId) },
    );
    const first = await peer.next("INVITE");
    peer.send(
      answerTo(first, 407, "Proxy Authentication Required", ['Proxy-Authenticate: Digest realm="r", nonce="n1", qop="auth"']),
    );
    await peer.next("ACK");
    const second = await peer.next("INVITE");
    expect(header(second, "Proxy-Authorization")).toContain('username="u"');
    expect(header(second, "Call-ID")).toBe(header(first, "Call-ID"));
    expect(Number.parseInt(header(second, "CSeq")!, 10)).toBe(Number.parseInt(header(first, "CSeq")!, 10) + 1);
    peer.send(answerTo(second, 180, "Ringing", contact(), { tag: "p2" }));
    peer.send(answerTo(second, 200, "OK", contact(), { tag: "p2", body: sdp() }));
    await peer.next("ACK");
    const dialog = await dialing;
    expect(ids).toEqual([dialog.id]);
    const ended = dialog.destroy();
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
    await ended;
  });

  it("cancelled while it rings", async () => {
    const sent = new Promise<SrfRequest>((resolve) => {
      srf
        .createUAC(uri(), { localSdp: sdp(2) }, { cbRequest: (_error, req) => resolve(req) })
        .catch((error: { status: number }) => failed(error));
    });
    let failed: (error: { status: number }) => void = () => undefined;
    const failure = new Promise<{ status: number }>((resolve) => {
      failed = resolve;
    });
    const invite = await peer.next("INVITE");
    peer.send(answerTo(invite, 180, "Ringing", contact()));
    (await sent).cancel(() => undefined);
    peer.send(answerTo(await peer.next("CANCEL"), 200, "OK"));
    peer.send(answerTo(invite, 487, "Request Terminated"));
    await peer.next("ACK");
    expect((await failure).status).toBe(487);
  });

  it("cancelled too late: the 200 is acknowledged, then hung up", async () => {
    let cancel: SrfRequest | undefined;
    const dialing = srf.createUAC(uri(), { localSdp: sdp(2) }, { cbRequest: (_error, req) => (cancel = req) });
    // The end may follow the beginning at once.
    const destroyed = dialing.then((dialog) => once(dialog, "destroy")) as Promise<[unknown, string]>;
    const invite = await peer.next("INVITE");
    peer.send(answerTo(invite, 180, "Ringing", contact()));
    await expect.poll(() => cancel).toBeDefined();
    cancel!.cancel(() => undefined);
    const crossing = await peer.next("CANCEL");
    peer.send(answerTo(invite, 200, "OK", contact(), { body: sdp() }));
    peer.send(answerTo(crossing, 200, "OK"));
    await peer.next("ACK");
    expect((await destroyed)[1]).toContain("cancel race");
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
  });

  it("a reliable provisional answer gets its PRACK", async () => {
    const dialing = srf.createUAC(uri(), { localSdp: sdp(2), headers: { Supported: "100rel" } });
    const invite = await peer.next("INVITE");
    peer.send(answerTo(invite, 183, "Session Progress", [...contact(), "Require: 100rel", "RSeq: 77"], { body: sdp() }));
    const prack = await peer.next("PRACK");
    expect(header(prack, "RAck")).toBe(`77 ${header(invite, "CSeq")}`);
    peer.send(answerTo(prack, 200, "OK"));
    peer.send(answerTo(invite, 200, "OK", contact(), { body: sdp() }));
    const ack = await peer.next("ACK");
    expect(Number.parseInt(header(ack, "CSeq")!, 10)).toBe(Number.parseInt(header(invite, "CSeq")!, 10));
    const ended = (await dialing).destroy();
    peer.send(answerTo(await peer.next("BYE"), 200, "OK"));
    await ended;
  });

  it("two forks answer: the second is hung up by the server", async () => {
    const dialing = srf.createUAC(uri(), { localSdp: sdp(2) });
    const invite = await peer.next("INVITE");
    peer.send(answerTo(invite, 200, "OK", contact(), { tag: "f1", body: sdp() }));
    const dialog = await dialing;
    expect(tagIn(header(await peer.next("ACK"), "To"))).toBe("f1");
    peer.send(answerTo(invite, 200, "OK", contact(), { tag: "f2", body: sdp() }));
    expect(tagIn(header(await peer.next("ACK"), "To"))).toBe("f2");
    const unwanted = await peer.next("BYE");
    expect(tagIn(header(unwanted, "To"))).toBe("f2");
    peer.send(answerTo(unwanted, 200, "OK"));
    const ended = dialog.destroy();
    const bye = await peer.next("BYE");
    expect(tagIn(header(bye, "To"))).toBe("f1");
    peer.send(answerTo(bye, 200, "OK"));
    await ended;
  });

  it("back to back: both legs, each ended by the other", async () => {
    const call = newCall();
    const arrived = got(srf, "invite");
    peer.send(request("INVITE", call, { body: sdp() }));
    const { req, res } = await arrived;
    const bridging = srf.createB2BUA(req, res, uri(), {});
    const invite = await peer.next("INVITE");
    expect(header(invite, "From")).toContain("sip:ann@127.0.0.1:21100");
    peer.send(answerTo(invite, 180, "Ringing", contact()));
    await peer.next("SIP/2.0 180");
    peer.send(answerTo(invite, 200, "OK", contact(), { body: sdp(4) }));
    await peer.next("ACK");
    const ok = await peer.next("SIP/2.0 200");
    expect(ok).toContain(sdp(4));
    const tag = tagIn(header(ok, "To"));
    peer.send(request("ACK", call, { to: tag, suffix: "a" }));
    const { uas, uac } = await bridging;
    uas.on("destroy", () => void uac.destroy());
    peer.send(request("BYE", call, { cseq: 2, to: tag, suffix: "b" }));
    expect(header(await peer.next("SIP/2.0 200"), "CSeq")).toBe("2 BYE");
    const bye = await peer.next("BYE");
    expect(tagIn(header(bye, "To"))).toBe("p1");
    peer.send(answerTo(bye, 200, "OK"));
  });

  it("an OPTIONS to a name, found by the system", async () => {
    const asked = await srf.request(`sip:uas@localhost:${peer.port};transport=udp`, { method: "OPTIONS" });
    const answered = once(asked, "response") as Promise<[{ status: number }]>;
    peer.send(answerTo(await peer.next("OPTIONS"), 200, "OK"));
    expect((await answered)[0].status).toBe(200);
  });
});

describe("over TCP", () => {
  it("a whole call over one connection, keep-alives answered", async () => {
    const caller = await RawPeer.tcp(SERVER);
    caller.send("\r\n\r\n");
    expect(await caller.next("pong")).toBe("pong");
    const { dialog } = await talking(caller);
    const ended = dialog.destroy();
    const bye = await caller.next("BYE");
    expect(header(bye, "Via")).toContain("SIP/2.0/TCP");
    caller.send(answerTo(bye, 200, "OK"));
    await ended;
    caller.close();
  });

  it("a phone registers and is called back over its connection", async () => {
    const phone = await RawPeer.tcp(SERVER);
    const call = newCall();
    const arrived = got(srf, "register");
    // An address nobody could connect to.
    const home = "Contact: <sip:ann@192.0.2.7:5060;transport=tcp>;expires=60";
    phone.send(request("REGISTER", call, { from: phone }).replace(/Contact: .*/, home));
    const { req, res } = await arrived;
    expect([req.protocol, req.source_address, req.receivedOn]).toEqual(["tcp", "127.0.0.1", `127.0.0.1:${SERVER}`]);
    res.send(200, { headers: { Contact: "<sip:ann@192.0.2.7:5060;transport=tcp>;expires=60" } });
    await phone.next("SIP/2.0 200");
    const dialing = srf.createUAC("sip:ann@192.0.2.7:5060;transport=tcp", { localSdp: sdp(2) });
    const invite = await phone.next("INVITE");
    phone.send(answerTo(invite, 200, "OK", ["Contact: <sip:ann@192.0.2.7:5060;transport=tcp>"], { body: sdp() }));
    expect(firstLine(await phone.next("ACK"))).toBe("ACK sip:ann@192.0.2.7:5060;transport=tcp SIP/2.0");
    const ended = (await dialing).destroy();
    phone.send(answerTo(await phone.next("BYE"), 200, "OK"));
    await ended;
    phone.close();
  });

  it("calls out over a connection of its own, refused ones are 503 at once", async () => {
    const trunk = await RawPeer.accepting(21_102);
    const dialing = srf.createUAC("sip:uas@127.0.0.1:21102;transport=tcp", { localSdp: sdp(2) });
    const line = await trunk.connected;
    const invite = await line.next("INVITE");
    expect(header(invite, "Contact")).toBe(`<sip:127.0.0.1:${SERVER};transport=tcp>`);
    line.send(answerTo(invite, 200, "OK", ["Contact: <sip:uas@127.0.0.1:21102;transport=tcp>"], { body: sdp() }));
    await line.next("ACK");
    const ended = (await dialing).destroy();
    line.send(answerTo(await line.next("BYE"), 200, "OK"));
    await ended;
    line.close();
    trunk.close();
    await expect(srf.createUAC("sip:uas@127.0.0.1:21103;transport=tcp", { localSdp: sdp(2) })).rejects.toMatchObject({
      status: 503,
    });
  });
});

describe("the operator's view", () => {
  it("shows what a call looked like, and figures", async () => {
    const { call, tag } = await talking();
    peer.send(request("BYE", call, { cseq: 2, to: tag, suffix: "b" }));
    await peer.next("SIP/2.0 200");
    const ladder = await signalling.ladder(call.callId);
    expect(ladder.map(({ direction, firstLine: line }) => `${direction} ${line.split(" ").slice(0, 2).join(" ")}`)).toEqual([
      `in INVITE sip:box@127.0.0.1:${SERVER}`,
      "out SIP/2.0 100",
      "out SIP/2.0 200",
      `in ACK sip:box@127.0.0.1:${SERVER}`,
      `in BYE sip:box@127.0.0.1:${SERVER}`,
      "out SIP/2.0 200",
    ]);
    expect(ladder[0]).toMatchObject({ transport: "udp", peer: peer.place, local: `udp/127.0.0.1:${SERVER}` });
    expect(await signalling.ladderSnapshot()).toContainEqual(expect.objectContaining({ callId: call.callId, messages: 6 }));
    const gauges = await signalling.gauges();
    expect(gauges).toMatchObject({ dialogs: 0, sockets: 2, applications: 1, faults: 0 });
    expect(gauges.heapBytes).toBeGreaterThan(0);
  });

  it("a message with an accent survives both ways", async () => {
    const arrived = got(srf, "message");
    const call = newCall();
    peer.send(request("MESSAGE", call, { extra: ["Content-Type: text/plain"], body: "héllo" }));
    const { req, res } = await arrived;
    expect((req as SrfMessage).body).toBe("héllo");
    res.send(200, { headers: { "Content-Type": "text/plain" }, body: "naïve ☎" });
    const ok = await peer.next("SIP/2.0 200");
    expect(ok.endsWith("naïve ☎")).toBe(true);
    expect(header(ok, "Content-Length")).toBe("10");
  });
});
