import { openSerial } from "../ports/open-serial.ts";
import type { OpenBus } from "./bus-runner.ts";
import { openSocket } from "./open-socket.ts";

/** By its tty, or by the gateway's socket. */
export const openBus: OpenBus = (at, ears) => {
  if (!("tty" in at)) return openSocket(at, ears);
  const { tty, baud, parity, stopBits = 1 } = at;
  return openSerial(tty, ears, { baudRate: baud, parity, stopBits });
};
