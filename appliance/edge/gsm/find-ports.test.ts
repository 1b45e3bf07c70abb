import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModemPort } from "../../contract/hardware.ts";
import { findPorts } from "./find-ports.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "linebox-sys-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const roots = () => ({ sys: join(root, "sys"), dev: "/dev" });
const port = (usbPath: string, more: Partial<ModemPort> = {}): ModemPort => ({
  id: "gsm1",
  driver: "gsm-modem",
  usbPath,
  family: "quectel-ec2x",
  ...more,
});
/** An interface as the kernel shows it: `1-1.2:1.3/ttyUSB3/tty/ttyUSB3` of usb-serial, `…/tty/ttyACM0` of CDC ACM. */
function usb(usbPath: string, interfaceNumber: number, tty?: string): void {
  const folder = join(root, "sys/bus/usb/devices", `${usbPath}:1.${interfaceNumber}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "bInterfaceNumber"), `${interfaceNumber.toString(16).padStart(2, "0")}\n`);
  writeFileSync(join(folder, "bInterfaceClass"), "ff\n");
  mkdirSync(join(folder, "power"), { recursive: true });
  if (tty?.startsWith("ttyACM")) mkdirSync(join(folder, "tty", tty), { recursive: true });
  else if (tty) mkdirSync(join(folder, tty, "tty", tty), { recursive: true });
}

test("by socket and interface, whatever the names are", () => {
  // Two modems whose names were given in the order they came up, in hexadecimal beyond nine.
  [4, 5, 6, 7].forEach((n, i) => {
    usb("1-1.2", i, `ttyUSB${n}`);
  });
  [0, 1, 2, 3].forEach((n, i) => {
    usb("1-1.3", i, `ttyUSB${n}`);
  });
  usb("1-1.2", 10, "ttyUSB9");
  expect(findPorts(port("1-1.2"), roots())).toEqual({ at: "/dev/ttyUSB6", pcm: "/dev/ttyUSB5" });
  expect(findPorts(port("1-1.3"), roots())).toEqual({ at: "/dev/ttyUSB2", pcm: "/dev/ttyUSB1" });
  expect(findPorts(port("1-1.2", { at: 10, pcm: 3 }), roots())).toEqual({ at: "/dev/ttyUSB9", pcm: "/dev/ttyUSB7" });
});

test("a socket's name that begins another's is not it", () => {
  usb("1-1.21", 1, "ttyUSB1");
  usb("1-1.21", 2, "ttyUSB2");
  expect(findPorts(port("1-1.2"), roots())).toBeUndefined();
});

test("CDC ACM has its tty one further down; an interface without one is passed over", () => {
  usb("2-4", 0, "ttyACM0");
  usb("2-4", 1, "ttyACM1");
  usb("2-4", 2);
  expect(findPorts(port("2-4", { at: 0, pcm: 1 }), roots())).toEqual({ at: "/dev/ttyACM0", pcm: "/dev/ttyACM1" });
});

test("nothing while it isn't there, or not all of it yet", () => {
  expect(findPorts(port("1-1.2"), roots())).toBeUndefined();
  usb("1-1.2", 2, "ttyUSB0");
  expect(findPorts(port("1-1.2"), roots())).toBeUndefined();
  usb("1-1.2", 1);
  expect(findPorts(port("1-1.2"), roots())).toBeUndefined();
  writeFileSync(join(root, "sys/bus/usb/devices/1-1.2:1.1/bInterfaceNumber"), "zz\n");
  mkdirSync(join(root, "sys/bus/usb/devices/1-1.2:1.1/ttyUSB1"));
  expect(findPorts(port("1-1.2"), roots())).toBeUndefined();
});
