import type { HardwareProfile, ModemFamily } from "../../../appliance/contract/hardware.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { GsmEvent } from "../../../appliance/edge/gsm/gsm-config.ts";
import { GsmEdge } from "../../../appliance/edge/gsm/gsm-edge.ts";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import type { ModemFaults } from "../../sim/modem/modem-faults.ts";
import { ModemSim } from "../../sim/modem/modem-sim.ts";
import { ModemSockets } from "../../sim/modem/modem-sockets.ts";
import type { SimCard } from "../../sim/modem/sim-card.ts";
import type { LineUnderTest, OpenLine } from "./line-under-test.ts";

const usbPath = "1-1.2";
const gsmLine = "sim1" as LineId;

export type OpenModem = { family: ModemFamily; faults?: ModemFaults; sim?: SimCard; pin?: string };
/** What the edge tells besides calls, and the modem itself. */
export type ModemBench = { modem: ModemSim; edge: GsmEdge; own: GsmEvent[]; alarms: string[]; notes: string[] };

/** A modem on two ptys, its driver in the child process, as a line for the suite. `bench` gets at the rest. */
export function gsmLineUnderTest(
  { family, faults = {}, sim, pin }: OpenModem,
  bench: (bench: ModemBench) => void = () => {},
): OpenLine {
  return async (hear): Promise<LineUnderTest> => {
    const sockets = new ModemSockets();
    const modem = new ModemSim(family, faults, sim);
    modem.onRestart = () => {
      setTimeout(() => {
        sockets.pullOut(usbPath, modem);
        sockets.plugIn(usbPath, modem);
      }, 200);
    };
    sockets.plugIn(usbPath, modem);
    const profile = { ports: [{ id: "gsm1", driver: "gsm-modem", usbPath, family }] } as unknown as HardwareProfile;
    const line = { id: gsmLine, name: "SIM", kind: "gsm-modem", enabled: true, port: "gsm1", order: 1, callsOut: true };
    const own: GsmEvent[] = [];
    const alarms: string[] = [];
    const notes: string[] = [];
    const edge = new GsmEdge({
      clock: new HostClock(),
      profile,
      settings: { lines: [line] } as unknown as Settings,
      mediaAddress: "127.0.0.1",
      roots: sockets.roots,
      ...(pin ? { pinOf: () => pin } : {}),
      host: {
        line: hear,
        own: (event) => own.push(event),
        raise: (code, subject) => alarms.push(`+${code} ${subject}`),
        clear: (code, subject) => alarms.push(`-${code} ${subject}`),
        health: () => {},
        note: (level, text) => notes.push(`${level}: ${text}`),
      },
    });
    bench({ modem, edge, own, alarms, notes });
    const pull = async (): Promise<void> => sockets.pullOut(usbPath, modem);
    return {
      far: {
        callIn: async (from) => modem.callIn(from),
        nextCall: () => modem.nextCall(),
        pull,
        putBack: async () => sockets.plugIn(usbPath, modem),
        stop: pull,
      },
      party: { kind: "line", line: gsmLine },
      limits: {},
      perform: (command) => edge.perform(command),
      gauges: () => edge.gauges(),
      stop: async () => {
        await edge.stop("the test is over");
        await pull();
        sockets.close();
      },
    };
  };
}
