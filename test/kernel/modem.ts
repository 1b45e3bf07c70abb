import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HardwareProfile } from "../../appliance/contract/hardware.ts";
import type { LineCommand, LineEvent, Party } from "../../appliance/contract/line.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import { GsmEdge } from "../../appliance/edge/gsm/gsm-edge.ts";
import type { LineId } from "../../appliance/kit/ids.ts";
import { HostClock } from "../../appliance/runtime/host-clock.ts";
import { type BoxCall, BoxSide } from "../conformance/lines/box-side.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import type { SimCall } from "../sim/modem/sim-call.ts";
import { heardForMs } from "../sim/sound.ts";
import { patienceMs, type Seen, saidMs, surelyMs, until } from "./until.ts";

const caller = "13800138000";
const nextCaller = "13900139000";
const line = "sim1" as LineId;
const usbDevices = "/sys/bus/usb/devices";
const controller = "/sys/kernel/config/usb_gadget/modem/UDC";

type Box = BoxSide<{ party: Party & { kind: "line" }; perform(command: LineCommand): void; stop(): Promise<void> }>;

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
export async function modem(seen: Seen): Promise<void> {
  await until("modem on the bus", () => socketOf("2c7c") !== undefined);
  const usbPath = socketOf("2c7c")!;
  const sim = new ModemSim("quectel-ec2x");
  const paths = sim.plugIn();
  // Interfaces of a Quectel: 1 carries sound, 2 takes commands.
  const wires = [new Wire(paths.pcm, "/dev/ttyGS1"), new Wire(paths.at, "/dev/ttyGS2")];
  const box = await open(usbPath);
  await until("line up", () => stateOf(box) === "up");
  seen(`option.ko: the modem at USB ${usbPath} is found by its socket, answers AT and is ready`);

  const [far, call] = await callIn(box, sim, caller);
  await bothHear(far, call);
  seen("option.ko: a call with its number, sound to and from the modem");
  writeFileSync(controller, "\n");
  await until("line down", () => stateOf(box) === "down");
  if ((await call.over()).why !== "line-failed") throw new Error("the call did not end with its modem");
  seen("option.ko: pulled in the call, the call ends and the line is down");
  far.hangUp();
  writeFileSync(controller, "dummy_udc.0\n");
  await until("line up again", () => stateOf(box) === "up");
  const [farAgain, callAgain] = await callIn(box, sim, nextCaller);
  await bothHear(farAgain, callAgain);
  farAgain.hangUp();
  if ((await callAgain.over()).by !== "far") throw new Error("the caller's hanging up was not seen");
  seen("option.ko: put back, it serves the next call, sound both ways, to its end");
  await box.stop();
  for (const wire of wires) wire.cut();
  sim.pullOut();
}

const open = (usbPath: string): Promise<Box> =>
  BoxSide.open(async (hear: (event: LineEvent) => void) => {
    const settings = {
      lines: [{ id: line, name: "SIM", kind: "gsm-modem", enabled: true, port: "gsm1", order: 1, callsOut: true }],
    };
    const profile = { ports: [{ id: "gsm1", driver: "gsm-modem", usbPath, family: "quectel-ec2x" }] };
    const edge = new GsmEdge({
      clock: new HostClock(),
      profile: profile as unknown as HardwareProfile,
      settings: settings as unknown as Settings,
      mediaAddress: "127.0.0.1",
      host: {
        line: hear,
        own: () => {},
        raise: () => {},
        clear: () => {},
        health: () => {},
        note: (_level, text) => console.log(`guest: ${text}`),
      },
    });
    return {
      party: { kind: "line", line } as const,
      perform: edge.perform.bind(edge),
      stop: () => edge.stop("the test is over"),
    };
  }, patienceMs);

const stateOf = (box: Box): string | undefined => box.events.flatMap((e) => (e.on === "line.state" ? [e.state] : [])).at(-1);

async function callIn(box: Box, sim: ModemSim, from: string): Promise<[SimCall, BoxCall]> {
  const far = sim.callIn(from);
  const call = await box.take();
  if (call.from !== from) throw new Error(`the caller was "${call.from}"`);
  return [far, call];
}

async function bothHear(far: SimCall, call: BoxCall): Promise<void> {
  void far.say(620, saidMs);
  void call.say(1_000, saidMs);
  const heardMs = (): [number, number] => [call.heardForMs(620), heardForMs(far.heard(), 1_000)];
  await until("sound both ways", () => heardMs().every((ms) => ms > surelyMs)).finally(() =>
    console.log(`guest: heard ${heardMs()[0]} ms from the modem, and it ${heardMs()[1]} ms`),
  );
}

const joinAgainMs = 200;

/** Joins a port of the simulated modem to one of the gadget's; again and again, for what is pulled out hangs up. */
class Wire {
  readonly #ends: readonly [string, string];
  #joined: ChildProcess | undefined;
  #isCut = false;

  constructor(...ends: [string, string]) {
    this.#ends = ends;
    this.#join();
  }

  cut(): void {
    this.#isCut = true;
    this.#joined?.kill();
  }

  #join(): void {
    if (this.#isCut) return;
    const [one, other] = this.#ends;
    this.#joined = spawn("socat", [`${one},rawer`, `${other},rawer`], { stdio: "ignore" });
    this.#joined.once("exit", () => setTimeout(() => this.#join(), joinAgainMs));
  }
}
