import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { openSound, type SoundPlace, soundHash } from "./open-sound.ts";
import { sealFile } from "./sealed-file.ts";

const folder = mkdtempSync(join(tmpdir(), "linebox-vault-"));
afterAll(() => rmSync(folder, { recursive: true }));
const key = randomBytes(32);
const place: SoundPlace = { id: "r1", path: "a.sealed", format: "wav", sealed: true };

function sealed(bytes: number): Buffer {
  const plain = randomBytes(bytes);
  writeFileSync(join(folder, "a.wav"), plain);
  sealFile(join(folder, "a.wav"), join(folder, "a.sealed"), key, "r1");
  return plain;
}
async function read(first?: number, last?: number, of: SoundPlace = place): Promise<Buffer> {
  const sound = await openSound(folder, of, key);
  const parts: Buffer[] = [];
  for await (const part of sound.read(first, last)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])("gives back %i bytes, and any part of them", async (bytes) => {
  const plain = sealed(bytes);
  expect((await read()).equals(plain)).toBe(true);
  expect((await openSound(folder, place, key)).bytes).toBe(bytes);
  if (bytes < 2) return;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes - 1), fc.nat(bytes - 1), async (a, b) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      expect((await read(first, last)).equals(plain.subarray(first, last + 1))).toBe(true);
    }),
    { numRuns: 10 },
  );
});

it("does not open after any change of a byte, cut short, or under another name or key", async () => {
  sealed(150_000);
  const whole = readFileSync(join(folder, "a.sealed"));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ flip;
      writeFileSync(join(folder, "a.sealed"), changed);
      const found = await soundHash(folder, place, key);
      // The head has eight bytes to spare, which mean nothing.
      if (at >= 24 && at < 32) expect(found).toHaveProperty("sha256");
      else expect(found).toHaveProperty("broken");
    }),
    { numRuns: 60 },
  );
  writeFileSync(join(folder, "a.sealed"), whole);
  expect(await soundHash(folder, { ...place, id: "r2" }, key)).toHaveProperty("broken");
  expect(await soundHash(folder, place, randomBytes(32))).toHaveProperty("broken");
  for (const length of [32 + 65_552, 32 + 2 * 65_552, whole.length - 1, 40]) {
    writeFileSync(join(folder, "a.sealed"), whole);
    truncateSync(join(folder, "a.sealed"), length);
    expect(await soundHash(folder, place, key)).toHaveProperty("broken");
  }
});

it("never leaves the data folder", async () => {
  await expect(openSound(folder, { ...place, path: "../../etc/hostname", sealed: false }, key)).rejects.toThrow();
  expect(await soundHash(folder, { ...place, path: "none.wav" }, key)).toBe("missing");
});
