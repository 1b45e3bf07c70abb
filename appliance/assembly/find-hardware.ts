import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundHardware } from "../contract/found-hardware.ts";

/** Where the kernel shows what is there. */
export type MachineRoots = { sys: string; proc: string; dev: string };
/** The machine's own, or a directory with such folders. */
export const rootsOf = (devices = "/"): MachineRoots => ({
  sys: join(devices, "sys"),
  proc: join(devices, "proc"),
  dev: join(devices, "dev"),
});

const mostEntries = 512;
const mostBytes = 64 * 1024;
const mostDevices = 128;
const mostSpans = 32;
const mostNodes = 1023;

/** Looks what is in the machine: modems on USB by ids and interface numbers, channels of cards. Never throws; what can't be read isn't there. */
export function findHardware({ sys, proc, dev }: MachineRoots): FoundHardware {
  const spans = entries(join(proc, "dahdi"))
    .filter((name) => /^\d{1,2}$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .slice(0, mostSpans)
    .flatMap((name) => readSpan(text(join(proc, "dahdi", name))) ?? []);
  const nodes = entries(join(dev, "dahdi"));
  return {
    usb: usbDevices(join(sys, "bus/usb/devices")),
    spans,
    channelNodes: nodes
      .filter((name) => /^\d{1,4}$/.test(name))
      .map(Number)
      .filter((channel) => channel >= 1 && channel <= mostNodes)
      .sort((a, b) => a - b),
    dahdi: spans.length > 0 || nodes.length > 0,
  };
}

/** Devices with serial interfaces. Interfaces are beside their device, named after it, the configuration and their own number. */
function usbDevices(folder: string): FoundHardware["usb"] {
  const found = new Map<string, number[]>();
  for (const name of entries(folder)) {
    const [, usbPath] = /^(\d{1,3}-\d{1,2}(?:\.\d{1,2}){0,6}):\d{1,2}\.\d{1,3}$/.exec(name) ?? [];
    if (!usbPath || !hasTty(join(folder, name))) continue;
    const number = Number.parseInt(text(join(folder, name, "bInterfaceNumber")), 16);
    if (!Number.isNaN(number)) found.set(usbPath, [...(found.get(usbPath) ?? []), number]);
  }
  return [...found]
    .sort(([a], [b]) => byParts(a, b))
    .slice(0, mostDevices)
    .map(([usbPath, interfaces]) => {
      const of = (file: string): string => text(join(folder, usbPath, file)).trim();
      const [vendor, product] = [of("idVendor"), of("idProduct")];
      const isId = /^[0-9a-f]{4}$/;
      const called = [of("manufacturer"), of("product")].filter(Boolean).join(" ").replace(/\p{C}/gu, "").slice(0, 80);
      return {
        usbPath,
        ...(isId.test(vendor) && isId.test(product) ? { usbId: `${vendor}:${product}` } : {}),
        ...(called ? { product: called } : {}),
        interfaces: interfaces.sort((a, b) => a - b),
      };
    });
}

/** Sockets in the order they are numbered: 1-1.2 before 1-1.10. */
function byParts(a: string, b: string): number {
  const [x, y] = [a, b].map((path) => path.split(/[-.]/).map(Number));
  for (let i = 0; i < Math.max(x!.length, y!.length); i++) if (x![i] !== y![i]) return (x![i] ?? -1) - (y![i] ?? -1);
  return 0;
}

const hasTty = (folder: string): boolean =>
  [...entries(folder), ...entries(join(folder, "tty"))].some((name) => /^tty(USB|ACM)\d{1,4}$/.test(name));

/** One file under /proc/dahdi: the span in the first line, then one line for each channel with the signalling it is set to. */
function readSpan(file: string): FoundHardware["spans"][number] | undefined {
  const [head = "", ...lines] = file.split("\n");
  const [, span, name] = /^Span (\d{1,2}): (\S{1,40})/.exec(head) ?? [];
  if (!span || !name) return undefined;
  const channels = lines.slice(0, mostEntries).flatMap((line): FoundHardware["spans"][number]["channels"] => {
    const [, channel, signalling = ""] = /^\s+(\d{1,4}) \S+(?: ([A-Za-z0-9/-]+))?/.exec(line) ?? [];
    return channel ? [{ channel: Number(channel), as: kindOf(signalling) }] : [];
  });
  return { span: Number(span), name, crc4: /\bCRC4\b/.test(head), channels };
}

/** A card for lines from the exchange speaks FXS signalling, and the other way round. */
function kindOf(signalling: string): FoundHardware["spans"][number]["channels"][number]["as"] {
  if (/^FXS/.test(signalling)) return "fxo";
  if (/^FXO/.test(signalling)) return "fxs";
  return /^(Clear|HDLC|Hardware|CAS|DACS)/i.test(signalling) ? "digital" : "unset";
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).slice(0, mostEntries * 4);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, mostBytes);
  } catch {
    return "";
  }
}
