import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HardwareProfile } from "../contract/hardware.ts";
import { proposeProfile } from "../core/hardware/propose-profile.ts";
import { explainMisfit } from "../core/settings/explain-misfit.ts";
import { findHardware } from "./find-hardware.ts";
import { readHardware } from "./hardware.ts";
import { profileFile } from "./hardware-desk.ts";
import type { Options } from "./options.ts";
import { proposeHardware } from "./propose-hardware.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "machine-"));
});
afterEach(() => rmSync(root, { recursive: true }));
const roots = () => ({ sys: join(root, "sys"), proc: join(root, "proc"), dev: join(root, "dev") });
function put(path: string, text = ""): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** As sysfs has it: the devices lie in a tree by their controller, and /sys/bus/usb/devices holds links to them. */
function plug(path: string, id: string, ttys: Record<number, string>, product = "LTE Module"): void {
  const tree = `sys/devices/pci0000:00/0000:00:14.0/usb1/${path}`;
  const [vendor, number] = id.split(":");
  put(`${tree}/idVendor`, `${vendor}\n`);
  put(`${tree}/idProduct`, `${number}\n`);
  put(`${tree}/manufacturer`, "Quectel\n");
  put(`${tree}/product`, `${product}\n`);
  mkdirSync(join(root, "sys/bus/usb/devices"), { recursive: true });
  symlinkSync(join(root, tree), join(root, "sys/bus/usb/devices", path));
  for (const [at, tty] of Object.entries(ttys)) {
    const interfacePath = `${path}:1.${at}`;
    put(`${tree}/${interfacePath}/bInterfaceNumber`, `${Number(at).toString(16).padStart(2, "0")}\n`);
    if (tty) put(tty.startsWith("ttyACM") ? `${tree}/${interfacePath}/tty/${tty}/dev` : `${tree}/${interfacePath}/${tty}/dev`);
    symlinkSync(join(root, tree, interfacePath), join(root, "sys/bus/usb/devices", interfacePath));
  }
}

const tdm = `Span 1: WCTDM/0 "Wildcard TDM400P REV I Board 5" (MASTER) 

	   1 WCTDM/0/0 FXSKS (In use) 
	   2 WCTDM/0/1 FXSKS RED
	   3 WCTDM/0/2 FXOKS 
	   4 WCTDM/0/3 
`;
const te1 = `Span 2: TE2/0/1 "T2XXP (PCI) Card 0 Span 1" HDB3/CCS/CRC4 ClockSource 
${Array.from({ length: 31 }, (_, i) => `\t  ${5 + i} TE2/0/1/${1 + i} ${i === 15 ? "HDLCFCS" : "Clear"} (In use) `).join("\n")}
`;

test("modems by their ids and interfaces, whatever their ttys are called; keyboards and hubs are passed by", () => {
  plug("1-1.10", "2c7c:0125", { 0: "ttyUSB7", 1: "ttyUSB8", 2: "ttyUSB9", 3: "ttyUSB10", 4: "" });
  plug("1-1.2", "12d1:1001", { 0: "ttyUSB0", 1: "ttyUSB1", 2: "ttyUSB2" }, "HUAWEI\u0007 Mobile");
  plug("1-3", "1e0e:9001", { 2: "ttyACM0" });
  plug("1-4", "046d:c31c", { 0: "" });
  expect(findHardware(roots()).usb).toEqual([
    { usbPath: "1-1.2", usbId: "12d1:1001", product: "Quectel HUAWEI Mobile", interfaces: [0, 1, 2] },
    { usbPath: "1-1.10", usbId: "2c7c:0125", product: "Quectel LTE Module", interfaces: [0, 1, 2, 3] },
    { usbPath: "1-3", usbId: "1e0e:9001", product: "Quectel LTE Module", interfaces: [2] },
  ]);
});

test("channels of cards by the signalling they are set to", () => {
  put("proc/dahdi/1", tdm);
  put("proc/dahdi/2", te1);
  put("proc/dahdi/sundries", "x");
  put("dev/dahdi/ctl");
  put("dev/dahdi/1");
  const { spans, channelNodes, dahdi } = findHardware(roots());
  expect(dahdi).toBe(true);
  expect(channelNodes).toEqual([1]);
  expect(spans[0]).toEqual({
    span: 1,
    name: "WCTDM/0",
    crc4: false,
    channels: [
      { channel: 1, as: "fxo" },
      { channel: 2, as: "fxo" },
      { channel: 3, as: "fxs" },
      { channel: 4, as: "unset" },
    ],
  });
  expect(spans[1]).toMatchObject({ span: 2, crc4: true });
  expect(spans[1]!.channels).toHaveLength(31);
  expect(new Set(spans[1]!.channels.map((c) => c.as))).toEqual(new Set(["digital"]));
});

test("a machine that shows nothing, or nonsense, has nothing", () => {
  const nothing = { usb: [], spans: [], channelNodes: [], dahdi: false };
  expect(findHardware(roots())).toEqual(nothing);
  put("sys/bus/usb/devices", "not a folder");
  put("proc/dahdi/1", "\u0000\u0001nonsense\n\n 1 2 3");
  expect(findHardware(roots())).toEqual(nothing);
});

test("a file that is there is somebody's work and is left alone", () => {
  put("mine.yaml", "mine");
  const options = { data: root, devices: root } as Options;
  expect(proposeHardware(options, join(root, "mine.yaml"))).toBe(1);
  expect(proposeHardware(options, join(root, "new.yaml"))).toBe(0);
  expect(readHardware(join(root, "new.yaml"), "").fault).toBeUndefined();
});

test("what is proposed of it is a profile the box takes", () => {
  plug("1-1.2", "2c7c:0125", { 1: "ttyUSB1", 2: "ttyUSB2" });
  put("proc/dahdi/1", tdm);
  put("proc/dahdi/2", te1);
  const bare = { model: "sip-only", name: {}, ports: [], buses: [], cabinet: {} };
  const proposed = proposeProfile(findHardware(roots()), bare);
  expect(explainMisfit(HardwareProfile, proposed)).toEqual([]);
  put("hardware.yaml", profileFile(proposed));
  const { profile, fault } = readHardware(join(root, "hardware.yaml"), "");
  expect(fault).toBeUndefined();
  expect(profile.ports.map((p) => p.id)).toEqual(["gsm1", "fxo1", "fxo2", "fxs1"]);
});
