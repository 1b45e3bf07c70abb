import type { DatagramIo, DatagramSocket, PacketBuffer, Receive } from "./datagram-io.ts";
import { packetLimit, packetRoom } from "./datagram-io.ts";
import {
  AF_INET,
  AF_INET6,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epollEvent,
  errorNumber,
  libc,
  MSG_DONTWAIT,
  nativeMemory,
  SOCK_DGRAM_CLOEXEC_NONBLOCK,
} from "./libc.ts";
import { type Family, familyOf, readSocketAddress, socketAddressRoom, writeSocketAddress } from "./socket-address.ts";

const socketLimit = 4096;
const eventLimit = 256;
/** Layout of the native memory: received packet, packet to send, source address, its length, epoll events, one address per socket. */
const txAt = packetRoom;
const fromAt = txAt + packetRoom;
const fromLengthAt = fromAt + socketAddressRoom;
const eventsAt = fromLengthAt + 16;
const aimsAt = eventsAt + eventLimit * 16;
const memoryBytes = aimsAt + (socketLimit + 1) * socketAddressRoom;

/** Sockets straight through libc: level-triggered epoll asked with timeout 0 once per slot, no allocation per packet. */
export class EpollIo implements DatagramIo {
  readonly rx: PacketBuffer;
  readonly tx: PacketBuffer;
  readonly counters = { received: 0, sent: 0, sendFailed: 0 };
  readonly family: Family;
  readonly memory = nativeMemory(memoryBytes);
  readonly #words: DataView;
  /** The events in words: all their parts are aligned to four bytes. */
  readonly #events: Uint32Array;
  readonly #address: string;
  readonly #epoll: number;
  readonly #table: (EpollSocket | undefined)[] = [];
  readonly #free: number[] = [];
  #sockets = 0;

  constructor(address: string) {
    const { bytes, address: base } = this.memory;
    this.#address = address;
    this.family = familyOf(address) ?? 4;
    this.rx = { bytes: bytes.subarray(0, packetRoom), address: base };
    this.tx = { bytes: bytes.subarray(txAt, txAt + packetRoom), address: base + txAt };
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#events = new Uint32Array(bytes.buffer, bytes.byteOffset + eventsAt, eventLimit * 4);
    this.#epoll = libc.epollCreate(EPOLL_CLOEXEC);
    if (this.#epoll < 0) throw new Error(`epoll_create1: errno ${errorNumber()}`);
  }

  get sockets(): number {
    return this.#sockets;
  }

  open(port: number, receive: Receive, opened: (socket: DatagramSocket | undefined, fault: string) => void): void {
    const index = this.#free.pop() ?? this.#table.length;
    const result = index < socketLimit ? this.#bind(index, port, receive) : "too many sockets";
    if (typeof result === "string") {
      if (index < socketLimit) this.#free.push(index);
      if (index === this.#table.length) this.#table.push(undefined);
      opened(undefined, result);
      return;
    }
    this.#table[index] = result;
    this.#sockets++;
    opened(result, "");
  }

  drain(nowMs: number, passes: number): void {
    const { address } = this.memory;
    for (let pass = 0; pass < passes; pass++) {
      for (let batch = 0; batch < socketLimit / eventLimit; batch++) {
        const count = libc.epollWait(this.#epoll, address + eventsAt, eventLimit, 0);
        for (let i = 0; i < count; i++) {
          this.#table[this.#events[(i * epollEvent.size + epollEvent.data) >> 2]!]?.take(nowMs);
        }
        if (count <= 0) return;
        if (count < eventLimit) break;
      }
    }
  }

  /** For the socket: it is closed, its place is free. */
  forget(index: number): void {
    this.#table[index] = undefined;
    this.#free.push(index);
    this.#sockets--;
  }

  close(): void {
    for (const socket of this.#table) socket?.close();
    libc.close(this.#epoll);
  }

  aimAddress(index: number): number {
    return aimsAt + index * socketAddressRoom;
  }

  #bind(index: number, port: number, receive: Receive): EpollSocket | string {
    const { bytes, address } = this.memory;
    const fd = libc.socket(this.family === 4 ? AF_INET : AF_INET6, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
    if (fd < 0) return `socket: errno ${errorNumber()}`;
    const at = this.aimAddress(socketLimit);
    if (this.family === 6) this.#option(fd, 41, 26, 0); // IPPROTO_IPV6, IPV6_V6ONLY off
    const length = writeSocketAddress(bytes, at, this.family, this.#address, port);
    if (length === 0 || libc.bind(fd, address + at, length) !== 0) {
      const fault = `bind ${this.#address} port ${port}: errno ${errorNumber()}`;
      libc.close(fd);
      return fault;
    }
    // RFC 4594 4.1: telephony is marked expedited forwarding (DSCP 46)
    if (this.family === 6) this.#option(fd, 41, 67, 0xb8);
    else this.#option(fd, 0, 1, 0xb8);
    this.#words.setUint32(eventsAt, EPOLLIN, true);
    this.#words.setUint32(eventsAt + epollEvent.data, index, true);
    this.#words.setUint32(eventsAt + epollEvent.data + 4, 0, true);
    if (libc.epollCtl(this.#epoll, EPOLL_CTL_ADD, fd, address + eventsAt) !== 0) {
      libc.close(fd);
      return `epoll_ctl: errno ${errorNumber()}`;
    }
    return new EpollSocket(this, index, fd, port, receive);
  }

  #option(fd: number, level: number, name: number, value: number): void {
    this.#words.setInt32(fromLengthAt, value, true);
    libc.setsockopt(fd, level, name, this.memory.address + fromLengthAt, 4);
  }

  /** Source of the packet just received, as three words: enough to see that it is the same as before. */
  receiveFrom(fd: number): number {
    const { address } = this.memory;
    this.#words.setInt32(fromLengthAt, socketAddressRoom, true);
    return libc.recvfrom(fd, this.rx.address, packetLimit, MSG_DONTWAIT, address + fromAt, address + fromLengthAt);
  }

  get fromAt(): number {
    return fromAt;
  }
}

class EpollSocket implements DatagramSocket {
  readonly port: number;
  fromAddress = "";
  fromPort = 0;
  settled = false;
  readonly #io: EpollIo;
  readonly #index: number;
  readonly #receive: Receive;
  readonly #lastFrom = new Uint8Array(socketAddressRoom);
  readonly #aimAt: number;
  #aimLength = 0;
  #fd: number;

  constructor(io: EpollIo, index: number, fd: number, port: number, receive: Receive) {
    this.#io = io;
    this.#index = index;
    this.#fd = fd;
    this.port = port;
    this.#receive = receive;
    this.#aimAt = io.aimAddress(index);
  }

  take(nowMs: number): void {
    const io = this.#io;
    const length = this.settled ? libc.recv(this.#fd, io.rx.address, packetLimit, MSG_DONTWAIT) : io.receiveFrom(this.#fd);
    if (length <= 0) return; // nothing there, or the error an earlier send of ours came back with (ICMP)
    io.counters.received++;
    if (!this.settled) this.#noteSource();
    this.#receive(length, nowMs);
  }

  aim(address: string, port: number): boolean {
    const wasSettled = this.settled;
    if (wasSettled) this.unsettle();
    this.#aimLength = writeSocketAddress(this.#io.memory.bytes, this.#aimAt, this.#io.family, address, port);
    if (wasSettled) this.settle();
    return this.#aimLength > 0;
  }

  settle(): void {
    if (this.settled || this.#aimLength === 0) return;
    this.settled = libc.connect(this.#fd, this.#io.memory.address + this.#aimAt, this.#aimLength) === 0;
  }

  unsettle(): void {
    if (!this.settled) return;
    this.settled = false;
    // connect(2): family AF_UNSPEC dissolves the association; the port stays bound
    const { bytes, address } = this.#io.memory;
    const at = this.#io.aimAddress(socketLimit);
    bytes.fill(0, at, at + 16);
    libc.connect(this.#fd, address + at, 16);
  }

  send(packet: PacketBuffer, length: number): void {
    const { counters, memory } = this.#io;
    if (this.#aimLength === 0) return;
    const result = this.settled
      ? libc.send(this.#fd, packet.address, length, MSG_DONTWAIT)
      : libc.sendto(this.#fd, packet.address, length, MSG_DONTWAIT, memory.address + this.#aimAt, this.#aimLength);
    if (result < 0) counters.sendFailed++;
    else counters.sent++;
  }

  close(): void {
    if (this.#fd < 0) return;
    libc.close(this.#fd); // the last descriptor of a socket takes it out of the epoll set
    this.#fd = -1;
    this.#io.forget(this.#index);
  }

  #noteSource(): void {
    const { bytes } = this.#io.memory;
    const at = this.#io.fromAt;
    const length = this.#io.family === 4 ? 8 : 24; // what lies behind is padding or scope
    let same = true;
    for (let i = 2; i < length; i++) {
      const byte = bytes[at + i]!;
      if (this.#lastFrom[i] === byte) continue;
      this.#lastFrom[i] = byte;
      same = false;
    }
    if (same && this.fromPort !== 0) return;
    const source = readSocketAddress(bytes, at, this.#io.family);
    this.fromAddress = source.address;
    this.fromPort = source.port;
  }
}
