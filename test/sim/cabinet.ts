import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { DinstarBox } from "./gateway/dinstar-box.ts";
import { SipFarSide } from "./gateway/sip-far-side.ts";
import { hardwareFile, modemPort } from "./hardware-file.ts";
import { type LabBox, startLabBox } from "./lab-box.ts";
import type { Slave } from "./modbus/slave.ts";
import { TtySlaves } from "./modbus/tty-slaves.ts";
import { ModemSim } from "./modem/modem-sim.ts";
import { ModemSockets } from "./modem/modem-sockets.ts";
import { SimCard } from "./modem/sim-card.ts";

const usbPath = "1-1.2";
/** A modem for each of two sockets, one of which is empty, and a bus. */
const inside = {
  ports: [modemPort("gsm1", usbPath, "quectel-ec2x"), modemPort("gsm2", "1-1.3", "quectel-ec2x")],
  buses: ["id: rs485-1, at: { tty: /dev/rs485-1, baud: 9600, parity: none }"],
};

/** The true lab box with a modem, a bus with a pump station and a thermometer on it, and a gateway beside it; nothing of it is in its settings. */
export type Cabinet = {
  box: LabBox;
  modem: ModemSim;
  sim: SimCard;
  /** Level at 300 (cm), a relay at coil 0. */
  well: Slave;
  gateway: { host: string; sipPort: number; texts: DinstarBox };
  stop(): Promise<number | null>;
};

/** `address`: of 127.0.0.0/8, the gateway's. */
export async function startCabinet({ address, rtp }: { address: string; rtp?: string }): Promise<Cabinet> {
  const sockets = new ModemSockets();
  const sim = new SimCard();
  const modem = new ModemSim("quectel-ec2x", { splitReads: true }, sim);
  sockets.plugIn(usbPath, modem);
  const tty = new TtySlaves();
  const well = tty.bus.add(3);
  well.holding.set(300, 231);
  well.coils.set(0, false);
  const air = tty.bus.add(1);
  air.input.set(1, 253).set(2, 601);
  air.holding.set(0x103, 0).set(0x104, 0);
  mkdirSync(join(sockets.root, "dev"), { recursive: true });
  symlinkSync(tty.path, join(sockets.root, "dev/rs485-1"));
  const texts = new DinstarBox();
  await texts.open(address);
  const box = await startLabBox({ ...(rtp ? { rtp } : {}), cabinet: hardwareFile(sockets.root, inside) });
  const far = await SipFarSide.open(address, box.sip);
  return {
    box,
    modem,
    sim,
    well,
    gateway: { host: address, sipPort: far.at.port, texts },
    async stop() {
      const code = await box.stop();
      far.close();
      await texts.close();
      tty.close();
      sockets.pullOut(usbPath, modem);
      sockets.close();
      return code;
    },
  };
}
