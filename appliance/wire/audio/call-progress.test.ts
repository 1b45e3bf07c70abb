import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { CallProgress, type CallProgressTone } from "./call-progress.ts";
import { toneFor, tonePlans } from "./tone-plans.ts";
import { ToneGenerator, type ToneSpec } from "./tones.ts";
import { wavToLinear8k } from "./wav.ts";

type Heard = { tone: CallProgressTone; atMs: number }[];

function hear(samples: Int16Array, country = "CN"): Heard {
  const ear = new CallProgress(country);
  const heard: Heard = [];
  for (let at = 0; at < samples.length; at += 160) {
    const tone = ear.feed(samples, at, Math.min(160, samples.length - at));
    if (tone !== undefined) heard.push({ tone, atMs: at / 8 });
  }
  return heard;
}

function sound(
  spec: ToneSpec,
  milliseconds: number,
  change: { leadMs?: number; hz?: number; levelDbm0?: number; noise?: number } = {},
): Int16Array {
  const lead = (change.leadMs ?? 0) * 8;
  const samples = new Int16Array(milliseconds * 8 + lead);
  const parts = spec.parts.map((part) => ({
    ...part,
    levelDbm0: change.levelDbm0 ?? part.levelDbm0,
    frequenciesHz: change.hz === undefined ? part.frequenciesHz : [change.hz],
  }));
  new ToneGenerator({ ...spec, parts }).render(samples, lead, milliseconds * 8);
  let seed = 5;
  for (let i = 0; i < samples.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    samples[i]! += ((seed >>> 8) / 0x100_0000 - 0.5) * 2 * (change.noise ?? 0);
  }
  return samples;
}

const namesOf = (heard: Heard): string[] => heard.map((item) => item.tone);

describe("CallProgress", () => {
  it("tells the four tones of China apart, and each once", () => {
    for (const [name, withinMs] of [
      ["busy", 2200],
      ["congestion", 4300],
      ["ringback", 6000],
      ["dial", 2000],
    ] as const) {
      const heard = hear(sound(toneFor("CN", name), 16_000, { leadMs: 370 }));
      expect(namesOf(heard), name).toEqual([name]);
      expect(heard[0]!.atMs, name).toBeLessThan(withinMs);
    }
  });

  it("bears frequencies from 425 to 480 Hz, levels to -35 dBm0, and noise", () => {
    for (const hz of [425, 435, 450, 465, 480])
      for (const levelDbm0 of [-10, -25, -35])
        for (const name of ["busy", "congestion", "ringback", "dial"] as const)
          expect(
            namesOf(hear(sound(toneFor("CN", name), 8000, { hz, levelDbm0, leadMs: 111 }))),
            `${name} ${hz} Hz ${levelDbm0}`,
          ).toEqual([name]);
    // uniform noise of amplitude 1200 has about -27 dBm0
    for (const name of ["busy", "congestion", "ringback", "dial"] as const)
      expect(namesOf(hear(sound(toneFor("CN", name), 8000, { noise: 1200 }))), `${name} in noise`).toEqual([name]);
  });

  it("begins anywhere in the rhythm", () => {
    const busy = sound(toneFor("CN", "busy"), 6000);
    for (const cut of [100, 500, 1111, 2222]) expect(namesOf(hear(busy.subarray(cut))), `${cut}`).toEqual(["busy"]);
  });

  it("hears the busy tone that follows a ring-back", () => {
    const both = new Int16Array(8 * 20_000);
    both.set(sound(toneFor("CN", "ringback"), 10_000), 0);
    both.set(sound(toneFor("CN", "busy"), 5000), 8 * 11_000);
    expect(namesOf(hear(both))).toEqual(["ringback", "busy"]);
  });

  it("knows every country's plan", () => {
    for (const [country, plan] of Object.entries(tonePlans))
      for (const name of ["busy", "ringback", "congestion"] as const) {
        const heard = namesOf(hear(sound(plan[name], 14_000), country));
        const same = JSON.stringify(plan.busy.parts) === JSON.stringify(plan.congestion.parts);
        expect(heard[0], `${country} ${name}`).toBe(name === "congestion" && same ? "busy" : name);
      }
    expect(namesOf(hear(sound(toneFor("US", "dial"), 4000), "US"))).toEqual(["dial"]);
    expect(namesOf(hear(sound(toneFor("IT", "dial"), 9000), "IT"))).toEqual(["dial"]);
  });

  it("hears nothing in silence, noise, another tone, or other rhythms", () => {
    expect(hear(new Int16Array(80_000))).toEqual([]);
    expect(hear(sound({ parts: [], repeat: false }, 20_000, { noise: 8000 }))).toEqual([]);
    expect(hear(sound(toneFor("CN", "busy"), 10_000, { hz: 1000 }))).toEqual([]);
    const odd: ToneSpec = { parts: [{ frequenciesHz: [450], levelDbm0: -10, onMs: 500, offMs: 200 }], repeat: true };
    expect(hear(sound(odd, 12_000))).toEqual([]);
  });

  it("hears nothing in speech", () => {
    const text =
      "您好，欢迎致电自来水公司服务热线。报装请按一，停水咨询请按二，水费查询请按三。今天上午人民路因管道抢修停水，不便之处，敬请谅解。";
    for (const [voice, words] of [
      ["cmn-latn-pinyin", text.repeat(3)],
      ["cmn-latn-pinyin+f4", text.repeat(3)],
      ["en", "Hello, hello? Yes, this is the water company. No, no, no. One moment please; oh, oh, I see. ".repeat(8)],
    ] as const) {
      const run = spawnSync("espeak-ng", ["-v", voice, "--stdout", words], { maxBuffer: 1 << 28 });
      expect(run.error, "espeak-ng must be installed").toBeUndefined();
      const speech = wavToLinear8k(new Uint8Array(run.stdout));
      if ("fault" in speech) throw new Error(speech.fault);
      expect(speech.length).toBeGreaterThan(8000 * 20);
      for (const country of ["CN", "GB", "US", "ES"]) expect(hear(speech, country), `${voice} ${country}`).toEqual([]);
    }
  });
});
