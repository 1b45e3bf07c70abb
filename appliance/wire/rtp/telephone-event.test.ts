import { describe, expect, it } from "vitest";
import {
  charOf,
  eventOf,
  newEventPacket,
  TelephoneEventReceiver,
  TelephoneEventSender,
  type TelephoneEventSenderOptions,
} from "./telephone-event.ts";

type Sent = { event: number; end: boolean; volume: number; duration: number; marker: boolean; timestamp: number; tick: number };

/** Presses, and everything that is sent for them within `ticks` frames from timestamp 8000. */
function send(presses: [event: number, durationMs: number][], ticks: number, options?: TelephoneEventSenderOptions): Sent[] {
  const sender = new TelephoneEventSender(options);
  for (const [event, durationMs] of presses) expect(sender.press(event, durationMs)).toBe(true);
  const packet = newEventPacket();
  const sent: Sent[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    if (sender.tick((8000 + tick * 160) >>> 0, packet) !== "event") continue;
    const [event, flags, high, low] = packet.payload;
    sent.push({
      event: event!,
      end: flags! >= 128,
      volume: flags! & 63,
      duration: high! * 256 + low!,
      marker: packet.marker,
      timestamp: packet.timestamp,
      tick,
    });
  }
  expect(sender.busy).toBe(false);
  return sent;
}

const payloadOf = (event: number, duration: number, end = false): Uint8Array =>
  Uint8Array.of(event, end ? 0x8a : 10, duration >> 8, duration & 255);

describe("TelephoneEventSender", () => {
  it("sends start, updates and three ends, all with the start's timestamp", () => {
    const sent = send([[5, 100]], 12);
    expect(sent.map((packet) => packet.duration)).toEqual([160, 320, 480, 640, 800, 800, 800]);
    expect(sent.map((packet) => packet.end)).toEqual([false, false, false, false, true, true, true]);
    expect(sent.map((packet) => packet.marker)).toEqual([true, false, false, false, false, false, false]);
    expect(new Set(sent.map((packet) => packet.timestamp))).toEqual(new Set([8000]));
    expect(sent[0]).toMatchObject({ event: 5, volume: 10 });
  });

  it("leaves a gap between presses", () => {
    const sent = send(
      [
        [1, 80],
        [2, 80],
      ],
      20,
    );
    const second = sent.findIndex((packet) => packet.event === 2);
    expect(sent[second]!.marker).toBe(true);
    const firstEndsAt = 8000 + 640;
    expect((sent[second]!.timestamp - firstEndsAt) / 8).toBeGreaterThanOrEqual(60);
  });

  it("can update less often, and is hushed between", () => {
    const sent = send([[5, 200]], 16, { updateMs: 60 });
    expect(sent.map((packet) => packet.tick)).toEqual([0, 3, 6, 9, 10, 11]);
    const sender = new TelephoneEventSender({ updateMs: 60 });
    const packet = newEventPacket();
    expect(sender.tick(0, packet)).toBe("idle");
    sender.press(1, 200);
    expect([sender.tick(160, packet), sender.tick(320, packet)]).toEqual(["event", "hush"]);
  });

  it("continues a long press in a new segment when the duration is full", () => {
    const sent = send([[0, 10_000]], 520);
    const last = sent.at(-1)!;
    expect(Math.max(...sent.map((packet) => packet.duration))).toBeLessThanOrEqual(0xffff);
    expect(new Set(sent.map((packet) => packet.timestamp)).size).toBe(2);
    expect(last.timestamp + last.duration - 8000).toBe(80_000);
    expect(sent.filter((packet) => packet.marker).length).toBe(1);
    expect(sent.filter((packet) => packet.end).length).toBe(3);
  });

  it("wraps timestamps", () => {
    const sender = new TelephoneEventSender();
    sender.press(1, 40);
    const packet = newEventPacket();
    sender.tick(0x1_0000_0010, packet);
    expect(packet.timestamp).toBe(16);
  });

  it("limits its queue and refuses what is no event", () => {
    const sender = new TelephoneEventSender();
    for (let n = 0; n < 64; n++) expect(sender.press(1, 40)).toBe(true);
    expect(sender.press(1, 40)).toBe(false);
    expect(new TelephoneEventSender().press(256, 40)).toBe(false);
    expect(new TelephoneEventSender().press(1.5, 40)).toBe(false);
  });

  it("lets go early when told", () => {
    const sender = new TelephoneEventSender();
    sender.press(1, 5000);
    sender.press(2, 5000);
    const packet = newEventPacket();
    for (let tick = 0; tick < 10; tick++) sender.tick(tick * 160, packet);
    sender.release();
    sender.tick(1600, packet);
    expect([packet.payload[1]! >= 128, packet.payload[2]! * 256 + packet.payload[3]!]).toEqual([true, 1760]);
    for (let tick = 11; tick < 20; tick++) sender.tick(tick * 160, packet);
    expect(sender.busy).toBe(false);
  });
});

describe("TelephoneEventReceiver", () => {
  /** What is told of packets; each `[event, duration, end, timestamp, marker]`. */
  function hear(packets: [number, number, boolean, number, boolean][]): string {
    const receiver = new TelephoneEventReceiver();
    return packets
      .map(([event, duration, end, timestamp, marker]) =>
        receiver.receive(payloadOf(event, duration, end), 0, 4, timestamp, marker),
      )
      .filter((code) => code !== 0)
      .map((code) => String.fromCharCode(code))
      .join("");
  }

  it("hears all that the sender sends, once", () => {
    const receiver = new TelephoneEventReceiver();
    const sender = new TelephoneEventSender();
    const digits = "0123456789*#ABCD!11";
    for (const digit of digits) sender.press(eventOf(digit)!, 100);
    sender.press(3, 9000);
    const packet = newEventPacket();
    let heard = "";
    for (let tick = 0; tick < 1000; tick++) {
      if (sender.tick(0xffff0000 + tick * 160, packet) !== "event") continue;
      const code = receiver.receive(packet.payload, 0, 4, packet.timestamp, packet.marker);
      if (code !== 0) heard += String.fromCharCode(code);
    }
    expect(heard).toBe(`${digits}3`);
    expect(receiver.held).toBeUndefined();
    expect(receiver.durationMs).toBe(9000);
  });

  it("hears every press although any one packet of it, or all but one, get lost", () => {
    const press = (timestamp: number): [number, number, boolean, number, boolean][] =>
      [160, 320, 480, 480, 480].map((duration, n) => [7, duration, n >= 2, timestamp, n === 0]);
    for (let only = 0; only < 5; only++) {
      expect(hear([press(1000)[only]!, press(9000)[only]!]), `only packet ${only}`).toBe("77");
      expect(hear([...press(1000).filter((_, n) => n !== only), ...press(9000).filter((_, n) => n !== only)])).toBe("77");
    }
  });

  it("does not need ends", () => {
    expect(
      hear([
        [1, 160, false, 1000, true],
        [1, 320, false, 1000, false],
        [1, 160, false, 3000, true],
        [2, 160, false, 5000, false],
      ]),
    ).toBe("112");
  });

  it("ignores stragglers and copies", () => {
    expect(
      hear([
        [1, 160, false, 1000, true],
        [2, 160, false, 5000, true],
        [1, 480, true, 1000, false],
        [2, 320, true, 5000, false],
        [2, 320, true, 5000, false],
      ]),
    ).toBe("12");
  });

  it("takes the segments of a long press as one, also when the border was lost", () => {
    expect(
      hear([
        [5, 65_000, false, 1000, true],
        [5, 1200, false, 1000 + 65_440, false],
        [5, 1360, true, 1000 + 65_440, false],
      ]),
    ).toBe("5");
  });

  it("puts up with senders that move the timestamp at every update", () => {
    expect(
      hear([
        [5, 160, false, 1000, true],
        [5, 320, false, 1160, false],
        [5, 480, false, 1320, false],
        [5, 640, true, 1480, false],
      ]),
    ).toBe("5");
  });

  it("says what is held and for how long", () => {
    const receiver = new TelephoneEventReceiver();
    receiver.receive(payloadOf(11, 160), 0, 4, 1000, true);
    expect(receiver.held).toBe("#");
    receiver.receive(payloadOf(11, 800), 0, 4, 1000, false);
    expect(receiver.durationMs).toBe(100);
    receiver.forget();
    expect(receiver.held).toBeUndefined();
  });

  it("ignores short payloads and events without a character", () => {
    const receiver = new TelephoneEventReceiver();
    expect(receiver.receive(Uint8Array.of(1, 2, 3), 0, 3, 0, true)).toBe(0);
    expect(receiver.receive(Uint8Array.of(1, 2, 3), 0, 4, 0, true)).toBe(0);
    expect(receiver.receive(payloadOf(200, 160), 0, 4, 1000, true)).toBe(0);
  });
});

describe("event names", () => {
  it("go both ways", () => {
    expect([eventOf("0"), eventOf("*"), eventOf("#"), eventOf("d"), eventOf("!"), eventOf("x"), eventOf("")]).toEqual([
      0,
      10,
      11,
      15,
      16,
      undefined,
      undefined,
    ]);
    expect([charOf(0), charOf(16), charOf(17)]).toEqual(["0", "!", undefined]);
  });
});
