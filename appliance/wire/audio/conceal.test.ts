import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Concealer } from "./conceal.ts";
import { levelDbm0 } from "./energy.ts";
import { wavToLinear8k } from "./wav.ts";

const voice = (samples: number): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) => {
    const turn = (2 * Math.PI * 123 * i) / 8000;
    return Math.round(5000 * Math.sin(turn) + 2500 * Math.sin(2 * turn + 1) + 1200 * Math.sin(5 * turn + 2));
  });

/** Loses the frames whose number is listed. `fill`: by silence instead. */
function play(src: Int16Array, lost: number[], fill = false): Int16Array {
  const out = src.slice();
  const concealer = new Concealer();
  for (let frame = 0; frame * 160 + 160 <= src.length; frame++) {
    if (!lost.includes(frame)) concealer.good(out, frame * 160, 160);
    else if (fill) out.fill(0, frame * 160, frame * 160 + 160);
    else concealer.lost(out, frame * 160, 160);
  }
  return out;
}

function errorDb(wanted: Int16Array, heard: Int16Array, start: number, end: number): number {
  let signal = 0;
  let error = 0;
  for (let i = start; i < end; i++) {
    signal += wanted[i]! ** 2;
    error += (wanted[i]! - heard[i]!) ** 2;
  }
  return 10 * Math.log10(signal / (error + 1e-9));
}

const steepest = (samples: Int16Array, start: number, end: number): number => {
  let most = 0;
  for (let i = start + 1; i < end; i++) most = Math.max(most, Math.abs(samples[i]! - samples[i - 1]!));
  return most;
};

/** Correlation of the frame with the original, shifted by up to 5 ms: the ear does not mind when exactly. */
function resemblance(wanted: Int16Array, heard: Int16Array, start: number): number {
  let best = 0;
  for (let shift = -40; shift <= 40; shift++) {
    let product = 0;
    let energies = [0, 0];
    for (let i = start; i < start + 160; i++) {
      const original = wanted[i + shift] ?? 0;
      product += original * heard[i]!;
      energies = [energies[0]! + original ** 2, energies[1]! + heard[i]! ** 2];
    }
    best = Math.max(best, product / Math.sqrt(energies[0]! * energies[1]! + 1));
  }
  return best;
}

const medianOf = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe("Concealer", () => {
  it("leaves audio without loss as it is", () => {
    const src = voice(3200);
    expect(play(src, [])).toEqual(src);
  });

  it("carries a voiced sound over a lost frame", () => {
    const src = voice(3200);
    const heard = play(src, [6]);
    expect(errorDb(src, heard, 960, 1120)).toBeGreaterThan(10); // silence would have 0
    expect(heard.subarray(1152)).toEqual(src.subarray(1152)); // 4 ms after the loss all is as sent
  });

  it("makes no step at the seams", () => {
    const src = voice(3200);
    const usual = steepest(src, 0, 3200);
    for (const lost of [[6], [6, 7], [6, 7, 8, 9]]) expect(steepest(play(src, lost), 900, 1700)).toBeLessThan(usual * 1.5);
  });

  it("fades to silence within 60 ms", () => {
    const heard = play(voice(3200), [5, 6, 7, 8, 9]);
    expect(levelDbm0(heard, 800, 80)).toBeGreaterThan(-18);
    expect(levelDbm0(heard, 960, 80)).toBeLessThan(levelDbm0(heard, 800, 80));
    expect(heard.subarray(800 + 480, 1600).every((sample) => sample === 0)).toBe(true);
  });

  it("sounds like the speech it stands for", () => {
    const run = spawnSync(
      "espeak-ng",
      ["-v", "cmn-latn-pinyin", "--stdout", "您好，欢迎致电自来水公司服务热线。报装请按一，停水咨询请按二。"],
      {
        maxBuffer: 1 << 26,
      },
    );
    expect(run.error, "espeak-ng must be installed").toBeUndefined();
    const speech = wavToLinear8k(new Uint8Array(run.stdout));
    if ("fault" in speech) throw new Error(speech.fault);
    const resemblances: number[] = [];
    const levelErrors: number[] = [];
    for (let frame = 6; frame * 160 + 320 < speech.length; frame += 3) {
      const start = frame * 160;
      if (levelDbm0(speech, start, 160) < -25) continue;
      const heard = play(speech.subarray(0, start + 160), [frame]);
      resemblances.push(resemblance(speech, heard, start));
      levelErrors.push(Math.abs(levelDbm0(heard, start, 160) - levelDbm0(speech, start, 160)));
    }
    expect(resemblances.length).toBeGreaterThan(40);
    expect(medianOf(resemblances)).toBeGreaterThan(0.7);
    expect(medianOf(levelErrors)).toBeLessThan(3);
  });

  it("has nothing but silence to offer at the very beginning, and takes any frame length", () => {
    const out = new Int16Array(80).fill(5);
    const concealer = new Concealer();
    concealer.lost(out, 0, 80);
    expect(out.every((sample) => sample === 0)).toBe(true);
    concealer.good(voice(240), 0, 240);
    concealer.lost(out, 0, 80);
    expect(levelDbm0(out, 0, 80)).toBeGreaterThan(-20);
  });
});
