import fc from "fast-check";
import { expect, test } from "vitest";
import { callerMessage, type LineMessage, lampMessage, MessageReader, messageBits } from "./caller-id-message.ts";
import { DtmfCallerId, dtmfCallerKeys } from "./dtmf-caller-id.ts";
import { FskReceiver } from "./fsk-receiver.ts";
import { fskSound } from "./fsk-sender.ts";

const noon = { month: 11, day: 22, hour: 12, minute: 5 };

/** Repeatable noise: a sum of uniforms from a small generator. */
function noisy(sound: Int16Array, snrDb: number, seed: number): Int16Array {
  let state = seed * 2_654_435_761 + 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const power = sound.reduce((sum, s) => sum + s * s, 0) / sound.length;
  const deviation = Math.sqrt(power / 10 ** (snrDb / 10));
  return sound.map((s) => s + deviation * (uniform() + uniform() + uniform() + uniform()) * Math.sqrt(3));
}

/** The same sound from a clock that is a little fast or slow. */
function drifted(sound: Int16Array, partsPerMillion: number): Int16Array {
  const ratio = 1 + partsPerMillion / 1e6;
  return Int16Array.from({ length: Math.floor(sound.length / ratio) - 1 }, (_, i) => {
    const at = i * ratio;
    const low = Math.floor(at);
    return sound[low]! + (sound[low + 1]! - sound[low]!) * (at - low);
  });
}

function heard(sound: Int16Array, blockSamples = 160): LineMessage[] {
  const found: LineMessage[] = [];
  const reader = new MessageReader();
  const receiver = new FskReceiver((one) => {
    if ("lost" in one) return reader.forget();
    const message = reader.feed(one.byte);
    if (message) found.push(message);
  });
  for (let at = 0; at < sound.length; at += blockSamples) receiver.feed(sound.subarray(at, at + blockSamples));
  return found;
}

const sent = (number: string, levelDbm0?: number): Int16Array =>
  fskSound(messageBits(callerMessage({ number, withheld: false }, noon)), levelDbm0);
const told = (number: string): LineMessage => ({ kind: "caller", caller: { number, withheld: false } });

test("a caller's number by FSK, loud and quiet, in any blocks, with a clock that is off", () => {
  expect(heard(sent("13800138000"))).toEqual([told("13800138000")]);
  for (const level of [-3, -10, -25, -36])
    expect(heard(sent("02087654321", level)), `${level} dBm0`).toEqual([told("02087654321")]);
  for (const block of [1, 37, 160, 320]) expect(heard(sent("10086"), block)).toEqual([told("10086")]);
  for (const ppm of [-10_000, -3_000, 3_000, 10_000])
    expect(heard(drifted(sent("13912345678"), ppm))).toEqual([told("13912345678")]);
});

test("with noise: nearly always at 12 dB, always at 20 dB, and never a wrong number", () => {
  let right = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const number = `138${String((seed * 7_919_113) % 1e8).padStart(8, "0")}`;
    expect(heard(noisy(sent(number), 20, seed))).toEqual([told(number)]);
    const messages = heard(noisy(sent(number), 12, seed));
    if (messages.length > 0) expect(messages).toEqual([told(number)]);
    right += messages.length;
  }
  expect(right).toBeGreaterThanOrEqual(95);
});

test("withheld, not known, with a name, single data, and the lamp", () => {
  const bits = (message: number[]): LineMessage[] => heard(fskSound(messageBits(message)));
  expect(bits(callerMessage({ withheld: true }, noon))).toEqual([{ kind: "caller", caller: { withheld: true } }]);
  expect(bits(callerMessage({ withheld: false }, noon))).toEqual([{ kind: "caller", caller: { withheld: false } }]);
  expect(bits(callerMessage({ number: "8001", name: "Wang", withheld: false }, noon))).toEqual([
    { kind: "caller", caller: { number: "8001", name: "Wang", withheld: false } },
  ]);
  const single = [0x04, 0x12, ..."1122120575512345678".slice(0, 18)].map((x) => (typeof x === "string" ? x.charCodeAt(0) : x));
  const sum = single.reduce((s, b) => s + b, 0);
  expect(bits([...single, (256 - (sum % 256)) % 256])).toEqual([told("7551234567")]);
  expect(bits(lampMessage(true))).toEqual([{ kind: "lamp", on: true }]);
  expect(bits(lampMessage(false))).toEqual([{ kind: "lamp", on: false }]);
});

test("a damaged message is no message", () => {
  const good = callerMessage({ number: "13800138000", withheld: false }, noon);
  for (let i = 0; i < good.length; i++) {
    const bad = good.with(i, (good[i]! + 1) & 255);
    const reader = new MessageReader();
    const found = bad.map((b) => reader.feed(b)).filter(Boolean);
    expect(found).toEqual([]);
  }
});

test("voice-like and random sound tells nobody's number", () => {
  const tones = Int16Array.from({ length: 8_000 * 5 }, (_, n) =>
    Math.round(4_000 * Math.sin(n * 0.19 + 3 * Math.sin(n * 0.0021)) + 3_000 * Math.sin(n * 0.61)),
  );
  expect(heard(tones)).toEqual([]);
  expect(heard(noisy(new Int16Array(40_000).fill(1_000), 0, 7))).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300, size: "max" }), (bytes) => {
      const reader = new MessageReader();
      for (const byte of bytes) {
        const found = reader.feed(byte);
        if (found?.kind === "caller" && found.caller.number) expect(found.caller.number).toMatch(/^[0-9+*#]{1,24}$/);
      }
    }),
    { numRuns: Number(process.env.LINEBOX_MUTATIONS ?? 3_000) },
  );
});

test("caller ID by DTMF: begun and ended, without an end, withheld", () => {
  const type = (keys: string, cid = new DtmfCallerId()) => [...keys].map((k, i) => cid.key(k, i * 100)).find(Boolean);
  expect(type("D13800138000C")).toEqual({ number: "13800138000", withheld: false });
  expect(type("A02087654321#")).toEqual({ number: "02087654321", withheld: false });
  expect(type("B00C")).toEqual({ withheld: true });
  expect(type("B10C")).toEqual({ withheld: false });
  const open = new DtmfCallerId();
  expect(type("D10086", open)).toBeUndefined();
  expect(open.quiet(700)).toBeUndefined();
  expect(open.quiet(1_100)).toEqual({ number: "10086", withheld: false });
  expect(dtmfCallerKeys({ number: "8001", withheld: false })).toBe("D8001C");
  expect(dtmfCallerKeys({ withheld: true })).toBe("B00C");
});
