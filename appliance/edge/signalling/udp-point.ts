import type { Socket } from "node:dgram";
import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** A bound UDP socket. `hear` gets every datagram; `failed` the key of one that could not be sent. */
export class UdpPoint {
  readonly #socket: Socket;
  #open = true;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(
    { host, port }: { host: string; port: number },
    hear: (bytes: Uint8Array, address: string, port: number) => void,
    broken: (error: Error) => void,
  ): Promise<UdpPoint> {
    const type = host.includes(":") ? "udp6" : "udp4";
    const family = type === "udp6" ? 6 : 4;
    const socket = createSocket({
      type,
      ipv6Only: type === "udp6",
      recvBufferSize: 4_194_304,
      sendBufferSize: 1_048_576,
      // Addresses are always literal here; the system's resolver has no say.
      lookup: (address, _options, done) => done(null, address, family),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind({ address: host, port, exclusive: true }, () => {
        socket.off("error", reject);
        resolve();
      });
    });
    socket.on("error", broken);
    socket.on("message", (bytes, from) => hear(bytes, from.address.split("%")[0]!, from.port));
    return new UdpPoint(socket);
  }

  get bound(): AddressInfo {
    return this.#socket.address();
  }

  send(bytes: Uint8Array, port: number, address: string, failed: () => void): void {
    if (!this.#open) return;
    try {
      this.#socket.send(bytes, port, address, (error) => {
        if (error) failed();
      });
    } catch {
      failed(); // a port of 0 and the like
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.close();
  }
}
