import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseWav, wavHeader, wavSamples } from "../../wire/audio/wav.ts";
import { convertSound } from "./convert-sound.ts";

let dir: string;
let out: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-prompts-"));
  out = join(dir, "out");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A second of quiet, two of a tone at −26 dBFS, a second of quiet; in the format that the name says. */
function made(name: string, ...more: string[]): string {
  const path = join(dir, name);
  const sound = "sine=frequency=500:duration=2,volume=0.4,adelay=1000:all=1,apad=pad_dur=1";
  execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", sound, ...more, path]);
  return path;
}
const written = (name: string, bytes: Uint8Array | string): string => {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
};
const good = async (path: string) => {
  const sound = await convertSound(path, out);
  if ("fault" in sound) throw new Error(`${sound.fault}: ${sound.text}`);
  return sound;
};

describe("an upload becomes a prompt", () => {
  it.each(["a.mp3", "a.wav", "a.ogg", "a.flac", "a.m4a", "a.webm", "a.aiff"])(
    "%s: the house's format, levelled and trimmed",
    async (name) => {
      const sound = await good(made(name, "-ac", "2"));
      const bytes = readFileSync(join(out, sound.file));
      expect(sound.file).toBe(`${createHash("sha256").update(bytes).digest("hex").slice(0, 40)}.wav`);
      const wav = parseWav(bytes);
      if ("fault" in wav) throw new Error(wav.fault);
      expect(wav).toMatchObject({ format: "pcm16", channels: 1, rateHz: 16_000 });
      const samples = wavSamples(wav);
      expect(Math.abs(samples.length / 16 - sound.durationMs)).toBeLessThan(2);
      // Two of four seconds are the tone; of the quiet 50 ms are left at each end.
      expect(sound.durationMs).toBeGreaterThan(1_950);
      expect(sound.durationMs).toBeLessThan(2_300);
      expect(sound.gainDb).toBeGreaterThan(3);
      const peak = samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
      expect(20 * Math.log10(peak / 32_768)).toBeLessThan(-1.5);
      expect(20 * Math.log10(peak / 32_768)).toBeGreaterThan(-20);
    },
  );
  it("is the same file for the same sound", async () => {
    const path = made("same.wav");
    expect((await good(path)).file).toBe((await good(path)).file);
  });
  it("takes the sound out of a film", async () => {
    const path = join(dir, "film.mp4");
    execFileSync("ffmpeg", [
      ...["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=duration=1:size=64x64:rate=5"],
      ...["-f", "lavfi", "-i", "sine=duration=1", "-shortest", path],
    ]);
    expect((await good(path)).durationMs).toBeGreaterThan(800);
  });
});

describe("what is no good is refused by its name", () => {
  const fault = async (path: string) => {
    const sound = await convertSound(path, out);
    return "fault" in sound ? sound.fault : "none";
  };
  it("noise, nothing, a text and a picture", async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251);
    expect(await fault(written("noise.mp3", noise))).toBe("audio-unreadable");
    expect(await fault(written("empty.wav", ""))).toBe("audio-unreadable");
    expect(await fault(written("text.wav", "hello, this is a letter\n".repeat(50)))).toBe("audio-unreadable");
    expect(await fault(join(dir, "is-not-there.wav"))).toBe("audio-unreadable");
    const picture = join(dir, "picture.png");
    execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "color=s=8x8:d=1", "-frames:v", "1", picture]);
    expect(await fault(picture)).toBe("audio-unreadable");
  });
  it("silence", async () => {
    const header = wavHeader({ format: "pcm16", channels: 1, rateHz: 8000, dataBytes: 32_000 });
    expect(await fault(written("silence.wav", Buffer.concat([header, Buffer.alloc(32_000)])))).toBe("audio-silent");
  });
  it("hours of it, whatever the header says", async () => {
    const long = join(dir, "long.wav");
    execFileSync("ffmpeg", [
      "-v",
      "error",
      "-y",
      "-f",
      "lavfi",
      "-i",
      "sine=duration=1000:sample_rate=8000",
      "-c:a",
      "pcm_mulaw",
      long,
    ]);
    expect(await fault(long)).toBe("audio-too-long");
    // A header that promises four gigabytes, with one second behind it.
    const short = readFileSync(made("short.wav"));
    const view = new DataView(short.buffer, short.byteOffset);
    view.setUint32(4, 0xffff_fff0, true);
    expect(await fault(written("boast.wav", short))).toBe("none");
  });
  it("a file cut in half still gives what is there, or is refused, but never hangs or throws", async () => {
    const whole = readFileSync(made("whole.mp3"));
    for (const part of [0.9, 0.5, 0.1, 0.01]) {
      const cut = written(`cut-${part}.mp3`, whole.subarray(0, Math.floor(whole.length * part)));
      expect(["none", "audio-unreadable", "audio-silent"]).toContain(await fault(cut));
    }
  });
  it("lists that name other files: nothing of the box is read", async () => {
    const secret = made("secret.wav");
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:${secret}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${secret}'\n`,
      `[playlist]\nFile1=${secret}\n`,
      `<?xml version="1.0"?><MPD><BaseURL>${secret}</BaseURL></MPD>`,
    ];
    for (const [i, text] of lists.entries())
      for (const ending of ["wav", "m3u8", "mp3", "ffconcat"])
        expect(await fault(written(`list-${i}.${ending}`, text))).toBe("audio-unreadable");
  });
  it("leaves nothing half-done behind", () => {
    expect(readdirSync(out).filter((name) => !/^[0-9a-f]{40}\.wav$/.test(name))).toEqual([]);
  });
});
