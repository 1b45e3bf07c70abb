import { createSocket } from "node:dgram";
import { afterEach, expect, test } from "vitest";
import type { LineEvent, Party } from "../../contract/line.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { LegId, LineId } from "../../kit/ids.ts";
import { alawSilence } from "../../wire/audio/g711.ts";
import { newRtpView, readRtp, writeRtpHeader } from "../../wire/rtp/packet.ts";
import { blockBytes, type Port, type PortAct, type PortSound } from "./port.ts";
import { PortLegs } from "./port-legs.ts";

const party: Party = { kind: "line", line: "sim1" as LineId };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

class KeptPort implements Port {
  readonly acts: PortAct[] = [];
  sound: PortSound | undefined;
  perform = (act: PortAct): void => void this.acts.push(act);
  connect(sound: PortSound | undefined): void {
    this.sound = sound;
  }
  stop = async (): Promise<void> => {};
}

function legs() {
  const events: LineEvent[] = [];
  const waiting: { on: string; done: (event: LineEvent) => void }[] = [];
  const made = new PortLegs({
    mediaAddress: "127.0.0.1",
    nowMs: () => 1_000,
    hear: (event) => {
      events.push(event);
      for (const one of waiting.splice(0)) one.on === event.on ? one.done(event) : waiting.push(one);
    },
    trouble: (text) => expect.unreachable(text),
  });
  const next = <K extends LineEvent["on"]>(on: K) =>
    new Promise<Extract<LineEvent, { on: K }>>((done) => waiting.push({ on, done: done as (event: LineEvent) => void }));
  return { made, events, next };
}

/** The media plane's socket for one leg. */
async function plane(): Promise<{
  local: MediaDescription;
  heard: () => Promise<Buffer>;
  send(bytes: Uint8Array, to: number): void;
}> {
  const socket = createSocket("udp4");
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  closers.push(() => socket.close());
  const { port } = socket.address();
  const arrived: Buffer[] = [];
  const wanted: ((bytes: Buffer) => void)[] = [];
  socket.on("message", (bytes) => (wanted.length > 0 ? wanted.shift()!(bytes) : void arrived.push(bytes)));
  return {
    local: {
      address: "203.0.113.9",
      port,
      codecs: [{ name: "PCMA", payloadType: 8 }],
      telephoneEventType: 101,
      ptimeMs: 20,
      direction: "sendrecv",
      rtcp: { mux: true, port },
      sessionId: "1",
      sessionVersion: 1,
    },
    heard: () => (arrived.length > 0 ? Promise.resolve(arrived.shift()!) : new Promise((done) => wanted.push(done))),
    send: (bytes, to) => socket.send(bytes, to, "127.0.0.1"),
  };
}

function rtp(type: number, sequence: number, payload: Uint8Array, marker = false): Uint8Array {
  const bytes = new Uint8Array(12 + payload.length);
  writeRtpHeader(bytes, type, marker, sequence, sequence * 160, 7);
  bytes.set(payload, 12);
  return bytes;
}

const incoming = { on: "incoming", from: { number: "13800138000", withheld: false }, ref: "r1" } as const;

async function talking() {
  const port = new KeptPort();
  const { made, events, next } = legs();
  const rings = next("line.ringing");
  made.hear({ party, port }, incoming);
  const { leg, remote } = await rings;
  const box = await plane();
  made.perform({ do: "line.answer", leg, local: box.local }, () => port);
  return { made, events, port, leg, remote: remote!, box };
}

test("a call rings with an offer of A-law, is answered, and its sound goes both ways by our own host's address", async () => {
  const { port, remote, box, made } = await talking();
  expect(remote).toMatchObject({ address: "127.0.0.1", codecs: [{ name: "PCMA", payloadType: 8 }], direction: "sendrecv" });
  expect(port.acts).toEqual([{ do: "answer" }]);
  port.sound!.heard(new Uint8Array(blockBytes).fill(0x11));
  const view = newRtpView();
  const bytes = await box.heard();
  expect(readRtp(bytes, bytes.length, view)).toBe(true);
  expect(view).toMatchObject({ payloadType: 8, marker: true, payloadLength: blockBytes });
  expect(bytes[view.payloadStart]).toBe(0x11);

  const into = new Uint8Array(blockBytes);
  port.sound!.next(into);
  expect(into[0]).toBe(alawSilence);
  for (let n = 0; n < 3; n++) box.send(rtp(8, n, new Uint8Array(blockBytes).fill(0x20 + n)), remote.port);
  const nextByte = (): number | undefined => {
    port.sound!.next(into);
    return into[0];
  };
  await expect.poll(nextByte).not.toBe(alawSilence);
  made.lost(port);
});

test("keys from the box reach the port once each", async () => {
  const { port, remote, box, made } = await talking();
  const press = (sequence: number, event: number, duration: number, end: boolean, marker: boolean): void => {
    const bytes = rtp(101, sequence, new Uint8Array([event, end ? 0x8a : 0x0a, duration >> 8, duration & 255]), marker);
    new DataView(bytes.buffer).setUint32(4, event * 4000);
    box.send(bytes, remote.port);
  };
  press(1, 5, 160, false, true);
  press(2, 5, 320, true, false);
  press(3, 5, 320, true, false);
  press(4, 11, 160, true, true);
  await expect
    .poll(() => port.acts.filter((a) => a.do === "digits"))
    .toEqual([
      { do: "digits", digits: "5" },
      { do: "digits", digits: "#" },
    ]);
  made.lost(port);
});

test("a second call on the port is refused, and the end is told once", async () => {
  const { made, events, port, leg, box } = await talking();
  const to = { ...party, number: "10086" } as const;
  const second = "x/1" as LegId;
  made.perform({ do: "line.dial", leg: second, to, from: { number: "" }, local: box.local, giveUpMs: 1 }, () => port);
  expect(events.at(-1)).toEqual({ on: "line.ended", leg: second, why: "overload", by: "box" });
  made.perform({ do: "line.hangup", leg, why: "hangup" }, () => port);
  expect(port.acts.at(-1)).toEqual({ do: "hang-up", why: "hangup" });
  made.hear({ party, port }, { on: "ended", why: "hangup", by: "us" });
  made.hear({ party, port }, { on: "ended", why: "hangup", by: "far" });
  expect(events.filter((e) => e.on === "line.ended" && e.leg === leg)).toHaveLength(1);
  expect(port.sound).toBeUndefined();
  expect(made.size).toBe(0);
});

test("a dialled call: ringing, heard early, answered; what comes after a hang-up counts no more", async () => {
  const port = new KeptPort();
  const { made, events, next } = legs();
  const box = await plane();
  const leg = "d/1" as LegId;
  const to = { ...party, number: "10086" } as const;
  made.perform({ do: "line.dial", leg, to, from: { number: "96100" }, local: box.local, giveUpMs: 9_000 }, () => port);
  await expect
    .poll(() => port.acts[0])
    .toEqual({
      do: "dial",
      number: "10086",
      from: { number: "96100" },
      ring: "normal",
      giveUpMs: 9_000,
    });
  made.hear({ party, port }, { on: "progressed", how: "early" });
  const answered = next("line.answered");
  made.hear({ party, port }, { on: "answered", assumed: false });
  expect((await answered).remote?.codecs[0]?.name).toBe("PCMA");
  made.hear({ party, port }, { on: "answered", assumed: false });
  expect(events.map((e) => e.on)).toEqual(["line.progressed", "line.answered"]);
  made.hear({ party, port }, { on: "ended", why: "hangup", by: "far" });

  const other = "d/2" as LegId;
  made.perform({ do: "line.dial", leg: other, to, from: { number: "" }, local: box.local, giveUpMs: 1 }, () => port);
  await expect.poll(() => port.acts.filter((a) => a.do === "dial").length).toBe(2);
  made.perform({ do: "line.hangup", leg: other, why: "abandoned" }, () => port);
  made.hear({ party, port }, { on: "answered", assumed: false });
  expect(events.filter((e) => e.on === "line.answered")).toHaveLength(1);
  made.hear({ party, port }, { on: "ended", why: "abandoned", by: "us" });
});

test("a caller who is gone before the socket was open leaves nothing", async () => {
  const port = new KeptPort();
  const { made, events, next } = legs();
  const over = next("line.ended");
  made.hear({ party, port }, incoming);
  made.hear({ party, port }, { on: "ended", why: "abandoned", by: "far" });
  await over;
  await new Promise((done) => setImmediate(done));
  expect(events.map((e) => e.on)).toEqual(["line.ended"]);
  expect(made.size).toBe(0);
});

test("a telephone's two appearances: one is held, and handed on to the other", async () => {
  const { made, events, next } = legs();
  const [first, second] = [new KeptPort(), new KeptPort()];
  const phone: Party = { kind: "phone", phone: "8001" as never };
  const box = await plane();
  const takes = async (port: KeptPort): Promise<LegId> => {
    const rings = next("line.ringing");
    made.hear({ party: phone, port }, incoming);
    const { leg } = await rings;
    made.perform({ do: "line.answer", leg, local: box.local }, () => port);
    return leg;
  };
  const one = await takes(first);
  made.hear({ party: phone, port: first }, { on: "held", held: true });
  expect(events.at(-1)).toMatchObject({ on: "line.offered", leg: one, remote: { direction: "sendonly" } });
  const two = await takes(second);
  made.hear({ party: phone, port: first }, { on: "hands-on", to: second });
  expect(events.at(-1)).toEqual({ on: "line.referred", leg: one, to: "", replaces: two });
  made.perform({ do: "line.referOutcome", leg: one, status: 100 }, () => undefined);
  made.perform({ do: "line.referOutcome", leg: one, status: 200 }, () => undefined);
  expect(first.acts.at(-1)).toEqual({ do: "handed-on", done: true });
  made.lost(first);
  made.lost(second);
});
