import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlayItem } from "../../../appliance/contract/media.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { linearToAlaw } from "../../../appliance/wire/audio/g711.ts";
import { wavHeader } from "../../../appliance/wire/audio/wav.ts";
import { backends, Lab } from "./lab.ts";
import { audible, powerOf, samplesOf } from "./sound.ts";

function waveFile(path: string, hz: number, ms: number, rateHz: number, format: "pcm16" | "alaw"): string {
  const samples = Int16Array.from({ length: (ms * rateHz) / 1000 }, (_, i) =>
    Math.round(8000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );
  const data =
    format === "pcm16" ? Buffer.from(samples.buffer) : Buffer.from(samples.map((sample) => linearToAlaw[sample & 0xffff]!));
  const bytes = format === "pcm16" ? data : Buffer.from(Uint8Array.from(samples, (sample) => linearToAlaw[sample & 0xffff]!));
  writeFileSync(path, Buffer.concat([wavHeader({ format, channels: 1, rateHz, dataBytes: bytes.length }), bytes]));
  return path;
}

describe.each(backends)("prompts over %s", (backend) => {
  let lab: Lab;
  const folder = mkdtempSync(join(tmpdir(), "prompts-"));
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true });
  });
  let plays = 0;
  const play = (leg: LegId, items: PlayItem[], repeat = false): string => {
    const name = `play ${++plays}`;
    lab.media.perform({ do: "media.play", leg, play: name, items, bargeIn: false, repeat });
    return name;
  };

  it("plays the tones of the country, packet after packet", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const name = play(id, [{ kind: "tone", tone: "dial", forMs: 400 }]);
    const played = await lab.heard("media.played", (event) => event.play === name);
    expect(played).toEqual({ on: "media.played", leg: id, play: name, how: "finished" });
    await peer.until((heard) => heard.length >= 20);
    const tone = peer.heard.slice(0, 20);
    for (let i = 1; i < tone.length; i++) {
      expect((tone[i]!.timestamp - tone[i - 1]!.timestamp) >>> 0).toBe(160);
      expect((tone[i]!.sequence - tone[i - 1]!.sequence) & 0xffff).toBe(1);
    }
    expect(tone.map((one) => one.marker)).toEqual([true, ...new Array(19).fill(false)]);
    expect(powerOf(samplesOf("PCMA", tone), 450)).toBeGreaterThan(-12);
  });

  it.each([
    ["PCM of 8 kHz", 8000, "pcm16"],
    ["PCM of 44.1 kHz", 44_100, "pcm16"],
    ["A-law of 8 kHz", 8000, "alaw"],
  ] as const)("plays a file: %s", async (_, rateHz, format) => {
    const { id, peer } = await lab.leg(["PCMU"]);
    const path = waveFile(join(folder, `${rateHz}-${format}.wav`), 650, 300, rateHz, format);
    const name = play(id, [{ kind: "file", path }]);
    expect((await lab.heard("media.played", (event) => event.play === name)).how).toBe("finished");
    await peer.until((heard) => powerOf(samplesOf("PCMU", heard), 650) > -20);
  });

  it("plays one item after the other, and in G.722", async () => {
    const { id, peer } = await lab.leg(["G722"]);
    const path = waveFile(join(folder, "three.wav"), 350, 500, 8000, "pcm16");
    play(id, [
      { kind: "file", path },
      { kind: "silence", forMs: 60 },
      { kind: "tone", tone: "beep", forMs: 500 },
    ]);
    await peer.until((heard) => heard.length >= 50);
    expect(audible(samplesOf("G722", peer.heard.slice(2, 20)), [350, 1000])).toEqual([350]);
    expect(audible(samplesOf("G722", peer.heard.slice(32, 48)), [350, 1000])).toEqual([1000]);
  });

  it("leaves out what is missing or damaged, says so, and goes on", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const damaged = join(folder, "damaged.wav");
    writeFileSync(damaged, "this is no sound");
    const missing = join(folder, "missing.wav");
    const name = play(id, [
      { kind: "file", path: missing },
      { kind: "file", path: damaged },
      { kind: "tone", tone: "beep", forMs: 200 },
    ]);
    const played = await lab.heard("media.played", (event) => event.play === name);
    expect(played.how).toBe("failed");
    expect(played.fault).toContain("missing.wav");
    expect(played.fault).toContain("damaged.wav");
    await peer.until((heard) => powerOf(samplesOf("PCMA", heard.slice(0, 10)), 1000) > -20);
  });

  it("repeats until it is stopped, but not if there is nothing to hear", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const endless = play(
      id,
      [
        { kind: "tone", tone: "beep", forMs: 30 },
        { kind: "silence", forMs: 30 },
      ],
      true,
    );
    await peer.until((heard) => heard.length > 20);
    lab.media.perform({ do: "media.stop", leg: id });
    expect((await lab.heard("media.played", (event) => event.play === endless)).how).toBe("stopped");
    const nothing = play(id, [{ kind: "file", path: join(folder, "missing.wav") }], true);
    expect((await lab.heard("media.played", (event) => event.play === nothing)).how).toBe("failed");
  });

  it("replaces a running prompt", async () => {
    const { id } = await lab.leg(["PCMA"]);
    const first = play(id, [{ kind: "tone", tone: "dial", forMs: 60_000 }]);
    const second = play(id, [{ kind: "tone", tone: "beep", forMs: 40 }]);
    expect((await lab.heard("media.played", (event) => event.play === first)).how).toBe("stopped");
    expect((await lab.heard("media.played", (event) => event.play === second)).how).toBe("finished");
  });

  it("notices that a prompt was recorded anew", async () => {
    const { id, peer } = await lab.leg(["PCMA"]);
    const path = waveFile(join(folder, "edited.wav"), 500, 100, 8000, "pcm16");
    const before = play(id, [{ kind: "file", path }]);
    await lab.heard("media.played", (event) => event.play === before);
    rmSync(path);
    waveFile(path, 900, 120, 8000, "pcm16");
    const count = peer.heard.length;
    const after = play(id, [{ kind: "file", path }]);
    await lab.heard("media.played", (event) => event.play === after);
    await peer.until((heard) => audible(samplesOf("PCMA", heard.slice(count)), [500, 900]).join() === "900");
  });

  it("makes packets as long as the far side wants them", async () => {
    const peer = await lab.peer();
    for (const ptimeMs of [10, 30, 60]) {
      const id = `long/${ptimeMs}` as LegId;
      lab.media.perform({
        do: "media.open",
        leg: id,
        remote: peer.describe(["PCMA"], { ptimeMs }),
        srtp: "off",
        inbandDigits: false,
        codecs: ["PCMA"],
      });
      expect((await lab.heard("media.opened", (event) => event.leg === id)).local.ptimeMs).toBe(ptimeMs);
      const from = peer.heard.length;
      play(id, [{ kind: "tone", tone: "beep", forMs: 400 }]);
      await peer.until((heard) => heard.length >= from + 5);
      expect(new Set(peer.heard.slice(from, from + 5).map((one) => one.payload.length))).toEqual(new Set([ptimeMs * 8]));
      expect((peer.heard[from + 4]!.timestamp - peer.heard[from]!.timestamp) >>> 0).toBe(4 * 8 * ptimeMs);
      lab.media.perform({ do: "media.close", leg: id });
      await lab.heard("media.closed", (event) => event.leg === id);
    }
  });
});
