import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket as TcpSocket } from "node:net";

/** Fewer than what gets an address banned: nothing the box refuses may hide the parser from the messages after it. */
const messagesPerAddress = 6;
/** So many at a time that answers find their sender still there. */
const udpSockets = 256;

/** Senders on ever new loopback addresses, 127.16.0.1 and up. What the box answers is counted and forgotten. */
export class RotatingSources {
  readonly #target: { host: string; port: number };
  readonly #udp: { socket: UdpSocket; left: number }[] = [];
  #tcp: { socket: TcpSocket; left: number } | undefined;
  /** Datagrams and pieces of streams that came back. */
  answers = 0;
  #turn = 0;
  #lastAddress = 0;

  constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  get addresses(): number {
    return this.#lastAddress;
  }

  async sendUdp(bytes: Uint8Array): Promise<void> {
    const slot = this.#turn++ % udpSockets;
    const { host, port } = this.#target;
    let sender = this.#udp[slot];
    if (!sender || sender.left === 0) {
      sender?.socket.close();
      sender = { socket: await this.#openUdp(), left: messagesPerAddress };
      this.#udp[slot] = sender;
    }
    sender.left--;
    const { socket } = sender;
    await new Promise<void>((done, failed) => socket.send(bytes, port, host, (error) => (error ? failed(error) : done())));
  }

  async sendTcp(bytes: Uint8Array): Promise<void> {
    if (!this.#tcp || this.#tcp.left === 0 || this.#tcp.socket.destroyed || !this.#tcp.socket.writable) {
      this.#tcp?.socket.end();
      this.#tcp = { socket: await this.#openTcp(), left: messagesPerAddress };
    }
    this.#tcp.left--;
    this.#tcp.socket.write(bytes);
  }

  close(): void {
    for (const { socket } of this.#udp.splice(0)) socket.close();
    this.#tcp?.socket.destroy();
    this.#tcp = undefined;
  }

  #nextAddress(): string {
    const n = ++this.#lastAddress;
    return `127.${16 + ((n >> 16) & 127)}.${(n >> 8) & 255}.${n & 255}`;
  }

  async #openUdp(): Promise<UdpSocket> {
    const socket = createSocket("udp4");
    socket.on("error", () => undefined); // an answer that came after the port was closed
    socket.on("message", () => this.answers++);
    socket.bind(0, this.#nextAddress());
    await once(socket, "listening");
    return socket;
  }

  async #openTcp(): Promise<TcpSocket> {
    const socket = connect({ ...this.#target, localAddress: this.#nextAddress(), noDelay: true });
    await once(socket, "connect");
    // The box closes a stream that lost its framing.
    socket.on("error", () => undefined);
    socket.on("data", () => this.answers++);
    // One that waits for the rest of a message which never comes is not kept either.
    socket.setTimeout(5_000, () => socket.destroy());
    return socket;
  }
}
