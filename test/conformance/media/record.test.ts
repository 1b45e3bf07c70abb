import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodecName } from "../../../appliance/contract/media.ts";
import type { RecordingId } from "../../../appliance/kit/ids.ts";
import { alawToLinear } from "../../../appliance/wire/audio/g711.ts";
import { parseWav } from "../../../appliance/wire/audio/wav.ts";
import { backends, Lab } from "./lab.ts";
import { Peer } from "./peer.ts";
import { audible, powerOf, toneIn } from "./sound.ts";

type Stereo = { left: Int16Array; right: Int16Array };

function stereoOf(path: string): Stereo {
  const wav = parseWav(readFileSync(path));
  if ("fault" in wav) throw new Error(wav.fault);
  expect({ format: wav.format, channels: wav.channels, rateHz: wav.rateHz }).toEqual({
    format: "alaw",
    channels: 2,
    rateHz: 8000,
  });
  const half = wav.data.length / 2;
  const channel = (offset: number): Int16Array =>
    Int16Array.from({ length: half }, (_, i) => alawToLinear[wav.data[2 * i + offset]!]!);
  return { left: channel(0), right: channel(1) };
}

const loud = 1000;
/** First sample of each burst of sound that follows 60 ms of quiet. */
function onsets(samples: Int16Array): number[] {
  const found: number[] = [];
  let quiet = 480;
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i]!) < loud) quiet++;
    else {
      if (quiet >= 480) found.push(i);
      quiet = 0;
    }
  }
  return found;
}

const stretch = (samples: Int16Array, fromMs: number, toMs: number): Int16Array => samples.subarray(fromMs * 8, toMs * 8);
const payloadTypes = { PCMA: 8, PCMU: 0, G722: 9 } as const;

describe.each(backends)("recordings over %s", (backend) => {
  let lab: Lab;
  const folder = mkdtempSync(join(tmpdir(), "recordings-"));
  beforeAll(async () => {
    lab = await Lab.open(backend);
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true });
  });
  const finished = async (recording: RecordingId) => {
    lab.media.perform({ do: "media.recordStop", recording });
    return await lab.heard("media.recorded", (event) => event.recording === recording);
  };

  it.each([
    ["PCMA", "PCMA"],
    ["PCMU", "PCMA"],
    ["G722", "PCMU"],
  ] as [CodecName, CodecName][])("keeps what a %s leg says left and what it hears right (bridged to %s)", async (one, other) => {
    const a = await lab.leg([one]);
    const b = await lab.leg([other]);
    const recording = `rec ${one}` as RecordingId;
    const path = join(folder, "new", one, "call.wav");
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    lab.media.perform({ do: "media.record", recording, leg: a.id, path });
    await lab.settled();
    await Promise.all([
      a.peer.speak(payloadTypes[one], 60, toneIn(one, 600)),
      b.peer.speak(payloadTypes[other], 60, toneIn(other, 900)),
    ]);
    await lab.settled();
    const done = await finished(recording);
    expect(done.path).toBe(path);
    expect(done.bytes).toBe(statSync(path).size);
    expect(done.sha256).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
    const { left, right } = stereoOf(path);
    expect(done.durationMs).toBe(Math.round(left.length / 8));
    expect(audible(stretch(left, 400, 900), [600, 900])).toEqual([600]);
    expect(audible(stretch(right, 400, 900), [600, 900])).toEqual([900]);
  });

  it("keeps both sides within 20 ms of each other through jitter, loss and disorder", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    const recording = "rec jitter" as RecordingId;
    const path = join(folder, "jitter.wav");
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    lab.media.perform({ do: "media.record", recording, leg: a.id, path });
    await lab.settled();
    // Both sides click every 200 ms at the same moments; what A says comes unevenly, with holes, and in pairs the wrong way round.
    const click = (i: number): Uint8Array => new Uint8Array(160).fill(i % 10 === 0 ? 0x2a : 0xd5);
    const { sequence, timestamp } = a.peer;
    const packets = Array.from({ length: 80 }, (_, i) => i).filter((i) => i % 10 === 0 || i % 7 !== 0);
    const jittered = async (): Promise<void> => {
      const startMs = performance.now();
      const arrivals = packets
        .map((i) => ({ i, atMs: i * 20 + (i % 10 === 1 ? 35 : (i * 7) % 11) }))
        .sort((x, y) => x.atMs - y.atMs);
      for (const { i, atMs } of arrivals) {
        const waitMs = startMs + atMs - performance.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        a.peer.sequence = (sequence + i) & 0xffff;
        a.peer.send(8, click(i), false, (timestamp + i * 160) >>> 0);
      }
    };
    await Promise.all([jittered(), b.peer.speak(8, 80, click)]);
    await lab.settled();
    await finished(recording);
    const { left, right } = stereoOf(path);
    const [said, heard] = [onsets(left), onsets(right)];
    expect(said.length).toBe(8);
    expect(heard.length).toBe(8);
    for (let i = 0; i < 8; i++) expect(Math.abs(said[i]! - heard[i]!) / 8).toBeLessThanOrEqual(20);
    for (let i = 1; i < 8; i++) expect(Math.abs(said[i]! - said[i - 1]! - 1600) / 8).toBeLessThanOrEqual(20);
  });

  it("hears the prompts and the room on the right, and pauses both sides", async () => {
    const a = await lab.leg(["PCMA"]);
    const recording = "rec pause" as RecordingId;
    const path = join(folder, "pause.wav");
    lab.media.perform({ do: "media.record", recording, leg: a.id, path });
    const items = [{ kind: "tone" as const, tone: "beep" as const, forMs: 10_000 }];
    lab.media.perform({ do: "media.play", leg: a.id, play: "p", items, bargeIn: false, repeat: false });
    const tone = toneIn("PCMA", 600);
    await a.peer.speak(8, 25, tone);
    lab.media.perform({ do: "media.recordPause", recording, paused: true });
    await lab.settled();
    await a.peer.speak(8, 25, tone);
    lab.media.perform({ do: "media.recordPause", recording, paused: false });
    await lab.settled();
    await a.peer.speak(8, 25, tone);
    await finished(recording);
    const { left, right } = stereoOf(path);
    for (const [channel, hz] of [
      [left, 600],
      [right, 1000],
    ] as const) {
      expect(powerOf(stretch(channel, 150, 450), hz)).toBeGreaterThan(-20);
      expect(powerOf(stretch(channel, 560, 940), hz)).toBeLessThan(-60);
      expect(powerOf(stretch(channel, 1100, 1400), hz)).toBeGreaterThan(-20);
    }
  });

  it("ends with its leg", async () => {
    const a = await lab.leg(["PCMA"]);
    const recording = "rec ends" as RecordingId;
    lab.media.perform({ do: "media.record", recording, leg: a.id, path: join(folder, "ends.wav") });
    lab.media.perform({ do: "media.close", leg: a.id });
    const done = await lab.heard("media.recorded", (event) => event.recording === recording);
    expect(existsSync(done.path)).toBe(true);
    expect((await lab.media.gauges()).recordings).toBe(0);
  });

  it("says once what the disk refuses, and the call goes on", async () => {
    const a = await lab.leg(["PCMA"]);
    const b = await lab.leg(["PCMA"]);
    lab.media.perform({ do: "media.bridge", legs: [a.id, b.id] });
    writeFileSync(join(folder, "taken.wav"), "evidence");
    const fails = [
      ["rec taken", join(folder, "taken.wav"), "disk-error"],
      ["rec folder", join(folder, "taken.wav", "below", "x.wav"), "disk-error"],
      ["rec full", "/dev/full", "disk-full"],
    ] as const;
    for (const [recording, path] of fails)
      lab.media.perform({ do: "media.record", recording: recording as RecordingId, leg: a.id, path });
    for (const [recording, , fault] of fails.slice(0, 2)) {
      expect((await lab.heard("media.recordFailed", (event) => event.recording === recording)).fault).toBe(fault);
    }
    await a.peer.speak(8, 5, (i) => new Uint8Array(160).fill(i + 1));
    await b.peer.until((heard) => heard.some((one) => one.payload[0] === 5));
    expect(readFileSync(join(folder, "taken.wav"), "utf8")).toBe("evidence");
    expect(lab.events.filter((event) => event.on === "media.recordFailed" && event.recording === "rec taken").length).toBe(1);
  });
});

describe("a recording whose process is killed", () => {
  it("plays up to the cut", async () => {
    const folder = mkdtempSync(join(tmpdir(), "killed-"));
    const path = join(folder, "call.wav");
    const peer = await Peer.at();
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "recording-process.ts"), path, JSON.stringify(peer.describe(["PCMA"]))],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, "line")) as [string];
    peer.follow(JSON.parse(line));
    await peer.speak(8, 140, toneIn("PCMA", 600));
    child.kill("SIGKILL");
    await once(child, "exit");
    peer.close();
    const { left, right } = stereoOf(path);
    expect(left.length).toBeGreaterThanOrEqual(8000);
    expect(powerOf(left.subarray(1600), 600)).toBeGreaterThan(-20);
    expect(powerOf(right.subarray(1600), 1000)).toBeGreaterThan(-20);
    rmSync(folder, { recursive: true });
  });
});
