import { expect, test } from "vitest";
import { type BusyTone, type LineTone, LineTones } from "./line-tones.ts";
import { ToneGenerator, type TonePart } from "./tones.ts";

function sound(frequencyHz: number, onOffMs: number[], forMs: number, levelDbm0 = -12): Int16Array {
  const parts: TonePart[] = [];
  for (let i = 0; i < onOffMs.length; i += 2)
    parts.push({ frequenciesHz: [frequencyHz], levelDbm0, onMs: onOffMs[i]!, offMs: onOffMs[i + 1] ?? 0 });
  const samples = new Int16Array(forMs * 8);
  new ToneGenerator({ parts, repeat: true }).render(samples, 0, samples.length);
  return samples;
}

function heard(samples: Int16Array, busy?: BusyTone): { tone: LineTone; atMs: number }[] {
  const tones = new LineTones("CN", busy);
  const found: { tone: LineTone; atMs: number }[] = [];
  for (let at = 0; at < samples.length; at += 160) {
    const tone = tones.feed(samples.subarray(at, at + 160));
    if (tone) found.push({ tone, atMs: at / 8 });
  }
  return found;
}

const names = (samples: Int16Array, busy?: BusyTone): LineTone[] => heard(samples, busy).map(({ tone }) => tone);

test("busy tone at the edges of what an exchange may do, loud and quiet, within 2.5 s", () => {
  for (const hz of [430, 440, 450, 460, 470])
    for (const [on, off] of [
      [350, 350],
      [310, 390],
      [390, 310],
      [350, 380],
    ] as const)
      for (const level of [-5, -12, -30]) {
        const found = heard(sound(hz, [on, off], 4000, level));
        expect(found[0]?.tone, `${hz} Hz ${on}/${off} ${level} dBm0`).toBe("busy");
        expect(found[0]!.atMs).toBeLessThan(2500);
      }
});

test("ring-back, congestion, dial tone and other rhythms are no busy tone", () => {
  expect(names(sound(450, [1000, 4000], 30_000))).toEqual(expect.arrayContaining(["ringback"]));
  expect(names(sound(450, [1000, 4000], 30_000))).not.toContain("busy");
  expect(names(sound(450, [700, 700], 10_000))).toContain("congestion");
  expect(names(sound(450, [700, 700], 10_000))).not.toContain("busy");
  expect(names(sound(450, [Number.POSITIVE_INFINITY], 5000))).toEqual(["steady", "dial"]);
  for (const rhythm of [
    [400, 4000],
    [100, 100],
    [250, 250],
    [500, 500],
    [350, 700],
    [350, 350, 350, 900],
    [100, 100, 100, 100, 100, 100, 400, 400],
  ])
    expect(names(sound(450, rhythm, 12_000)), rhythm.join("/")).not.toContain("busy");
  for (const hz of [350, 400, 510, 600, 1000]) expect(names(sound(hz, [350, 350], 6000)), `${hz} Hz`).not.toContain("busy");
});

test("an exchange with a busy tone of its own", () => {
  const busy = { frequencyHz: 425, onMs: 500, offMs: 500 };
  expect(names(sound(415, [500, 500], 6000), busy)).toContain("busy");
  expect(names(sound(450, [350, 350], 6000), busy)).not.toContain("busy");
});

test("speech-like sound in the same rhythm is no tone", () => {
  let state = 7;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  // A voiced sound: a pitch of 150 Hz with its overtones, syllables of 350 ms.
  const voice = Int16Array.from({ length: 8000 * 20 }, (_, n) => {
    if (Math.floor(n / 2800) % 2) return Math.round(noise() * 40);
    const pitch = 150 + 20 * Math.sin(n / 3000);
    return Math.round(
      [1, 2, 3, 4, 5, 6].reduce((sum, k) => sum + 1500 * Math.sin((2 * Math.PI * pitch * k * n) / 8000), 0) + noise() * 400,
    );
  });
  expect(names(voice)).toEqual([]);
});

test("a caller who speaks into it begins the count anew; a click does not", () => {
  const busy = sound(450, [350, 350], 5000);
  const spoken = busy.slice();
  for (const at of [0.6, 1.3, 2.0, 2.7, 3.4, 4.1])
    for (let n = Math.round(at * 8000); n < (at + 0.1) * 8000; n++)
      spoken[n] = Math.round(6000 * Math.sin(n * 0.9) + 5000 * Math.sin(n * 0.31));
  expect(names(spoken)).not.toContain("busy");
  const clicked = busy.slice();
  for (let n = 4000; n < 4080; n++) clicked[n] = n % 2 ? 9000 : -9000;
  expect(names(clicked)).toContain("busy");
});
