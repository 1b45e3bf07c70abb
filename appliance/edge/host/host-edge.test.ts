import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UpsServer } from "../../../test/sim/ups-server.ts";
import type { HardwareProfile } from "../../contract/hardware.ts";
import type { HostReading, HostSettings } from "../../contract/host.ts";
import type { Press } from "../../core/host/press.ts";
import { HostClock } from "../../runtime/host-clock.ts";
import { askUps } from "./ask-ups.ts";
import { Buttons } from "./buttons.ts";
import { HostWatch } from "./host-watch.ts";
import { Lamps } from "./lamps.ts";
import { NotifySocket } from "./notify-socket.ts";
import { readSmart, smartReadings } from "./read-smart.ts";
import { upsReadings } from "./ups-readings.ts";

let root: string;
const ends: (() => void | Promise<void>)[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "linebox-host-"));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(root, { recursive: true, force: true });
});
const soon = { timeout: 15_000 };
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
};
const profile = (cabinet: HardwareProfile["cabinet"] = {}): HardwareProfile => ({
  model: "m",
  name: { en: "m" },
  ports: [],
  buses: [],
  cabinet,
});

/** One look at the machine that lies in `root`. */
function look(
  cabinet: HardwareProfile["cabinet"] = {},
  settings: HostSettings = {},
  seen: string[] = [],
): Promise<HostReading[]> {
  return new Promise((done) => {
    const watch = new HostWatch({
      clock: new HostClock(),
      devices: root,
      data: root,
      cores: 2,
      profile: profile(cabinet),
      settings: () => settings,
      wallMs: () => Date.UTC(2026, 10, 22, 8),
      seen,
      measured: done,
    });
    watch.start();
    ends.push(() => watch.stop());
  });
}
const valuesOf = (readings: HostReading[]): Record<string, number | undefined> =>
  Object.fromEntries(readings.filter(({ kind }) => kind !== "disk").map(({ id, value }) => [id, value]));

test("memory, load, temperatures, fans, clocks, links and flash life are read from their files", async () => {
  write("proc/meminfo", "MemTotal:        2000000 kB\nMemFree: 1 kB\nMemAvailable:     500000 kB");
  write("proc/loadavg", "3.00 2.00 1.00 1/200 4711");
  write("sys/class/thermal/thermal_zone0/type", "cpu-thermal");
  write("sys/class/thermal/thermal_zone0/temp", "61500");
  write("sys/class/hwmon/hwmon0/name", "nct6775");
  write("sys/class/hwmon/hwmon0/temp1_input", "-4000");
  write("sys/class/hwmon/hwmon0/fan1_input", "1200");
  write("sys/class/hwmon/hwmon0/fan2_input", "0");
  write("sys/class/hwmon/hwmon0/fan2_label", "Case");
  write("sys/class/rtc/rtc0/since_epoch", `${Date.UTC(2026, 10, 22, 8) / 1000 - 30}`);
  write("sys/class/net/eth0/carrier", "1");
  write("sys/class/net/eth0/speed", "1000");
  write("sys/class/net/eth0/device/vendor", "0x8086");
  write("sys/class/net/eth1/carrier", "0");
  write("sys/class/net/eth1/device/vendor", "0x8086");
  write("sys/class/net/lo/carrier", "1");
  write("sys/block/mmcblk0/device/life_time", "0x02 0x09");
  const readings = await look();
  expect(valuesOf(readings)).toEqual({
    memory: 75,
    load: 1.5,
    clock: 2026,
    rtc: 30,
    "network:eth0": 1,
    "wear:mmcblk0": 90,
    "temperature:cpu-thermal": 61.5,
    "temperature:nct6775-temp1": -4,
    "fan:nct6775-fan1": 1200,
  });
  expect(readings.find(({ kind }) => kind === "disk")?.value).toBeGreaterThan(0);
  // Wanted by the settings, by the profile, or by an alarm that stands, they count though they stand still.
  const wanted = valuesOf(await look({ sensors: ["Case", "Door"], rtc: true }, { interfaces: ["eth1", "eth7"] }));
  expect(wanted).toMatchObject({ "network:eth1": 0, "network:eth7": 0, "fan:Case": 0, "sensor:Case": 1, "sensor:Door": 0 });
  expect(wanted).not.toHaveProperty("network:eth0");
  expect(valuesOf(await look({}, {}, ["network:eth1"]))).toMatchObject({ "network:eth1": 0 });
});

test("files that hold nonsense, or nothing, give no reading and no fault", async () => {
  write("proc/meminfo", "MemTotal: many kB");
  write("proc/loadavg", "");
  write("sys/class/thermal/thermal_zone0/temp", "hot");
  write("sys/class/hwmon/hwmon0/temp1_input", "9".repeat(200_000));
  write("sys/block/mmcblk0/device/life_time", "unknown");
  write("sys/class/rtc/rtc0/since_epoch", "-");
  const values = valuesOf(await look({ rtc: true }));
  expect(values).toEqual({
    clock: 2026,
    "temperature:thermal_zone0": undefined,
    "temperature:hwmon0-temp1": undefined,
    "sensor:rtc": 0,
  });
});

test("disks are asked by smartctl; what it says in its exit status is no failure", async () => {
  const nvme = {
    model_name: "KINGSTON",
    smart_status: { passed: true },
    nvme_smart_health_information_log: { percentage_used: 93 },
  };
  write(
    "smartctl",
    `#!/bin/sh\n[ "$3" = /dev/nvme0n1 ] && echo '${JSON.stringify(nvme)}' || echo '{"smart_status":{"passed":false}}'\nexit 64`,
  );
  chmodSync(join(root, "smartctl"), 0o755);
  mkdirSync(join(root, "sys/block/nvme0n1"), { recursive: true });
  mkdirSync(join(root, "sys/block/sda"), { recursive: true });
  mkdirSync(join(root, "sys/block/loop0"), { recursive: true });
  const readings = await readSmart(join(root, "sys"), join(root, "smartctl"));
  expect(readings.map(({ id, value }) => [id, value])).toEqual([
    ["smart:nvme0n1", 1],
    ["wear:nvme0n1", 93],
    ["smart:sda", 0],
  ]);
  expect(await readSmart(join(root, "sys"), join(root, "none"))).toEqual([]);
  const ata = { ata_smart_attributes: { table: [{ id: 177, name: "Wear_Leveling_Count", value: 12 }] } };
  expect(smartReadings("sda", JSON.stringify(ata))).toMatchObject([{ kind: "wear", value: 88 }]);
  for (const broken of ["", "null", "[]", '{"smart_status":{"passed":"yes"},"ata_smart_attributes":{"table":[null]}}'])
    expect(smartReadings("sda", broken)).toEqual([]);
});

test("the lamps show what is wanted: brightness, and the kernel's own blinking", async () => {
  for (const name of ["box:red:alarm", "box:green:run"])
    for (const [file, text] of [
      ["brightness", "0"],
      ["max_brightness", "255"],
      ["trigger", "none"],
    ] as const)
      write(`sys/class/leds/${name}/${file}`, text);
  const faults: string[] = [];
  const names = { alarm: "box:red:alarm", run: "box:green:run", lines: "box:none" };
  const lamps = new Lamps({ names, sys: join(root, "sys"), fault: (lamp) => void faults.push(lamp) });
  const shown = (name: string, file: string) => readFileSync(join(root, `sys/class/leds/${name}/${file}`), "utf8").trim();
  lamps.show({ run: "on", alarm: "fast", lines: "off" });
  await expect
    .poll(() => [shown("box:red:alarm", "trigger"), shown("box:green:run", "brightness")], soon)
    .toEqual(["timer", "255"]);
  await expect.poll(() => existsSync(join(root, "sys/class/leds/box:red:alarm/delay_off")), soon).toBe(true);
  expect(shown("box:red:alarm", "brightness")).toBe("255");
  lamps.show({ run: "on", alarm: "on", lines: "off" });
  lamps.show({ run: "on", alarm: "off", lines: "off" });
  await expect.poll(() => [shown("box:red:alarm", "trigger"), shown("box:red:alarm", "brightness")], soon).toEqual(["none", "0"]);
  await lamps.stop();
  expect(shown("box:green:run", "brightness")).toBe("0");
  expect([...new Set(faults)]).toEqual(["box:none"]);
});

/** A record of struct input_event. */
function record(code: number, value: number, type = 1): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

test("buttons by their records, also cut in two; a button that comes late is found", async () => {
  const presses: Press[] = [];
  const news: string[] = [];
  const buttons = new Buttons({
    buttons: { acknowledge: { device: "/dev/input/event0", code: 256 }, reset: { device: "/dev/input/event0", code: 408 } },
    root,
    clock: new HostClock(),
    pressed: (press) => void presses.push(press),
    fault: (name) => void news.push(`fault ${name}`),
    mended: (name) => void news.push(`mended ${name}`),
  });
  ends.push(() => buttons.stop());
  await expect.poll(() => news, soon).toEqual(["fault acknowledge", "fault reset"]);
  mkdirSync(join(root, "dev/input"), { recursive: true });
  expect(spawnSync("mkfifo", [join(root, "dev/input/event0")]).status).toBe(0);
  await expect.poll(() => news.length, soon).toBe(4);
  const fd = openSync(join(root, "dev/input/event0"), "w");
  const all = Buffer.concat([
    record(256, 1),
    record(0, 0, 0),
    record(256, 2),
    record(256, 0),
    record(30, 1),
    record(30, 0),
    record(408, 0),
    record(408, 1),
  ]);
  writeSync(fd, all.subarray(0, 37));
  await expect.poll(() => presses.length, { timeout: 300 }).toBe(0);
  writeSync(fd, all.subarray(37));
  await expect.poll(() => presses.map((p) => p.button), soon).toEqual(["acknowledge"]);
  writeSync(fd, record(408, 0));
  await expect.poll(() => presses.map((p) => p.button), soon).toEqual(["acknowledge", "reset"]);
});

test("systemd hears datagrams on its socket", async () => {
  const path = join(root, "notify");
  const listener = spawn("socat", ["-u", `UNIX-RECVFROM:${path},fork`, "STDOUT"], { stdio: ["ignore", "pipe", "inherit"] });
  ends.push(() => void listener.kill());
  let heard = "";
  listener.stdout.on("data", (part: Buffer) => (heard += `${part.toString()};`));
  await expect.poll(() => existsSync(path), soon).toBe(true);
  const socket = new NotifySocket(path);
  expect(socket.say("READY=1", "STATUS=up")).toBe(true);
  await expect.poll(() => heard, soon).toContain("READY=1\nSTATUS=up");
  expect(socket.say("WATCHDOG=1")).toBe(true);
  await expect.poll(() => heard, soon).toContain("WATCHDOG=1");
  socket.close();
  const nobody = new NotifySocket(join(root, "nobody"));
  expect(nobody.say("READY=1")).toBe(false);
  nobody.close();
  expect(() => new NotifySocket(join(root, "x".repeat(120)))).toThrow(/NOTIFY_SOCKET/);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

test("a true upsd with a made-up UPS: on mains, on battery, nearly empty, gone", async () => {
  const port = await freePort();
  const server = new UpsServer(join(root, "nut"), port);
  ends.push(() => server.stop());
  const ups = async (): Promise<Record<string, number | undefined>> =>
    valuesOf(upsReadings("lab", await askUps({ host: "127.0.0.1", port, name: "lab" })));
  await expect
    .poll(ups, { timeout: 30_000 })
    .toMatchObject({ "ups-link": 1, "ups-battery": 0, "ups-charge": 100, "ups-runtime": 900 });
  server.say("OB DISCHRG", 80);
  await expect.poll(ups, { timeout: 30_000 }).toMatchObject({ "ups-battery": 1, "ups-low": 0, "ups-load": 20 });
  server.say("OB LB OVER RB", 4);
  await expect
    .poll(ups, { timeout: 30_000 })
    .toMatchObject({ "ups-battery": 1, "ups-low": 1, "ups-overload": 1, "ups-replace": 1 });
  expect(await askUps({ host: "127.0.0.1", port, name: "other" })).toEqual({ why: "UNKNOWN-UPS" });
  const closed = await freePort();
  expect(upsReadings("lab", await askUps({ host: "127.0.0.1", port: closed, name: "lab" }))).toMatchObject([
    { id: "ups-link", value: 0 },
  ]);
}, 120_000);

test.each([
  ["a line without end", "x".repeat(5_000)],
  ["lines without end", 'VAR lab a "1"\n'.repeat(1_000)],
  ["nothing more", "BEGIN LIST VAR lab\n"],
])("of a upsd that says %s nothing is believed", async (_, says) => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(says);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ends.push(() => void server.close());
  const { port } = server.address() as { port: number };
  expect(await askUps({ host: "127.0.0.1", port, name: "lab" })).toHaveProperty("why");
});
