import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../kit/utf8.ts";
import { Random } from "../test-data/random.ts";
import { parseMessage } from "./parse-message.ts";
import { type FramerEvent, StreamFramer } from "./stream-framer.ts";

const message = (id: string, body: string): string =>
  `OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK${id}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: ${id}\r\nCSeq: 1 OPTIONS\r\nContent-Length:\r\n  ${encodeUtf8(body).length}\r\n\r\n${body}`;

function events(framer: StreamFramer): FramerEvent[] {
  const out: FramerEvent[] = [];
  for (let event = framer.poll(); event; event = framer.poll()) out.push(event);
  return out;
}

const shown = (list: readonly FramerEvent[]): string[] =>
  list.map((one) => (one.event === "message" ? new TextDecoder().decode(one.bytes) : one.event));

describe("StreamFramer", () => {
  const parts = [
    message("1", "äöü"),
    message("2", ""),
    "\r\n\r\n",
    message("3", "\r\n\r\nINVITE"),
    "\r\n",
    message("4", "x".repeat(9_000)),
    "\r\n\r\n\r\n\r\n",
  ];
  const whole = encodeUtf8(parts.join(""));
  const wanted = [parts[0], parts[1], "ping", parts[3], "pong", parts[5], "ping", "ping"];

  it("cuts a stream that comes in one piece", () => {
    const framer = new StreamFramer();
    framer.push(whole);
    const found = events(framer);
    expect(shown(found)).toEqual(wanted);
    for (const event of found)
      if (event.event === "message") expect(parseMessage(event.bytes, undefined, "stream").kind).toBe("request");
  });

  it("does not care where it is split", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = new Random(seed);
      const framer = new StreamFramer();
      const found: FramerEvent[] = [];
      const longest = random.pick([1, 3, 40, 4_000]);
      for (let at = 0; at < whole.length; ) {
        const step = 1 + random.below(longest);
        framer.push(whole.subarray(at, at + step));
        at += step;
        if (random.chance(0.5)) found.push(...events(framer));
      }
      found.push(...events(framer));
      // A ping that arrives in two halves may look like a pong first; nothing else may differ.
      expect(shown(found).filter((one) => one !== "pong")).toEqual(wanted.filter((one) => one !== "pong"));
    }
  });

  it("finds the end of a head that was moved in the buffer half-way", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new Random(seed);
      const list = Array.from({ length: 12 }, (_, i) =>
        message(`${i}${"y".repeat(random.below(3_000))}`, "x".repeat(random.below(2_000))),
      );
      const bytes = encodeUtf8(list.join(""));
      const framer = new StreamFramer();
      for (let at = 0; at < bytes.length; at += 1_500) framer.push(bytes.subarray(at, at + 1_500));
      expect(shown(events(framer))).toEqual(list);
    }
  });

  it.each([
    ["no Content-Length", "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n"],
    ["bad Content-Length", "OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n"],
    ["bad Content-Length", "OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\nx"],
    ["message too large", "OPTIONS sip:a SIP/2.0\r\nContent-Length: 70000\r\n\r\n"],
    ["malformed header line", "OPTIONS sip:a SIP/2.0\r\nContent-Length : 0\r\n@\r\n\r\n"],
    ["head too large", "x".repeat(70_000)],
  ])("gives up on %s and hears nothing more", (why, text) => {
    const framer = new StreamFramer();
    framer.push(encodeUtf8(text));
    framer.push(encodeUtf8(message("1", "")));
    expect(events(framer)).toMatchObject([{ event: "fault", why }]);
  });

  it("hands over the head of a request that may still be answered", () => {
    const framer = new StreamFramer();
    framer.push(encodeUtf8(message("1", "").replace("Content-Length:\r\n  0", "X: 1")));
    const [fault] = events(framer);
    if (fault?.event !== "fault" || !fault.bytes) throw new Error("no fault");
    expect(parseMessage(fault.bytes, undefined, "stream")).toMatchObject({ kind: "fault", answer: 400 });
  });
});
