import { createSocket, type Socket } from "node:dgram";
import type { DatagramIo, DatagramSocket, PacketBuffer, Receive } from "./datagram-io.ts";
import { packetLimit, packetRoom } from "./datagram-io.ts";
import { type Family, familyOf } from "./socket-address.ts";

/** Packets of one socket between two slots; more than that is a flood. */
const packetsPerSlot = 32;

/** The same through node:dgram, for machines where libc can't be called. Packets come in whenever the event loop polls. */
export class DgramIo implements DatagramIo {
  readonly rx: PacketBuffer = { bytes: new Uint8Array(packetRoom), address: 0 };
  readonly tx: PacketBuffer = { bytes: new Uint8Array(packetRoom), address: 0 };
  readonly counters = { received: 0, sent: 0, sendFailed: 0 };
  readonly family: Family;
  /** Number of the present slot: sockets count their packets by it. */
  turn = 0;
  readonly #address: string;
  readonly #now: () => number;
  readonly #open = new Set<DgramSocket>();

  constructor(address: string, now: () => number) {
    this.#address = address;
    this.#now = now;
    this.family = familyOf(address) ?? 4;
  }

  get sockets(): number {
    return this.#open.size;
  }

  open(port: number, receive: Receive, opened: (socket: DatagramSocket | undefined, fault: string) => void): void {
    const socket = createSocket({ type: this.family === 4 ? "udp4" : "udp6" });
    let waiting = true;
    socket.once("error", (error) => {
      if (!waiting) return;
      waiting = false;
      socket.close();
      opened(undefined, error.message);
    });
    socket.bind({ address: this.#address, port, exclusive: true }, () => {
      if (!waiting) return;
      waiting = false;
      const ours = new DgramSocket(this, socket, port, receive, this.#now);
      this.#open.add(ours);
      opened(ours, "");
    });
  }

  drain(): void {
    this.turn++;
  }

  forget(socket: DgramSocket): void {
    this.#open.delete(socket);
  }

  close(): void {
    for (const socket of this.#open) socket.close();
  }

  get packetsPerSlot(): number {
    return packetsPerSlot;
  }
}

class DgramSocket implements DatagramSocket {
  readonly port: number;
  fromAddress = "";
  fromPort = 0;
  settled = false;
  readonly #io: DgramIo;
  readonly #socket: Socket;
  readonly #receive: Receive;
  readonly #now: () => number;
  #address = "";
  #port = 0;
  #connected = false;
  #closed = false;
  #turn = 0;
  #packets = 0;

  constructor(io: DgramIo, socket: Socket, port: number, receive: Receive, now: () => number) {
    this.#io = io;
    this.#socket = socket;
    this.port = port;
    this.#receive = receive;
    this.#now = now;
    socket.on("error", () => io.counters.sendFailed++); // ICMP came back for something we sent
    socket.on("message", (message, from) => this.#take(message, from.address, from.port));
    socket.on("connect", () => {
      this.#connected = true;
      if (!this.settled) this.#disconnect();
    });
  }

  aim(address: string, port: number): boolean {
    const kind = familyOf(address);
    if (kind === undefined || (kind === 6 && this.#io.family === 4) || port < 1) return false;
    const wasSettled = this.settled;
    if (wasSettled) this.unsettle();
    this.#address = kind === 4 && this.#io.family === 6 ? `::ffff:${address}` : address;
    this.#port = port;
    if (wasSettled) this.settle();
    return true;
  }

  settle(): void {
    if (this.settled || this.#port === 0 || this.#closed) return;
    this.settled = true;
    if (!this.#connected) this.#socket.connect(this.#port, this.#address);
  }

  unsettle(): void {
    if (!this.settled) return;
    this.settled = false;
    if (this.#connected) this.#disconnect();
  }

  send(packet: PacketBuffer, length: number): void {
    if (this.#closed || this.#port === 0) return;
    // Node may keep the bytes until the next turn of its loop, by when ours hold another packet.
    const bytes = Buffer.from(packet.bytes.subarray(0, length));
    try {
      if (this.#connected) this.#socket.send(bytes);
      else this.#socket.send(bytes, this.#port, this.#address);
      this.#io.counters.sent++;
    } catch {
      this.#io.counters.sendFailed++;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#io.forget(this);
    setImmediate(() => this.#socket.close()); // a goodbye just sent may still be on its way through node
  }

  #disconnect(): void {
    this.#connected = false;
    this.#socket.disconnect();
  }

  #take(message: Buffer, address: string, port: number): void {
    if (this.#closed || message.length > packetLimit) return;
    if (this.#turn !== this.#io.turn) {
      this.#turn = this.#io.turn;
      this.#packets = 0;
    }
    if (++this.#packets > this.#io.packetsPerSlot) return;
    this.#io.counters.received++;
    this.fromAddress = address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
    this.fromPort = port;
    this.#io.rx.bytes.set(message);
    this.#receive(message.length, this.#now());
  }
}
