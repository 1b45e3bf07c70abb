import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { readHardware } from "./hardware.ts";

const dir = mkdtempSync(join(tmpdir(), "linebox-hardware-"));
const file = join(dir, "hardware.yaml");
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(dir, { recursive: true }));

const head = "model: four-lines\nname: { en: Four lines }\nbuses: []\ncabinet: {}\n";
const read = (text: string) => {
  writeFileSync(file, text);
  return readHardware(undefined, file);
};

test("what is in the box, from the file beside the data", () => {
  const { profile, fault } = read(`${head}ports:\n  - { id: fxo1, driver: fxo, channel: 1 }\n`);
  expect(fault).toBeUndefined();
  expect(profile).toMatchObject({ model: "four-lines", ports: [{ id: "fxo1", driver: "fxo", channel: 1 }] });
});

test("no file is a box with a network; one that was named must be there", () => {
  expect(readHardware(undefined, file)).toMatchObject({ profile: { model: "sip-only", ports: [] } });
  expect(readHardware(undefined, file).fault).toBeUndefined();
  expect(readHardware(join(dir, "none.yaml"), file)).toMatchObject({
    profile: { ports: [] },
    fault: expect.stringContaining("ENOENT"),
  });
});

test.each([
  ["no YAML", "model: [", /./],
  ["a wrong channel", `${head}ports:\n  - { id: fxo1, driver: fxo, channel: 0 }\n`, /\/ports\/0\/channel/],
  ["a key nobody knows", `${head}ports: []\nfans: 3\n`, /fans/],
  [
    "a port twice",
    `${head}ports:\n  - { id: a, driver: fxo, channel: 1 }\n  - { id: a, driver: fxs, channel: 2 }\n`,
    /"a" is used twice/,
  ],
  ["aliases", `x: &x [1]\n${head}ports: *x\n`, /./],
  ["much too much", `${head}ports: []\n#${"x".repeat(300_000)}\n`, /too large/],
])("%s: the box starts without its ports and says why", (_, text, why) => {
  const { profile, fault } = read(text);
  expect(profile).toMatchObject({ model: "sip-only", ports: [] });
  expect(fault).toMatch(why);
});

test("the profiles that are shipped can all be read, and each is called what its file is", () => {
  const folder = fileURLToPath(new URL("../../hw-profiles", import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  expect(files.length).toBeGreaterThanOrEqual(5);
  for (const name of files) {
    const { profile, fault } = readHardware(join(folder, name), file);
    expect(fault, name).toBeUndefined();
    expect(profile.model).toBe(name.replace(".yaml", ""));
    expect(profile.name.zh && profile.name.en, name).toBeTruthy();
  }
});
