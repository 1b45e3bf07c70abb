import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { decodeAlaw, decodeUlaw, linearToAlaw } from "./g711.ts";
import { tonePowerDbm0 } from "./goertzel.ts";
import { parseWav, type Wav, wavHeader, wavToLinear8k } from "./wav.ts";

const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const wavOf = (bytes: Uint8Array): Wav => {
  const wav = parseWav(bytes);
  if ("fault" in wav) throw new Error(wav.fault);
  return wav;
};
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const ffmpeg = (input: Uint8Array, ...args: string[]): Buffer => {
  const run = spawnSync("ffmpeg", ["-v", "error", "-i", "pipe:0", ...args, "pipe:1"], { input, maxBuffer: 1 << 26 });
  expect(run.error, "ffmpeg must be installed").toBeUndefined();
  expect(run.stderr.toString()).toBe("");
  return run.stdout;
};

describe("wavHeader", () => {
  it("is read back with the same facts", () => {
    for (const format of ["alaw", "ulaw", "pcm16"] as const) {
      const data = Uint8Array.from({ length: 400 }, (_, i) => i & 255);
      const header = wavHeader({ format, channels: 2, rateHz: 8000, dataBytes: 400 });
      expect(header.length).toBe(format === "pcm16" ? 44 : 58);
      expect(wavOf(join(header, data))).toEqual({ format, channels: 2, rateHz: 8000, data });
      expect(new DataView(header.buffer).getUint32(4, true)).toBe(header.length + 400 - 8);
    }
  });

  it("counts sample frames in the fact chunk and the pad byte in the whole", () => {
    const view = new DataView(wavHeader({ format: "alaw", channels: 1, rateHz: 8000, dataBytes: 401 }).buffer);
    expect(view.getUint32(46, true)).toBe(401);
    expect(view.getUint32(4, true)).toBe(50 + 402);
  });

  it("is understood by others", () => {
    const codes = Uint8Array.from({ length: 800 }, (_, i) => linearToAlaw[Math.round(8000 * Math.sin(i * 0.3)) & 0xffff]!);
    for (const [format, decode] of [
      ["alaw", decodeAlaw],
      ["ulaw", decodeUlaw],
    ] as const) {
      const decoded = ffmpeg(join(wavHeader({ format, channels: 1, rateHz: 8000, dataBytes: 800 }), codes), "-f", "s16le");
      const wanted = new Int16Array(800);
      decode(codes, 0, wanted, 0, 800);
      expect(decoded.equals(Buffer.from(wanted.buffer))).toBe(true);
    }
  });
});

describe("parseWav", () => {
  const data = Uint8Array.from({ length: 320 }, (_, i) => i & 255);
  const plain = join(wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: 320 }), data);

  it("gives what there is of a file cut short or never finished", () => {
    expect(wavOf(plain.subarray(0, 58 + 101)).data.length).toBe(100);
    const unfinished = join(wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: 0 }), data);
    expect(wavOf(unfinished).data).toEqual(data);
    unfinished.fill(255, 54, 58);
    expect(wavOf(unfinished).data).toEqual(data);
  });

  it("steps over other chunks, also of odd length", () => {
    const list = join(text("LIST"), Uint8Array.of(3, 0, 0, 0), text("abc"), Uint8Array.of(0));
    expect(wavOf(join(plain.subarray(0, 12), list, plain.subarray(12))).data).toEqual(data);
  });

  it("reads the extensible form", () => {
    const samples = new Int16Array(1600).map((_, i) => Math.round(9000 * Math.sin(i * 0.2)));
    const raw = ffmpeg(
      join(wavHeader({ format: "pcm16", channels: 1, rateHz: 48_000, dataBytes: 3200 }), new Uint8Array(samples.buffer)),
      "-ac",
      "3",
      "-c:a",
      "pcm_s16le",
      "-f",
      "wav",
    );
    expect(raw.readUInt16LE(20)).toBe(0xfffe);
    const wav = wavOf(new Uint8Array(raw));
    expect(wav).toMatchObject({ format: "pcm16", channels: 3, rateHz: 48_000 });
    expect(wav.data.length).toBe(9600);
  });

  it("names the fault of everything else", () => {
    const faultOf = (bytes: Uint8Array): string => {
      const wav = parseWav(bytes);
      return "fault" in wav ? wav.fault : "";
    };
    expect(faultOf(new Uint8Array(0))).toContain("not a WAVE");
    expect(faultOf(text("RIFF1234WAVX"))).toContain("not a WAVE");
    expect(faultOf(plain.subarray(0, 12))).toContain("without data");
    expect(faultOf(plain.subarray(0, 30))).toContain("broken format");
    const broken = plain.slice();
    broken[20] = 0x55;
    expect(faultOf(broken)).toContain("unknown format (tag 85, 8 bits)");
    const silent = plain.slice();
    silent[22] = 0;
    expect(faultOf(silent)).toContain("0 channels");
    const huge = plain.slice();
    huge.fill(255, 16, 20);
    expect(faultOf(huge)).toContain("without data");
  });

  it("survives every truncation and many damages", () => {
    for (let length = 0; length < plain.length; length++) parseWav(plain.subarray(0, length));
    let seed = 7;
    for (let run = 0; run < 3000; run++) {
      const damaged = plain.slice(0, 70);
      for (let i = 0; i < 4; i++) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        damaged[(seed >>> 8) % 70] = seed >>> 24;
      }
      const wav = parseWav(damaged);
      if (!("fault" in wav)) expect(wav.data.length).toBeLessThanOrEqual(70);
    }
  });
});

describe("wavToLinear8k", () => {
  it("brings a stereo upload at 44.1 kHz to one channel at 8 kHz", () => {
    const stereo = new Int16Array(88_200);
    for (let i = 0; i < 44_100; i++) {
      stereo[2 * i] = Math.round(16_000 * Math.sin((2 * Math.PI * 500 * i) / 44_100));
      stereo[2 * i + 1] = Math.round(16_000 * Math.sin((2 * Math.PI * 1500 * i) / 44_100));
    }
    const header = wavHeader({ format: "pcm16", channels: 2, rateHz: 44_100, dataBytes: stereo.byteLength });
    const mono = wavToLinear8k(join(header, new Uint8Array(stereo.buffer)));
    if ("fault" in mono) throw new Error(mono.fault);
    expect(mono.length).toBe(8000);
    const wanted = 3.14 - 20 * Math.log10(32_768 / 8000);
    expect(tonePowerDbm0(mono, 800, 6400, 500)).toBeCloseTo(wanted, 1);
    expect(tonePowerDbm0(mono, 800, 6400, 1500)).toBeCloseTo(wanted, 1);
  });

  it("takes bytes without sign for 8-bit PCM", () => {
    const bytes = join(wavHeader({ format: "alaw", channels: 1, rateHz: 8000, dataBytes: 3 }), Uint8Array.of(128, 0, 255));
    bytes[20] = 1;
    expect([...(wavToLinear8k(bytes) as Int16Array)]).toEqual([0, -32_768, 32_512]);
  });

  it("passes a fault on", () => {
    expect(wavToLinear8k(new Uint8Array(3))).toHaveProperty("fault");
  });
});
