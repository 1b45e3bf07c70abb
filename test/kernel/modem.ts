import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HardwareProfile } from "../../appliance/contract/hardware.ts";
import type { LineEvent } from "../../appliance/contract/line.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { GsmEdge } from "../../appliance/edge/gsm/gsm-edge.ts";
import type { LineId } from "../../appliance/kit/ids.ts";
import { HostClock } from "../../appliance/runtime/host-clock.ts";
import { BoxSide } from "../conformance/lines/box-side.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { heardForMs } from "../sim/sound.ts";
import { until } from "./until.ts";

const caller = "13800138000";
const line = "sim1" as LineId;
const usbDevices = "/sys/bus/usb/devices";
const gadget = "/sys/kernel/config/usb_gadget/modem/UDC";
const surelyMs = 500;
/** A machine without acceleration loses much of it. */
const saidMs = 30_000;

/** The socket the modem is in, as the kernel calls it. */
function socketOf(vendor: string): string | undefined {
  return readdirSync(usbDevices).find((name) => {
    try {
      return readFileSync(join(usbDevices, name, "idVendor"), "utf8").trim() === vendor;
    } catch {
      return false;
    }
  });
}

/** The modems' driver over the kernel's own option driver; the simulated modem is on the other side of the USB gadget. */
export async function modem(seen: (what: string) => void): Promise<void> {
  await until("modem on the bus", () => socketOf("2c7c") !== undefined);
  const usbPath = socketOf("2c7c")!;
  const sim = new ModemSim("quectel-ec2x");
  const paths = sim.plugIn();
  // Interfaces of a Quectel: 1 carries sound, 2 takes commands.
  const joined: ChildProcess[] = [wire(paths.pcm, "/dev/ttyGS1"), wire(paths.at, "/dev/ttyGS2")];
  const settings = {
    lines: [{ id: line, name: "SIM", kind: "gsm-modem", enabled: true, port: "gsm1", order: 1, callsOut: true }],
  };
  const profile = { ports: [{ id: "gsm1", driver: "gsm-modem", usbPath, family: "quectel-ec2x" }] };
  const box = await BoxSide.open(async (hear: (event: LineEvent) => void) => {
    const edge = new GsmEdge({
      clock: new HostClock(),
      profile: profile as unknown as HardwareProfile,
      settings: settings as unknown as Settings,
      mediaAddress: "127.0.0.1",
      host: { line: hear, own: () => {}, raise: () => {}, clear: () => {}, health: () => {}, note: () => {} },
    });
    return {
      party: { kind: "line", line } as const,
      perform: edge.perform.bind(edge),
      stop: () => edge.stop("the test is over"),
    };
  });
  const states = (): string[] => box.events.flatMap((e) => (e.on === "line.state" ? [e.state] : []));
  await until("line up", () => states().at(-1) === "up", 180_000);
  seen(`option.ko: the modem at USB ${usbPath} is ready`);

  const far = sim.callIn(caller);
  const call = await box.take();
  if (call.from !== caller) throw new Error(`the caller was "${call.from}"`);
  void far.say(620, saidMs);
  void call.say(1_000, saidMs);
  const heardMs = (): [number, number] => [call.heardForMs(620), heardForMs(far.heard(), 1_000)];
  await until("sound both ways", () => heardMs().every((ms) => ms > surelyMs), 180_000).finally(() =>
    console.log(`guest: heard ${heardMs()[0]} ms from the modem, and it ${heardMs()[1]} ms`),
  );
  far.hangUp();
  await call.over();
  seen("option.ko: a call with its number, sound both ways, its end");

  writeFileSync(gadget, "\n");
  await until("line down", () => states().at(-1) === "down", 180_000);
  writeFileSync(gadget, "dummy_udc.0\n");
  await until("line up again", () => states().at(-1) === "up", 180_000);
  seen("option.ko: pulled and put back, the line is ready again");
  await box.stop();
  for (const one of joined) one.kill();
  sim.pullOut();
}

const wire = (one: string, other: string): ChildProcess =>
  spawn("socat", [`${one},rawer`, `${other},rawer`], { stdio: "inherit" });
