import { connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LegId, LineId } from "../../../kit/ids.ts";
import type { SipRequest } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, ours, SipLab, trunk } from "./sip-lab.ts";
import { SipPeer, value } from "./sip-peer.ts";

const soon = { timeout: 15_000 };

const port = 26_020;
const at = { host: "127.0.0.1", port };
/** Another one for each test: what a former one left unanswered goes on being sent. */
let carrierAt = { host: "127.0.0.1", port: 26_200 };
let server: Signalling;
let lab: SipLab;
let carrier: SipPeer;

beforeAll(async () => {
  server = await startSignalling({ udp: [at], trusted: ["127.0.0.1"] });
});
afterAll(() => server.stop("end of test"));
beforeEach(async () => {
  carrierAt = { ...carrierAt, port: carrierAt.port + 1 };
  carrier = await SipPeer.open(carrierAt.port, at);
});
afterEach(async () => {
  await lab.stop();
  carrier.close();
});

async function start(...trunks: Parameters<typeof trunk>[1][]): Promise<void> {
  lab = new SipLab(
    server,
    config(
      trunks.map((t) => trunk(t?.id ?? "secret-line", t)),
      [],
    ),
  );
  await lab.edge.start();
}
const registering = () => ({ kind: "register", ...carrierAt, user: "account" }) as const;
const expires = (seconds: number) => ({
  headers: [{ name: "Contact", value: `<sip:account@127.0.0.1:${port}>;expires=${seconds}` }],
});
const ok = (request: SipRequest, seconds: number): void => carrier.reply(request, 200, { toTag: "c", ...expires(seconds) });
/** The edge has understood the answer and does nothing for so long. */
const restsFor = (ms: number) => vi.waitFor(() => expect(lab.clock.furthestMs).toBe(ms), soon);
/** The sweep of the contacts. */
const quiet = 1;

describe("a trunk that registers", () => {
  test("says where we are, answers the carrier's question, and is up", async () => {
    await start(registering());
    const first = await carrier.request("REGISTER");
    expect(first.uri).toBe(`sip:127.0.0.1:${carrierAt.port}`);
    expect(value(first, "To")).toBe(`<sip:account@127.0.0.1:${carrierAt.port}>`);
    expect(value(first, "Contact")).toBe(`<sip:account@127.0.0.1:${port}>;expires=600`);
    carrier.reply(first, 401, {
      toTag: "c",
      headers: [{ name: "WWW-Authenticate", value: 'Digest realm="carrier",nonce="n1",algorithm=MD5,qop="auth"' }],
    });
    const proven = await carrier.request("REGISTER");
    expect(value(proven, "Authorization")).toMatch(/^Digest username="account",realm="carrier",nonce="n1"/);
    expect(value(proven, "Call-ID")).toBe(value(first, "Call-ID"));
    ok(proven, 600);
    await vi.waitFor(
      () =>
        expect(lab.all.filter((e) => e.on === "line.state")).toMatchObject([
          { state: "down", text: "registering" },
          { state: "up", text: "registered" },
        ]),
      soon,
    );
    expect(lab.faults).toEqual([]);
    expect(lab.mended).toContain("trunk-refused secret-line");
  });

  test("renews before its time is over: what the carrier grants counts", async () => {
    await start(registering());
    ok(await carrier.request("REGISTER"), 100);
    await restsFor(80_000);
    lab.clock.advance(80_000);
    carrier.reply(await carrier.request("REGISTER"), 200, { toTag: "c", headers: [{ name: "Expires", value: "200" }] });
    await restsFor(160_000);
    lab.clock.advance(160_000);
    ok(await carrier.request("REGISTER"), 100);
    // Well all the time: one word is enough.
    expect(lab.all.filter((e) => e.on === "line.state")).toHaveLength(2);
  });

  test("asks again with what the carrier wants at least (423)", async () => {
    await start(registering());
    carrier.reply(await carrier.request("REGISTER"), 423, { toTag: "c", headers: [{ name: "Min-Expires", value: "1800" }] });
    const again = await carrier.request("REGISTER");
    expect(value(again, "Expires")).toBe("1800");
    ok(again, 1800);
    await restsFor(1_440_000);
    lab.clock.advance(1_440_000);
    expect(value(await carrier.request("REGISTER"), "Expires")).toBe("1800");
  });

  test("with another password it registers at once, not when its next try is due", async () => {
    await start(registering());
    carrier.reply(await carrier.request("REGISTER"), 403, { toTag: "c" });
    await vi.waitFor(() => expect(lab.faults).toContain("trunk-refused secret-line"), soon);
    lab.edge.relink("secret-line");
    ok(await carrier.request("REGISTER"), 600);
    await vi.waitFor(() => expect(lab.all.findLast((e) => e.on === "line.state")).toMatchObject({ state: "up" }), soon);
    // The former link is at rest: nothing but the renewal is ahead.
    await restsFor(480_000);
  });

  test("a carrier that wants more than a day is not believed", async () => {
    await start(registering());
    carrier.reply(await carrier.request("REGISTER"), 423, { toTag: "c", headers: [{ name: "Min-Expires", value: "9999999" }] });
    await vi.waitFor(() => expect(lab.faults).toEqual(["trunk-down secret-line"]), soon);
  });

  test("is refused: an alarm that says so, and further tries at longer and longer intervals", async () => {
    await start(registering());
    for (let wait = 5_000; wait <= 40_000; wait *= 2) {
      carrier.reply(await carrier.request("REGISTER"), 403, { toTag: "c" });
      // Doubling, give or take a quarter; while it waits for an answer the furthest alarm is that of its patience.
      await vi.waitFor(
        () => expect(lab.faults.filter((f) => f.startsWith("trunk-refused"))).toHaveLength(Math.log2(wait / 5_000) + 1),
        soon,
      );
      expect(lab.clock.furthestMs).toBeGreaterThanOrEqual(wait * 0.75);
      expect(lab.clock.furthestMs).toBeLessThanOrEqual(wait * 1.25);
      lab.clock.advance(wait * 1.25);
    }
    expect(lab.faults.filter((f) => f.startsWith("trunk-down"))).toEqual(["trunk-down secret-line"]);
    ok(await carrier.request("REGISTER"), 600);
    await vi.waitFor(() => expect(lab.mended.filter((m) => m === "trunk-down secret-line")).toHaveLength(1), soon);
  });

  test("without an answer it is down, and tries again", async () => {
    await start(registering());
    await carrier.request("REGISTER");
    lab.clock.advance(40_000);
    expect(lab.all.at(-1)).toMatchObject({ on: "line.state", state: "down", text: "408 no answer" });
    lab.clock.advance(7_000);
    ok(await carrier.request("REGISTER"), 600);
    await vi.waitFor(() => expect(lab.all.at(-1)).toMatchObject({ state: "up" }), soon);
  });

  test("takes its registration back when the box stops, and waits for the answer", async () => {
    await start(registering());
    ok(await carrier.request("REGISTER"), 600);
    await restsFor(480_000);
    let stopped = false;
    const stopping = lab.edge.stop().then(() => {
      stopped = true;
    });
    const goodbye = await carrier.request("REGISTER");
    expect([value(goodbye, "Expires"), value(goodbye, "Contact")]).toEqual(["0", `<sip:account@127.0.0.1:${port}>;expires=0`]);
    expect(stopped).toBe(false);
    ok(goodbye, 0);
    await stopping;
    expect(lab.clock.pending).toBe(0);
  });

  test("changed in the settings it is linked anew, taken out it is off", async () => {
    await start(registering());
    ok(await carrier.request("REGISTER"), 600);
    await restsFor(480_000);
    await lab.edge.configure(config([trunk("secret-line", { ...registering(), user: "other" })], []));
    const seen = [await carrier.request("REGISTER"), await carrier.request("REGISTER")];
    expect(seen.map((r) => `${value(r, "To")} ${value(r, "Expires")}`).sort()).toEqual([
      `<sip:account@127.0.0.1:${carrierAt.port}> 0`,
      `<sip:other@127.0.0.1:${carrierAt.port}> 600`,
    ]);
    for (const r of seen) ok(r, Number(value(r, "Expires")));
    await lab.edge.configure(config([trunk("secret-line", { ...registering(), user: "other", name: "Same" })], []));
    await lab.edge.configure(config([], []));
    expect(lab.all.at(-1)).toMatchObject({ on: "line.state", line: "secret-line", state: "off" });
  });

  test("settings that leave it as it is leave it alone", async () => {
    await start(registering());
    ok(await carrier.request("REGISTER"), 600);
    await restsFor(480_000);
    const said = lab.all.length;
    await lab.edge.configure(config([trunk("secret-line", registering())], []));
    expect(lab.all).toHaveLength(said);
    expect(lab.clock.pending).toBe(quiet + 1);
  });
});

describe("a trunk known by its address", () => {
  test("is up from the beginning, and asked for nothing", async () => {
    await start({ acceptFrom: ["127.0.0.1"] });
    expect(lab.all).toMatchObject([{ on: "line.state", line: "secret-line", state: "up", text: "by address" }]);
    expect(lab.clock.pending).toBe(quiet);
  });

  test("is pinged: whatever it answers, it is there", async () => {
    await start({ ...carrierAt, pingSec: 60 });
    const ping = await carrier.request("OPTIONS");
    expect(value(ping, "From")).toContain(`<sip:linebox@127.0.0.1:${port}>`);
    carrier.reply(ping, 404, { toTag: "c" });
    await restsFor(60_000);
    lab.clock.advance(60_000);
    carrier.reply(await carrier.request("OPTIONS"), 200, { toTag: "c" });
    await restsFor(60_000);
    expect(lab.faults).toEqual([]);
    expect(lab.all.filter((e) => e.on === "line.state")).toHaveLength(1);
  });

  test("one lost ping is weather, two are an alarm, an answer mends it", async () => {
    await start({ ...carrierAt, pingSec: 60 });
    await carrier.request("OPTIONS");
    lab.clock.advance(40_000);
    expect(lab.faults).toEqual([]);
    lab.clock.advance(15_000);
    await carrier.request("OPTIONS");
    lab.clock.advance(40_000);
    expect(lab.faults).toEqual(["trunk-down secret-line"]);
    expect(lab.all.at(-1)).toMatchObject({ state: "down", text: "no answer to OPTIONS" });
    lab.clock.advance(15_000);
    carrier.reply(await carrier.request("OPTIONS"), 200, { toTag: "c" });
    await vi.waitFor(() => expect(lab.all.at(-1)).toMatchObject({ state: "up" }), soon);
    expect(lab.mended).toContain("trunk-down secret-line");
  });

  test("asked by hand: how long the answer takes, whatever it is; none, and none is said", async () => {
    await start({ ...carrierAt, pingSec: 0 });
    const answered = lab.edge.askFarSide("secret-line");
    const asked = await carrier.request("OPTIONS");
    lab.clock.advance(120);
    carrier.reply(asked, 404, { toTag: "c" });
    expect(await answered).toEqual({ optionsAsked: 1, optionsMs: 120, optionsStatus: 404 });
    const silent = lab.edge.askFarSide("secret-line");
    await carrier.request("OPTIONS");
    lab.clock.advance(8_000);
    expect(await silent).toEqual({ optionsAsked: 1 });
    expect(lab.faults).toEqual([]);
  });

  test("a far side without an address isn't asked", async () => {
    await start({ acceptFrom: ["127.0.0.1"] });
    expect(await lab.edge.askFarSide("secret-line")).toEqual({});
    expect(await lab.edge.askFarSide("nobody")).toEqual({});
  });

  test("a host that can't be looked up is an alarm of its own", async () => {
    await start({ host: "no-such-host.invalid" });
    expect(lab.faults).toEqual(["trunk-host secret-line"]);
  });
});

describe("the link to the SIP server", () => {
  test("is refused: the start says so", async () => {
    lab = new SipLab({ ...server, secret: "wrong" }, config([], []));
    await expect(lab.edge.start()).rejects.toThrow("authenticate");
  });

  test("drops: calls are over, and said to be; it comes back by itself, and calls come in again", async () => {
    const sockets = new Set<Socket>();
    const relay = createServer((edge) => {
      const onward = connect(server.port, server.host);
      for (const socket of [edge, onward]) {
        sockets.add(socket);
        socket.on("error", () => {});
      }
      edge.pipe(onward).pipe(edge);
    });
    await new Promise<void>((done) => relay.listen(26_040, "127.0.0.1", done));
    lab = new SipLab({ ...server, port: 26_040 }, config([trunk("in", { acceptFrom: ["127.0.0.1"] })], []));
    await lab.edge.start();
    const call = () =>
      carrier.ask("INVITE", {
        uri: `sip:1@127.0.0.1:${port}`,
        from: "sip:2@x",
        headers: [{ name: "Contact", value: carrier.contact("x") }],
      });
    call();
    const { leg } = await lab.next("line.ringing");
    for (const socket of sockets) socket.destroy();
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "line-failed", by: "box" });
    expect(lab.faults).toContain("sip-server server");
    // Nothing that is asked of it meanwhile does harm.
    const to = { kind: "line", line: "in" as LineId, number: "1" } as const;
    lab.edge.perform({ do: "line.dial", leg: "x/2" as LegId, to, from: { number: "2" }, local: ours, giveUpMs: 1000 });
    expect(await lab.next("line.ended")).toMatchObject({ leg: "x/2" });
    expect(lab.edge.gauges().legs).toBe(0);
    await vi.waitFor(() => expect(lab.mended.filter((m) => m === "sip-server server")).toHaveLength(2), soon);
    const again = call();
    perform({ leg: (await lab.next("line.ringing")).leg });
    const refusal = await carrier.final(again);
    expect(refusal.status).toBe(486);
    carrier.ackRefusal(again, refusal);
    relay.close();
  });

  test("is gone when the box stops: it stops all the same", async () => {
    const other = await startSignalling({ udp: [{ ...at, port: 26_025 }] });
    lab = new SipLab(other, config([], []));
    await lab.edge.start();
    await other.stop("for good");
    await vi.waitFor(() => expect(lab.faults).toContain("sip-server server"), soon);
    await lab.edge.stop();
  });
});

const perform = ({ leg }: { leg: LegId }): void => lab.edge.perform({ do: "line.hangup", leg, why: "busy" });
