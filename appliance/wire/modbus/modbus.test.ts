import { expect, test } from "vitest";
import { hasGoodCrc, withCrc } from "./crc16.ts";
import { LateReplies } from "./late-replies.ts";
import { MbapReader, mbapFrame } from "./mbap.ts";
import { answers } from "./request.ts";
import { rtuReply } from "./rtu-reply.ts";

const runs = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
const frame = (...bytes: number[]): Uint8Array => withCrc(Uint8Array.from(bytes));
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((p) => [...p]));
/** Two registers from 0x0100 of unit 7. */
const request = frame(7, 3, 1, 0, 0, 2);
const reply = frame(7, 3, 4, 0x12, 0x34, 0x56, 0x78);

test("the CRC of the standard's example", () => {
  // Modbus over Serial Line V1.02, appendix B: 02 07 gives 41 12.
  expect([...frame(0x02, 0x07)]).toEqual([0x02, 0x07, 0x41, 0x12]);
  expect(hasGoodCrc(Uint8Array.of(2, 7, 0x12, 0x41))).toBe(false);
});

test("what answers is let through: alone, behind garbage, behind its own request, before a little noise", () => {
  for (const heard of [
    reply,
    joined(Uint8Array.of(0, 7, 3), reply),
    joined(request, reply),
    joined(reply, Uint8Array.of(0xff, 0)),
  ])
    expect(rtuReply(heard, request, false)).toEqual(reply);
  expect(rtuReply(frame(7, 0x83, 2), request, false)).toEqual(frame(7, 0x83, 2));
});

test("what does not answer is not: another unit, function or length, a cut, something behind, an echo alone", () => {
  const others = [
    frame(8, 3, 4, 0x12, 0x34, 0x56, 0x78),
    frame(7, 4, 4, 0x12, 0x34, 0x56, 0x78),
    frame(7, 3, 2, 0x12, 0x34),
    frame(7, 0x84, 2),
    frame(7, 0x83, 0x40),
    reply.slice(0, -1),
    joined(reply, Uint8Array.of(1)),
    joined(reply, Uint8Array.of(0, 0, 0)),
    request,
    new Uint8Array(),
  ];
  for (const heard of others) expect(rtuReply(heard, request, false)).toBeUndefined();
});

test("what was written is said back whole; of an adapter that hears itself only the second one counts", () => {
  const write = frame(7, 5, 0, 1, 0xff, 0);
  expect(rtuReply(write, write, false)).toEqual(write);
  expect(rtuReply(write, write, true)).toBeUndefined();
  expect(rtuReply(joined(write, write), write, true)).toEqual(write);
  expect(rtuReply(frame(7, 5, 0, 2, 0xff, 0), write, false)).toBeUndefined();
  const many = frame(7, 16, 0, 1, 0, 2, 4, 1, 2, 3, 4);
  expect(rtuReply(frame(7, 16, 0, 1, 0, 2), many, false)).toEqual(frame(7, 16, 0, 1, 0, 2));
});

test("a late answer could be another's only with the same unit, function and length", () => {
  const late = new LateReplies();
  late.gaveUp(request, 0);
  expect(late.couldBeTaken(frame(7, 3, 2, 0, 0, 2), 5_000)).toBe(true);
  expect(late.couldBeTaken(request, 5_000)).toBe(false);
  expect(late.couldBeTaken(frame(7, 3, 2, 0, 0, 3), 5_000)).toBe(false);
  expect(late.couldBeTaken(frame(8, 3, 2, 0, 0, 2), 5_000)).toBe(false);
  expect(late.couldBeTaken(frame(7, 3, 2, 0, 0, 2), 10_000)).toBe(false);
  expect(late.owes(7, 5_000)).toBe(true);
  late.came(request);
  expect(late.couldBeTaken(frame(7, 3, 2, 0, 0, 2), 5_000)).toBe(false);
});

test("whatever happens to an answer on its way, no other value is taken for it", () => {
  const random = dice(11);
  const whole = (n: number): number => Math.floor(random() * n);
  let taken = 0;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const fc = 1 + whole(4);
    const count = 1 + whole(fc <= 2 ? 64 : 16);
    const bytes = fc <= 2 ? Math.ceil(count / 8) : 2 * count;
    const unit = 1 + whole(247);
    const asked = frame(unit, fc, whole(256), whole(256), 0, count);
    const answer = frame(unit, fc, bytes, ...Array.from({ length: bytes }, () => whole(256)));
    const heard = mutated(whole(4) === 0 ? joined(asked, answer) : answer, whole);
    const got = rtuReply(heard, asked, whole(2) === 0);
    if (!got) continue;
    taken++;
    if (got.length !== answer.length || !got.every((byte, n) => byte === answer[n])) if (got[1] === fc) wrong++;
  }
  // Sixteen bits of CRC let one in 65 536 of the worst pass: no reader of this protocol can tell.
  expect(wrong).toBeLessThanOrEqual(Math.floor(runs / 65_536));
  expect(taken).toBeGreaterThan(runs / 100);
});

test("whatever comes over a stream: nothing breaks, and what is let through answers", () => {
  const random = dice(12);
  const whole = (n: number): number => Math.floor(random() * n);
  let taken = 0;
  for (let run = 0; run < runs; run++) {
    const body = Uint8Array.of(7, 3, 4, whole(256), whole(256), whole(256), whole(256));
    const stream = joined(mbapFrame(run & 0xffff, body), mutated(mbapFrame(5, body), whole));
    const reader = new MbapReader();
    const cut = whole(stream.length + 1);
    for (const part of [stream.slice(0, cut), stream.slice(cut)]) {
      const replies = reader.read(part);
      if (replies === "lost") break;
      for (const { body: got } of replies) if (answers(got, request)) taken++;
    }
  }
  expect(taken).toBeGreaterThan(runs / 2);
});

function mutated(bytes: Uint8Array, whole: (n: number) => number): Uint8Array {
  let now = [...bytes];
  for (let times = 1 + whole(3); times > 0; times--) {
    const at = whole(now.length + 1);
    switch (whole(7)) {
      case 0:
        if (at < now.length) now[at] = now[at]! ^ (1 << whole(8));
        break;
      case 1:
        if (at < now.length) now[at] = whole(256);
        break;
      case 2:
        now.splice(at, 0, whole(256));
        break;
      case 3:
        now.splice(at, 1);
        break;
      case 4:
        now = now.slice(0, at);
        break;
      case 5:
        now = [...Array.from({ length: whole(12) }, () => whole(256)), ...now];
        break;
      default:
        now = [...now, ...now.slice(at)];
    }
  }
  return Uint8Array.from(now);
}

/** The same throws for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
