import koffi from "koffi";
import {
  AF_INET,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epollEvent,
  libc,
  MSG_DONTWAIT,
  nativeMemory,
  SOCK_DGRAM_CLOEXEC_NONBLOCK,
} from "../../../appliance/edge/media/libc.ts";
import { writeSocketAddress } from "../../../appliance/edge/media/socket-address.ts";

/**
 * Many telephones in one process of their own: each sends 50 packets a second (20 ms of A-law) and measures what comes back from its partner.
 * Told what to do by messages of its parent.
 */
export type Order = { bind: number[] } | { targets: number[]; forMs: number };
export type Measured = {
  /** Only packets between the edges count: where a stream begins and ends, buffers fill and empty. */
  sent: number;
  received: number;
  /** Telephones that heard anything at all. */
  hearing: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
  maxMs: number;
  /** How late the generator itself was, at worst. */
  latestSendMs: number;
};

type Phone = { fd: number; aim: number; sequence: number; timestamp: number; ssrc: number; nextMs: number; heard: number };

/** Waits in nanoseconds: packets leave one by one, as those of unconnected telephones do, and the core is left to whom it is due. */
const epollWaitUntil = koffi
  .load(null)
  .func("int epoll_pwait2(int epoll, uintptr_t events, int limit, uintptr_t timeout, uintptr_t signals)");

const packetBytes = 172;
const rxAt = 2048;
const eventsAt = 4096;
const eventLimit = 512;
const timeoutAt = eventsAt + eventLimit * 16;
const aimsAt = timeoutAt + 16;
const memory = nativeMemory(aimsAt + 4096 * 32);
const view = new DataView(memory.bytes.buffer, memory.bytes.byteOffset, memory.bytes.byteLength);
const epoll = libc.epollCreate(0x80000);
const phones: Phone[] = [];
/** Latencies in steps of 10 µs, up to a second. */
const histogram = new Uint32Array(100_000);
const edgeMs = 500;
/** The byte of a packet that says whether it counts. */
const countsAt = 20;
const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;

function bind(port: number): void {
  const fd = libc.socket(AF_INET, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
  const aim = aimsAt + phones.length * 32;
  writeSocketAddress(memory.bytes, aim, 4, "127.0.0.1", port);
  if (libc.bind(fd, memory.address + aim, 16) !== 0) throw new Error(`generator: port ${port} is taken`);
  view.setUint32(eventsAt, EPOLLIN, true);
  view.setUint32(eventsAt + epollEvent.data, phones.length, true);
  libc.epollCtl(epoll, EPOLL_CTL_ADD, fd, memory.address + eventsAt);
  phones.push({ fd, aim, sequence: 1, timestamp: 0, ssrc: 0x1000 + phones.length, nextMs: 0, heard: 0 });
}

function send(phone: Phone): void {
  view.setUint16(0, 0x8008);
  view.setUint16(2, phone.sequence);
  view.setUint32(4, phone.timestamp);
  view.setUint32(8, phone.ssrc);
  view.setFloat64(12, clockMs());
  phone.sequence = (phone.sequence + 1) & 0xffff;
  phone.timestamp = (phone.timestamp + 160) >>> 0;
  libc.sendto(phone.fd, memory.address, packetBytes, MSG_DONTWAIT, memory.address + phone.aim, 16);
}

function receive(timeoutMs: number): number {
  let kept = 0;
  view.setBigInt64(timeoutAt, 0n, true);
  view.setBigInt64(timeoutAt + 8, BigInt(Math.round(Math.min(999, Math.max(0, timeoutMs)) * 1e6)), true);
  const count: number = epollWaitUntil(epoll, memory.address + eventsAt, eventLimit, memory.address + timeoutAt, 0);
  for (let i = 0; i < count; i++) {
    const phone = phones[view.getUint32(eventsAt + i * epollEvent.size + epollEvent.data, true)]!;
    for (;;) {
      const length = libc.recv(phone.fd, memory.address + rxAt, 1600, MSG_DONTWAIT);
      if (length <= 0) break;
      if (length !== packetBytes || (view.getUint8(rxAt + 1) & 0x7f) !== 8) continue; // a report, or a keep-alive
      phone.heard++;
      const latencyMs = clockMs() - view.getFloat64(rxAt + 12);
      if (memory.bytes[rxAt + countsAt] !== 1 || !(latencyMs >= 0 && latencyMs < 10_000)) continue;
      kept++;
      histogram[Math.min(histogram.length - 1, Math.round(latencyMs * 100))]!++;
    }
  }
  return kept;
}

function percentile(share: number, total: number): number {
  let left = Math.ceil(total * share);
  for (let i = 0; i < histogram.length; i++) {
    left -= histogram[i]!;
    if (left <= 0) return i / 100;
  }
  return Number.NaN;
}

function run(targets: number[], forMs: number): Measured {
  memory.bytes.fill(0xd5, 12, packetBytes);
  histogram.fill(0);
  const startMs = clockMs() + 20;
  for (const [i, phone] of phones.entries()) {
    writeSocketAddress(memory.bytes, phone.aim, 4, "127.0.0.1", targets[i]!);
    phone.nextMs = startMs + ((i * 7.3) % 20);
    phone.timestamp = (Math.floor(phone.nextMs / 20) * 160) >>> 0; // its clock has gone on since the last run
    phone.heard = 0;
  }
  let sent = 0;
  let received = 0;
  let latestSendMs = 0;
  const order = [...phones].sort((a, b) => a.nextMs - b.nextMs);
  for (let next = 0; ; ) {
    const nowMs = clockMs();
    if (nowMs > startMs + forMs) break;
    for (let phone = order[next]!; phone.nextMs <= nowMs; phone = order[next]!) {
      latestSendMs = Math.max(latestSendMs, nowMs - phone.nextMs);
      const counts = nowMs > startMs + edgeMs && nowMs < startMs + forMs - edgeMs;
      memory.bytes[countsAt] = counts ? 1 : 0;
      send(phone);
      if (counts) sent++;
      phone.nextMs += 20;
      next = (next + 1) % order.length;
    }
    received += receive(order[next]!.nextMs - clockMs());
  }
  for (const endMs = clockMs() + 300; clockMs() < endMs; ) received += receive(10);
  const hearing = phones.filter((phone) => phone.heard > 0).length;
  const [p50Ms, p99Ms, p999Ms, maxMs] = [0.5, 0.99, 0.999, 1].map((share) => percentile(share, received)) as [
    number,
    number,
    number,
    number,
  ];
  return { sent, received, hearing, p50Ms, p99Ms, p999Ms, maxMs, latestSendMs };
}

process.on("message", (order: Order) => {
  if ("bind" in order) {
    order.bind.forEach(bind);
    process.send!("bound");
  } else process.send!(run(order.targets, order.forMs));
});
