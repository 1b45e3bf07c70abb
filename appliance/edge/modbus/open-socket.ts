import { connect } from "node:net";
import type { SerialEars, SerialLink } from "../ports/serial-link.ts";

const connectLimitMs = 5_000;
const keepAliveMs = 10_000;
/** Whoever lets so much pile up is dead. */
const mostWaitingBytes = 65_536;

/** A gateway's socket, used as a serial port is. Rejects when nobody answers. */
export function openSocket({ host, port }: { host: string; port: number }, ears: SerialEars): Promise<SerialLink> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
    const limit = setTimeout(() => socket.destroy(new Error("no answer")), connectLimitMs);
    let why = "closed by the gateway";
    let open = false;
    let ours = false;
    const link: SerialLink = {
      write: (bytes) => {
        if (!socket.destroyed && socket.writableLength <= mostWaitingBytes) socket.write(bytes);
      },
      get waitingBytes() {
        return socket.writableLength;
      },
      close: async () => {
        ours = true;
        socket.destroy();
      },
    };
    socket.on("data", (bytes: Uint8Array) => ears.data(bytes));
    socket.on("error", (error) => {
      why = error.message;
    });
    socket.on("connect", () => {
      clearTimeout(limit);
      open = true;
      resolve(link);
    });
    socket.on("close", () => {
      clearTimeout(limit);
      if (!open) reject(new Error(why));
      else if (!ours) ears.closed(why);
    });
  });
}
