import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ModemPort } from "../../contract/hardware.ts";
import { cyclePower, hasPower, resetUsb } from "./usb-power.ts";

const soon = { timeout: 15_000 };

let root: string;
const roots = () => ({ sys: join(root, "sys"), dev: join(root, "dev") });
const port = (power?: ModemPort["power"]): ModemPort => ({
  id: "gsm1",
  driver: "gsm-modem",
  usbPath: "1-1.2",
  family: "quectel-ec2x",
  ...(power ? { power } : {}),
});
/** All that is seen in a file while something is done; the kernel shows a value, not its history. */
async function seenIn(file: string, act: Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const look = setInterval(() => {
    const now = existsSync(file) ? readFileSync(file, "latin1") : "";
    if (now !== "" && now !== seen.at(-1)) seen.push(now);
  }, 5);
  await act;
  await vi.waitFor(() => expect(seen.at(-1)).toBe(readFileSync(file, "latin1")), soon);
  clearInterval(look);
  return seen;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "linebox-usb-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

test("off the bus and on again, by its socket", async () => {
  const folder = join(root, "sys/bus/usb/devices/1-1.2");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "authorized"), "1");
  expect(await seenIn(join(folder, "authorized"), resetUsb(port(), roots()))).toEqual(["0", "1"]);
});

test("a socket that isn't there is an error, not a wait", async () => {
  await expect(resetUsb(port(), roots())).rejects.toThrow(/ENOENT/);
});

test("power by a hub: its port, by the program that can", async () => {
  const program = join(root, "uhubctl");
  writeFileSync(program, `#!/bin/sh\necho "$@" > "${root}/asked"\n`);
  chmodSync(program, 0o755);
  vi.stubEnv("PATH", `${root}${delimiter}${process.env.PATH}`);
  await cyclePower(port({ hubPort: "1-1:2" }), roots());
  expect(readFileSync(join(root, "asked"), "latin1").trim()).toBe("-l 1-1 -p 2 -a cycle");
  writeFileSync(program, "#!/bin/sh\nexit 1\n");
  await expect(cyclePower(port({ hubPort: "1-1:2" }), roots())).rejects.toThrow();
});

test("power by a line of the board: low, then high; taken from the kernel first where it isn't ours yet", async () => {
  const gpio = join(root, "sys/class/gpio");
  mkdirSync(join(gpio, "gpio17"), { recursive: true });
  expect(await seenIn(join(gpio, "gpio17/direction"), cyclePower(port({ gpio: 17 }), roots()))).toEqual(["low", "high"]);
  // The kernel would make the folder now.
  await expect(cyclePower(port({ gpio: 18 }), roots())).rejects.toThrow(/gpio18/);
  expect(readFileSync(join(gpio, "export"), "latin1")).toBe("18");
});

test("what can cut the power is known", () => {
  expect([port(), port({}), port({ gpio: 0 }), port({ hubPort: "1-1:2" })].map(hasPower)).toEqual([false, false, true, true]);
});
