import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { DtmfDetector } from "./dtmf-detector.ts";
import { amplitudeOf, levelDbm0 } from "./energy.ts";
import { alawToLinear, linearToAlaw } from "./g711.ts";
import { dtmfColumnsHz, dtmfKeys, dtmfRowsHz, dtmfTone, ToneGenerator } from "./tones.ts";
import { wavToLinear8k } from "./wav.ts";

const digits = "0123456789*#ABCD";

function hear(samples: Int16Array, frame = 160): string {
  const detector = new DtmfDetector();
  let heard = "";
  for (let at = 0; at < samples.length; at += frame) {
    const digit = detector.feed(samples, at, Math.min(frame, samples.length - at));
    if (digit !== 0) heard += String.fromCharCode(digit);
  }
  return heard;
}

type Dial = {
  levelDbm0?: number;
  twistDb?: number;
  onMs?: number;
  offMs?: number;
  detune?: number;
  noiseDbm0?: number;
  alaw?: boolean;
  shift?: number;
};

/** All sixteen digits; twist: high group louder by so much. The beginning is shifted, so that blocks fall differently. */
function dial({
  levelDbm0: level = -10,
  twistDb = 0,
  onMs = 80,
  offMs = 80,
  detune = 1,
  noiseDbm0,
  alaw = false,
  shift = 0,
}: Dial): Int16Array {
  const slot = (onMs + offMs) * 8;
  const samples = new Int16Array(slot * digits.length + 400 + shift);
  let seed = 99;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 0x1_0000_0000;
  };
  const noise = noiseDbm0 === undefined ? 0 : amplitudeOf(noiseDbm0) / Math.SQRT2;
  for (let i = 0; i < samples.length; i++) {
    const place = i - shift;
    const key = dtmfKeys.indexOf(digits[Math.floor(place / slot)] ?? "-");
    let value = noise === 0 ? 0 : noise * Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
    if (place >= 0 && key >= 0 && place % slot < onMs * 8) {
      value += amplitudeOf(level - twistDb / 2) * Math.sin((2 * Math.PI * dtmfRowsHz[key >> 2]! * detune * i) / 8000);
      value += amplitudeOf(level + twistDb / 2) * Math.sin((2 * Math.PI * dtmfColumnsHz[key & 3]! * detune * i) / 8000 + 1);
    }
    const sample = Math.max(-32_768, Math.min(32_767, Math.round(value)));
    samples[i] = alaw ? alawToLinear[linearToAlaw[sample & 0xffff]!]! : sample;
  }
  return samples;
}

const shifts = [0, 13, 37, 51, 66, 90];

describe("DtmfDetector", () => {
  it("hears every key at every level, wherever it falls, also through A-law", () => {
    for (const level of [0, -10, -20, -30, -36])
      for (const alaw of [false, true])
        for (const shift of shifts)
          expect(hear(dial({ levelDbm0: level, alaw, shift })), `${level} dBm0, A-law ${alaw}, ${shift}`).toBe(digits);
  });

  it("hears the shortest presses and pauses of 40 ms", () => {
    for (const shift of shifts) expect(hear(dial({ onMs: 40, offMs: 40, shift })), `${shift}`).toBe(digits);
  });

  it("tells the same key pressed again from one long press, and presses of 20 ms from none", () => {
    const repeated = new Int16Array(8000 * 2);
    new ToneGenerator(dtmfTone("5555", 50, 45)).render(repeated, 0, repeated.length);
    expect(hear(repeated)).toBe("5555");
    const long = new Int16Array(8000 * 4);
    new ToneGenerator(dtmfTone("7", 3000, 0)).render(long, 0, long.length);
    expect(hear(long)).toBe("7");
    for (const shift of shifts) expect(hear(dial({ onMs: 20, offMs: 60, shift })), `${shift}`).toBe("");
  });

  it("does not split a press by a short dropout", () => {
    const samples = new Int16Array(8000);
    new ToneGenerator(dtmfTone("3", 300, 0)).render(samples, 0, samples.length);
    samples.fill(0, 1000, 1080);
    expect(hear(samples)).toBe("3");
  });

  it("bears the twist of real lines, and refuses more", () => {
    for (const twistDb of [-8, -4, 0, 3, 4]) expect(hear(dial({ twistDb })), `${twistDb} dB`).toBe(digits);
    for (const twistDb of [-11, 7]) expect(hear(dial({ twistDb })), `${twistDb} dB`).toBe("");
  });

  it("bears detuned keypads to 1.5 %, and refuses 3.5 %", () => {
    for (const detune of [0.985, 1.015]) expect(hear(dial({ detune })), `${detune}`).toBe(digits);
    for (const detune of [0.965, 1.035]) expect(hear(dial({ detune })), `${detune}`).toBe("");
  });

  it("hears digits 10 dB above noise, and nothing in noise alone", () => {
    // each tone at -13, both together at -10
    for (const shift of shifts) expect(hear(dial({ levelDbm0: -13, noiseDbm0: -22, shift })), `${shift}`).toBe(digits);
    for (const detune of [0.988, 1.012]) expect(hear(dial({ levelDbm0: -13, noiseDbm0: -22, detune })), `${detune}`).toBe(digits);
    const noise = dial({ levelDbm0: -90, noiseDbm0: -10, onMs: 1000, offMs: 1000 });
    expect(levelDbm0(noise, 0, noise.length)).toBeCloseTo(-10, 0);
    expect(hear(noise)).toBe("");
  });

  it("does not depend on how the samples are sliced", () => {
    const samples = dial({});
    for (const frame of [1, 33, 80, 160, 200]) expect(hear(samples, frame)).toBe(digits);
  });

  it("forgets what it half heard when it is reset, and knows what is held", () => {
    const detector = new DtmfDetector();
    const samples = new Int16Array(800);
    new ToneGenerator(dtmfTone("9", 100, 0)).render(samples, 0, 800);
    expect(detector.feed(samples, 0, 102)).toBe(0);
    detector.reset();
    expect(detector.feed(samples, 102, 102)).toBe(0);
    expect(detector.held).toBe(0);
    expect(detector.feed(samples, 204, 102)).toBe("9".charCodeAt(0));
    expect(detector.held).toBe("9".charCodeAt(0));
  });
});

/** Spoken by the synthesiser, which must be there; 8 kHz. */
function speak(voice: string, text: string, options: string[] = []): Int16Array {
  const run = spawnSync("espeak-ng", ["-v", voice, ...options, "--stdout", text], { maxBuffer: 1 << 28 });
  expect(run.error, "espeak-ng must be installed").toBeUndefined();
  const speech = wavToLinear8k(new Uint8Array(run.stdout));
  if ("fault" in speech) throw new Error(speech.fault);
  return speech;
}

describe("talk-off", () => {
  const chinese =
    "您好，欢迎致电自来水公司服务热线。报装请按一，停水咨询请按二，水费查询请按三，水质投诉请按四，人工服务请按零。请输入您的八位用户编号，以井号键结束。" +
    "今天上午九点到下午五点，人民路、解放路和建设路因管道抢修停水，不便之处，敬请谅解。我家的水表坏了，水压也很低，请你们派师傅来看一看，电话是一三八零零一二三四五六七八九。";
  const english =
    "Thank you for calling the water company. Your call is important to us, and one of our people will be with you shortly. " +
    "There is a burst pipe in the high street, we expect the supply to be back by half past four. Could you spell your name and give me the number of the meter, please? " +
    "Yes, seven, seven, nine, zero, three, double eight. The quick brown fox jumps over the lazy dog; she sells sea shells by the sea shore.";

  it("hears no digit in speech, high, low, fast, slow, loud or quiet", () => {
    let seconds = 0;
    for (const [voice, text] of [
      ["cmn-latn-pinyin", chinese],
      ["en", english],
      ["en+f3", english],
      ["cmn-latn-pinyin+f2", chinese],
    ] as const)
      for (const options of [[], ["-p", "90"], ["-p", "10", "-s", "120"], ["-s", "260"]]) {
        const speech = speak(voice, text, options);
        seconds += speech.length / 8000;
        expect(levelDbm0(speech, 0, speech.length)).toBeGreaterThan(-30);
        expect(hear(speech), `${voice} ${options}`).toBe("");
        expect(hear(speech.map((sample) => sample / 8)), `${voice} ${options}, quiet`).toBe("");
        expect(
          hear(speech.map((sample) => Math.max(-20_000, Math.min(20_000, sample * 6)))),
          `${voice} ${options}, clipped`,
        ).toBe("");
      }
    expect(seconds).toBeGreaterThan(240);
  });
});
