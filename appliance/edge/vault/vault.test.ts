import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeAlaw } from "../../wire/audio/g711.ts";
import { wavHeader } from "../../wire/audio/wav.ts";
import { openSound, type SoundPlace, soundHash } from "./open-sound.ts";
import { Vault } from "./vault.ts";

const key = randomBytes(32);
let dir: string;
let vault: Vault;
const place: SoundPlace = { id: "r1", path: "recordings/r1.wav", format: "wav", sealed: false };

/** Ten seconds: the left speaks in the first and the last two, the right never. */
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-vault-"));
  mkdirSync(join(dir, "recordings"));
  const left = Int16Array.from({ length: 80_000 }, (_, n) =>
    n < 16_000 || n >= 64_000 ? Math.round(8000 * Math.sin(n / 3)) : 0,
  );
  const alaw = new Uint8Array(left.length);
  encodeAlaw(left, 0, alaw, 0, left.length);
  const data = new Uint8Array(2 * left.length).fill(0xd5);
  for (let n = 0; n < left.length; n++) data[2 * n] = alaw[n]!;
  const header = wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: data.length });
  writeFileSync(join(dir, place.path), Buffer.concat([header, data]));
  vault = new Vault(dir, key);
});
afterAll(() => {
  vault.stop();
  rmSync(dir, { recursive: true });
});

it("listens, seals, and compresses what is sealed into something sealed; nothing is left beside", async () => {
  const whole = readFileSync(join(dir, place.path));
  const sha256 = createHash("sha256").update(whole).digest("hex");
  expect(await vault.perform({ do: "hear", place })).toEqual({
    heard: { talkMs: 10_000, overlapMs: 0, longestSilence: { fromMs: 2_000, toMs: 8_000 } },
  });
  const sealed: SoundPlace = { ...place, path: "recordings/r1.wav.sealed", sealed: true };
  expect(await vault.perform({ do: "seal", place, to: sealed.path })).toEqual({ sha256, bytes: whole.length });
  expect(await soundHash(dir, sealed, key)).toMatchObject({ sha256 });
  const opus: SoundPlace = { ...place, path: "recordings/r1.opus.sealed", sealed: true, format: "opus" };
  const made = await vault.perform({ do: "compress", place: sealed, format: "opus", seal: true, to: opus.path });
  expect(await soundHash(dir, opus, key)).toEqual(made);
  const sound = await openSound(dir, opus, key);
  const [head] = (await sound.read(0, 3).toArray()) as Buffer[];
  expect([sound.type, String(head)]).toEqual(["audio/ogg", "OggS"]);
  expect(sound.bytes).toBeLessThan(whole.length / 3);
  const mp3 = await vault.perform({ do: "compress", place: sealed, format: "mp3", seal: false, to: "recordings/r1.mp3" });
  expect(
    createHash("sha256")
      .update(readFileSync(join(dir, "recordings/r1.mp3")))
      .digest("hex"),
  ).toBe((mp3 as { sha256: string }).sha256);
  expect(readdirSync(join(dir, "recordings")).sort()).toEqual(["r1.mp3", "r1.opus.sealed", "r1.wav", "r1.wav.sealed"]);
});

it("says what went wrong and goes on", async () => {
  writeFileSync(join(dir, "recordings", "noise.wav"), randomBytes(5_000));
  const noise = { ...place, id: "noise", path: "recordings/noise.wav" };
  expect(
    await vault.perform({ do: "compress", place: noise, format: "opus", seal: false, to: "recordings/noise.opus" }),
  ).toHaveProperty("fault");
  expect(await vault.perform({ do: "hear", place: { ...place, path: "recordings/none.wav" } })).toHaveProperty("fault");
  expect(await vault.perform({ do: "hear", place })).toHaveProperty("heard");
  expect(readdirSync(join(dir, "recordings")).filter((f) => f.startsWith("noise"))).toEqual(["noise.wav"]);
});
