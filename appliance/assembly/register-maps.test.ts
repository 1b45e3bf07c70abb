import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { resolveDevices } from "../core/plant/resolve-devices.ts";
import { planReads } from "../edge/modbus/plan-reads.ts";
import { readRegisterMaps } from "./register-maps.ts";

test("every map that is shipped is read, says what it is in both languages, and fits a device", () => {
  const { maps, faults } = readRegisterMaps();
  expect(faults).toEqual([]);
  const files = readdirSync(fileURLToPath(new URL("../../hw-profiles/devices", import.meta.url)));
  expect(maps.map(({ map }) => `${map}.yaml`)).toEqual(files.sort());
  for (const { map, name, points } of maps) {
    for (const words of [name, ...points.map((p) => p.name)]) expect([map, words.zh, words.en]).not.toContain(undefined);
    for (const { fc, writable, type, alarmWhen } of points) {
      if (writable) expect([1, 3]).toContain(fc);
      if (fc <= 2) expect(type).toBe("bit");
      if (alarmWhen) expect(type).toBe("bit");
    }
    const device = { id: "d", name: "D", enabled: true, bus: "b", unit: 1, map };
    const { devices } = resolveDevices({ devices: [device] }, maps, [{ id: "b" }]);
    const read = planReads(devices[0]!.points).flatMap((block) => block.points.map(({ point }) => point.id));
    expect(read.sort()).toEqual(points.map((p) => p.id).sort());
  }
});

test("a map that can't be used is said, the others are used", () => {
  const dir = mkdtempSync(join(tmpdir(), "linebox-maps-"));
  const point = "points: [{ id: a, name: {}, fc: 4, address: 1, type: u16 }]";
  const write = (file: string, text: string): void => writeFileSync(join(dir, file), text);
  write("good.yaml", `map: good\nname: {}\n${point}\n`);
  write("again.yaml", `map: good\nname: {}\n${point}\n`);
  write("wrong.yaml", `map: wrong\nname: {}\n${point.replace("address: 1", "address: -1")}\n`);
  write("none.yaml", "map: [");
  const { maps, faults } = readRegisterMaps(dir);
  expect(maps.map((m) => m.map)).toEqual(["good"]);
  expect(faults).toHaveLength(3);
  expect(readRegisterMaps(join(dir, "nowhere"))).toMatchObject({ maps: [], faults: [expect.stringContaining("ENOENT")] });
  rmSync(dir, { recursive: true });
});
