import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { header, sdp, sip, tagIn } from "../../../wire/sip/agent/agent-world.ts";
import type { SignallingOptions } from "../signalling-options.ts";
import type { Signalling } from "../start-signalling.ts";
import { startSignalling } from "../start-signalling.ts";
import { RawPeer } from "./raw-peer.ts";
import type { SrfApp, SrfDialog } from "./srf-app.ts";
import { got, leave, srfApp } from "./srf-app.ts";
import { testCertificate } from "./test-certificate.ts";

const host = "127.0.0.1";
let nextPort = 21_200;
const freshPort = (): number => nextPort++;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  // Servers first: what they say at the end still finds its applications and peers.
  for (const close of closing.splice(0)) await close();
});

async function server(options: SignallingOptions): Promise<Signalling> {
  const signalling = await startSignalling(options);
  closing.push(() => signalling.stop("end of test"));
  return signalling;
}
async function application(signalling: Signalling, ...verbs: string[]): Promise<SrfApp> {
  const srf = await srfApp(signalling, verbs);
  closing.push(() => leave(srf));
  return srf;
}
async function udpPeer(port: number, at = host): Promise<RawPeer> {
  const peer = await RawPeer.udp(freshPort(), port, at);
  peer.polite = true;
  closing.push(() => peer.close());
  return peer;
}

function request(
  method: string,
  peer: RawPeer,
  { cseq = 1, to = "", branch = method, body = "", extra = [] as string[], callId = "call" } = {},
): string {
  return sip(
    [
      `${method} sip:box@server SIP/2.0`,
      `Via: SIP/2.0/${peer.transport} ${peer.place};branch=z9hG4bK${branch}${cseq};rport`,
      `From: <sip:ann@${peer.place}>;tag=ann`,
      `To: <sip:box@server>${to === "" ? "" : `;tag=${to}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:ann@${peer.place}${peer.transport === "UDP" ? "" : `;transport=${peer.transport.toLowerCase()}`}>`,
      "Max-Forwards: 70",
      ...extra,
    ],
    body,
  );
}

async function talking(srf: SrfApp, peer: RawPeer): Promise<{ tag: string; dialog: SrfDialog; ok: string }> {
  const arrived = got(srf, "invite");
  peer.send(request("INVITE", peer, { body: sdp() }));
  const { req, res } = await arrived;
  const answering = srf.createUAS(req, res, { localSdp: sdp(2) });
  const ok = await peer.next("SIP/2.0 200");
  const tag = tagIn(header(ok, "To"));
  const dialog = await answering;
  const acked = once(dialog, "ack");
  peer.send(request("ACK", peer, { to: tag }));
  await acked;
  return { tag, dialog, ok };
}

describe("listen points", () => {
  it("TLS: a call over one connection", async () => {
    const port = freshPort();
    const signalling = await server({ tls: [{ host, port, ...testCertificate }] });
    const srf = await application(signalling, "invite");
    const peer = await RawPeer.tls(port);
    peer.polite = true;
    closing.push(() => peer.close());
    const { dialog, ok } = await talking(srf, peer);
    expect(header(ok, "Contact")).toBe(`<sip:${host}:${port};transport=tls>`);
    const ended = dialog.destroy();
    await peer.next("BYE");
    await ended;
  });

  it("IPv6", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host: "::1", port }] });
    const srf = await application(signalling, "invite");
    const peer = await udpPeer(port, "::1");
    const { dialog, ok } = await talking(srf, peer);
    expect(header(ok, "Contact")).toBe(`<sip:[::1]:${port}>`);
    const ended = dialog.destroy();
    const bye = await peer.next("BYE");
    expect(header(bye, "Via")).toContain(`[::1]:${port}`);
    await ended;
  });

  it("on all addresses: the peer is told the one in its own network", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host: "0.0.0.0", port }], externalAddress: "198.51.100.1" });
    const srf = await application(signalling, "invite");
    const { ok } = await talking(srf, await udpPeer(port));
    expect(header(ok, "Contact")).toBe(`<sip:127.0.0.1:${port}>`);
  });

  it("a port that is taken is an error that can be caught", async () => {
    const port = freshPort();
    await server({ udp: [{ host, port }] });
    await expect(startSignalling({ udp: [{ host, port }] })).rejects.toThrow("EADDRINUSE");
    await expect(startSignalling({})).rejects.toThrow("no listen point");
  });
});

describe("the control port", () => {
  it("speaks to nobody without the secret of this start", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }] });
    const say = async (text: string): Promise<string> => {
      const socket = connect(signalling.port, signalling.host);
      let heard = "";
      socket.on("data", (chunk) => (heard += chunk.toString()));
      socket.write(text);
      await once(socket, "close");
      return heard;
    };
    expect(await say("14#a|route|invite")).toContain("|response|a|NO|not authenticated");
    expect(await say("23#a|authenticate|guessed|")).toContain("|response|a|NO|incorrect secret");
    expect(await say("GET / HTTP/1.1\r\n\r\n")).toBe("");
    const peer = await udpPeer(port);
    peer.send(request("INVITE", peer));
    await peer.next("SIP/2.0 503");
    expect((await server({ udp: [{ host, port: freshPort() }] })).secret).not.toBe(signalling.secret);
  });

  it("an application that is gone loses its calls after a while", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }], times: { orphanMs: 50 } });
    const srf = await application(signalling, "invite");
    const peer = await udpPeer(port);
    await talking(srf, peer);
    srf.disconnect();
    const bye = await peer.next("BYE");
    expect(header(bye, "Reason")).toContain("application is gone");
  });
});

describe("stopping", () => {
  it("hangs up, tells the application why, and answers nothing afterwards", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }] });
    const srf = await application(signalling, "invite");
    const peer = await udpPeer(port);
    const { dialog } = await talking(srf, peer);
    const destroyed = once(dialog, "destroy") as Promise<[unknown, string]>;
    const stopped = signalling.stop("box restarts");
    const bye = await peer.next("BYE");
    expect(header(bye, "Reason")).toContain("box restarts");
    expect((await destroyed)[1]).toBe("box restarts");
    await stopped;
    await expect(signalling.gauges()).rejects.toThrow();
  });
});

describe("another box takes over", () => {
  it("the caller's re-INVITE and the application's BYE work in the fresh server", async () => {
    const [first, second] = [freshPort(), freshPort()];
    const signalling = await server({ udp: [{ host, port: first }] });
    const srf = await application(signalling, "invite");
    const peer = await udpPeer(first);
    const { tag, dialog } = await talking(srf, peer);
    const kept = JSON.parse(JSON.stringify(await signalling.snapshotDialogs())) as unknown[];
    expect(kept).toHaveLength(1);

    const standby = await server({ udp: [{ host, port: second }] });
    expect(await standby.restoreDialogs([...kept, { nonsense: true }])).toBe(1);
    const other = await application(standby, "invite", "bye");
    const same = await udpPeer(second);
    const arrived = got(other, "invite");
    same.send(request("INVITE", same, { cseq: 2, to: tag, body: sdp(5) }));
    const { req, res } = await arrived;
    expect(req.stackDialogId).toBe(dialog.id);
    res.send(200, { body: sdp(6) });
    expect(await same.next("SIP/2.0 200")).toContain(sdp(6));
    same.send(request("ACK", same, { cseq: 2, to: tag }));
    const sent = other.request("sip:placeholder", { method: "BYE", stackDialogId: dialog.id });
    const bye = await same.next("BYE");
    expect([tagIn(header(bye, "From")), tagIn(header(bye, "To"))]).toEqual([tag, "ann"]);
    await sent;
    // The first server still has its copy; its peer is gone from there.
    peer.send(request("BYE", peer, { cseq: 9, to: tag }));
    await peer.next("SIP/2.0 200");
  });
});

describe("unwelcome traffic", () => {
  it("a banned address is not heard until it is let in again", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }], tcp: [{ host, port }] });
    const peer = await udpPeer(port);
    const connected = await RawPeer.tcp(port);
    await signalling.ban(host, 60_000, "wrong passwords");
    await connected.ended();
    expect(await signalling.bans()).toMatchObject([{ address: host, why: "wrong passwords" }]);
    peer.send(request("OPTIONS", peer, { branch: "first" }));
    await (await RawPeer.tcp(port)).ended();
    expect(await signalling.unban(host)).toBe(true);
    peer.send(request("OPTIONS", peer, { branch: "second", callId: "other" }));
    expect(header(await peer.next("SIP/2.0 503"), "Call-ID")).toBe("other");
    expect(peer.heard).toHaveLength(1);
  });

  it("garbage again and again bans its source by itself; keep-alives do not", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }] });
    const peer = await udpPeer(port);
    for (let i = 0; i < 40; i++) peer.send("\0\0\0\0");
    for (let i = 0; i < 40; i++) peer.send("\r\n\r\n");
    for (let i = 0; i < 19; i++) peer.send("no sip at all");
    peer.send(request("OPTIONS", peer));
    await peer.next("SIP/2.0 503");
    expect(await signalling.bans()).toEqual([]);
    peer.send("no sip at all");
    await expect.poll(() => signalling.bans()).toMatchObject([{ address: host, why: "undecodable" }]);
  });

  it("a scanner is banned at once, a trusted address never", async () => {
    const port = freshPort();
    const signalling = await server({ udp: [{ host, port }] });
    const peer = await udpPeer(port);
    peer.send(request("OPTIONS", peer, { extra: ["User-Agent: friendly-scanner"] }));
    await expect.poll(() => signalling.bans()).toMatchObject([{ address: host, why: "scanner" }]);
    const trusting = freshPort();
    const lenient = await server({ udp: [{ host, port: trusting }], trusted: [host] });
    const other = await udpPeer(trusting);
    for (let i = 0; i < 30; i++) other.send("no sip at all");
    other.send(request("OPTIONS", other));
    await other.next("SIP/2.0 503");
    expect(await lenient.bans()).toEqual([]);
  });

  it("a stream without framing is closed, with an answer when it can be told", async () => {
    const port = freshPort();
    await server({ tcp: [{ host, port }] });
    const peer = await RawPeer.tcp(port);
    peer.send(request("OPTIONS", peer).replace(/Content-Length: 0\r\n/, ""));
    expect(await peer.next("SIP/2.0 400")).toContain("Call-ID: call");
    await peer.ended();
    const other = await RawPeer.tcp(port);
    other.send(`${"A".repeat(70_000)}\r\n\r\n`);
    await other.ended();
  });

  it("connections are limited per address, idle and half-open ones closed", async () => {
    const port = freshPort();
    await server({ tcp: [{ host, port }], limits: { connectionsPerSource: 2, firstMessageMs: 150 } });
    const first = await RawPeer.tcp(port);
    const second = await RawPeer.tcp(port);
    await (await RawPeer.tcp(port)).ended();
    second.send(request("OPTIONS", second));
    await second.next("SIP/2.0 503");
    first.send("OPTIONS sip:half SIP/2.0\r\n");
    await first.ended();
    expect(second.closed).toBe(false);
    second.close();
  });

  it("too many messages from one address are dropped", async () => {
    const port = freshPort();
    await server({ udp: [{ host, port }], limits: { messagesPerS: 1, messageBurst: 3 } });
    const peer = await udpPeer(port);
    for (let i = 0; i < 10; i++) peer.send(request("OPTIONS", peer, { branch: `n${i}`, callId: `n${i}` }));
    for (let i = 0; i < 3; i++) await peer.next("SIP/2.0 503");
    peer.send("\0\0\0\0");
    expect(peer.heard).toHaveLength(3);
  });
});
