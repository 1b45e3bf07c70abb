import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";

export type Weather = { loss: number; duplicate: number; reorder: number; seed: number };

/** A UDP path between sipp and the box on which packets are lost, doubled and overtaken, by a seed. */
export async function startLossyLink(
  box: { host: string; port: number },
  weather: Weather,
): Promise<{
  host: string;
  port: number;
  passed(): { sent: number; lost: number; doubled: number; late: number };
  stop(): void;
}> {
  const front = createSocket("udp4");
  const back = createSocket("udp4");
  await Promise.all([front, back].map((s) => new Promise<void>((done) => s.bind(0, "127.0.0.1", done))));
  const count = { sent: 0, lost: 0, doubled: 0, late: 0 };
  const random = generator(weather.seed);
  let client: { address: string; port: number } | undefined;
  let closed = false;
  const forward = (socket: Socket, bytes: Buffer, to: { address: string; port: number }): void => {
    count.sent++;
    if (random() < weather.loss) {
      count.lost++;
      return;
    }
    const copies = random() < weather.duplicate ? 2 : 1;
    if (copies === 2) count.doubled++;
    for (let i = 0; i < copies; i++) {
      const late = random() < weather.reorder;
      if (late) count.late++;
      setTimeout(() => !closed && socket.send(bytes, to.port, to.address), late ? 20 + random() * 80 : 0);
    }
  };
  front.on("message", (bytes, from) => {
    client = from;
    forward(back, bytes, { address: box.host, port: box.port });
  });
  back.on("message", (bytes) => client && forward(front, bytes, client));
  return {
    host: "127.0.0.1",
    port: (front.address() as AddressInfo).port,
    passed: () => count,
    stop() {
      closed = true;
      front.close();
      back.close();
    },
  };
}

/** Small seeded generator (mulberry32), 0 ≤ x < 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
