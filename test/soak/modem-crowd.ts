import { createSocket, type Socket } from "node:dgram";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { LineCommand, LineEvent } from "../../appliance/contract/line.ts";
import type { LegId } from "../../appliance/kit/ids.ts";
import { alawToLinear, linearToAlaw } from "../../appliance/wire/audio/g711.ts";
import { newRtpView, readRtp, writeRtpHeader } from "../../appliance/wire/rtp/packet.ts";
import { ModemBench } from "../conformance/lines/modem-bench.ts";
import { countedFrame, FrameCount, frameBytes } from "../sim/modem/counted-sound.ts";
import type { SimCall } from "../sim/modem/sim-call.ts";

const families = ["quectel-ec2x", "huawei-e1xx", "quectel-ec2x", "simcom-7600"] as const;
const ticksPerSecond = 100;
const upLimitMs = 120_000;

export type CrowdReport = {
  modems: number;
  seconds: number;
  /** Towards the box and towards the far end: frames of all modems together. */
  down: Sum;
  up: Sum;
  /** Of one core. */
  driverCpuPercent: number;
  driverRssMb: number;
  /** What the driver itself says it had to drop or fill up. */
  gauges: Record<string, number>;
  /** Longest time this program, which plays all far ends, was kept from its work. */
  longestStallMs: number;
};
type Sum = { said: number; good: number; lost: number; again: number; silent: number; wrong: number };

/** Modems in calls all at once, every frame of sound known in both directions, counted at the other end. */
export async function modemCrowd(modems: number, seconds: number, tell: (text: string) => void = () => {}): Promise<CrowdReport> {
  const bench = new ModemBench(Array.from({ length: modems }, (_, i) => ({ family: families[i % families.length]! })));
  const voices = Array.from({ length: modems }, (_, i) => new Voice(bench, i + 1));
  let stallMs = 0;
  try {
    await Promise.all(voices.map((voice) => voice.up));
    tell(`${modems} modems are up`);
    await Promise.all(voices.map((voice) => voice.begin()));
    const before = cpuMsOf(bench.edge.processId!);
    const startMs = performance.now();
    let lastMs = startMs;
    const watch = setInterval(() => {
      stallMs = Math.max(stallMs, performance.now() - lastMs - 20);
      lastMs = performance.now();
    }, 20);
    await new Promise((done) => setTimeout(done, seconds * 1_000));
    const tookMs = performance.now() - startMs;
    const driverMs = cpuMsOf(bench.edge.processId!) - before;
    clearInterval(watch);
    await Promise.all(voices.map((voice) => voice.finish()));
    const gauges = await bench.edge.gauges();
    const driverRssMb = rssMbOf(bench.edge.processId!);
    for (const voice of voices) voice.hangUp();
    await Promise.all(voices.map((voice) => voice.ended));
    return {
      modems,
      seconds,
      down: summed(voices.map(({ down, saidDown }) => [down, saidDown])),
      up: summed(voices.map(({ upward, saidUp }) => [upward, saidUp])),
      driverCpuPercent: Math.round((driverMs / tookMs) * 1_000) / 10,
      driverRssMb,
      gauges,
      longestStallMs: Math.round(stallMs),
    };
  } finally {
    for (const voice of voices) voice.close();
    await bench.stop();
  }
}

/** One modem's call: the far end in the simulated network, and the box's end beside the driver. */
class Voice {
  readonly down: FrameCount;
  readonly upward: FrameCount;
  saidDown = 0;
  saidUp = 0;
  readonly up: Promise<void>;
  readonly ended: Promise<void>;
  readonly #bench: ModemBench;
  readonly #n: number;
  readonly #perform: (command: LineCommand) => void;
  readonly #socket: Socket = createSocket("udp4");
  readonly #talks = Promise.withResolvers<void>();
  #leg: LegId | undefined;
  #to = 0;
  #call: SimCall | undefined;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #heard: number[] = [];

  constructor(bench: ModemBench, n: number) {
    this.#bench = bench;
    this.#n = n;
    this.down = new FrameCount(n);
    this.upward = new FrameCount(n + 100);
    const [up, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const limit = setTimeout(() => up.reject(new Error(`modem ${n} did not come up: ${bench.notes.join("; ")}`)), upLimitMs);
    this.up = up.promise.finally(() => clearTimeout(limit));
    this.ended = ended.promise;
    this.#perform = bench.side(n, (event: LineEvent) => {
      if (event.on === "line.state" && event.state === "up") up.resolve();
      if (event.on === "line.ringing") void this.#answer(event.leg, event.remote!.port);
      if (event.on === "line.ended") ended.resolve();
    });
    const view = newRtpView();
    this.#socket.on("message", (packet) => {
      if (readRtp(packet, packet.length, view) && view.payloadType === 8)
        this.down.take(packet.subarray(view.payloadStart, view.payloadStart + view.payloadLength));
    });
  }

  /** Called, answered, and heard from both ends. */
  async begin(): Promise<void> {
    const call = this.#bench.modems[this.#n - 1]!.callIn(`139000000${String(this.#n).padStart(2, "0")}`);
    this.#call = call;
    call.voice = { speak: (samples) => this.#speak(samples), hear: (samples) => this.#hear(samples) };
    await this.#talks.promise;
    while (this.down.good < 10 || this.upward.good < 10) await new Promise((done) => setTimeout(done, 20));
  }

  /** Both fall silent, and what is under way arrives. */
  async finish(): Promise<void> {
    this.#over = true;
    await new Promise((done) => setTimeout(done, 1_500));
    this.down.lost += this.saidDown - 1 - this.down.last;
    this.upward.lost += this.saidUp - 1 - this.upward.last;
  }

  hangUp(): void {
    this.#call?.hangUp();
  }
  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  async #answer(leg: LegId, port: number): Promise<void> {
    this.#leg = leg;
    this.#to = port;
    await new Promise<void>((done) => this.#socket.bind(0, "127.0.0.1", done));
    const own = (this.#socket.address() as AddressInfo).port;
    this.#perform({
      do: "line.answer",
      leg: this.#leg,
      local: {
        address: "127.0.0.1",
        port: own,
        codecs: [{ name: "PCMA", payloadType: 8 }],
        ptimeMs: 20,
        direction: "sendrecv",
        rtcp: { mux: true, port: own },
        sessionId: "1",
        sessionVersion: 1,
      },
    });
    // From the first frame the modem asks for on: before that nobody is there to hear.
    const startMs = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      while (sent * 20 <= performance.now() - startMs) {
        sent++;
        this.#send(sent, this.#over || this.#call?.state !== "active" ? undefined : this.saidUp++);
      }
    }, 1_000 / ticksPerSecond);
    this.#talks.resolve();
  }

  #send(sequence: number, n: number | undefined): void {
    const packet = new Uint8Array(12 + frameBytes).fill(0xd5);
    writeRtpHeader(packet, 8, sequence === 1, sequence & 0xffff, sequence * frameBytes, this.#n);
    if (n !== undefined) packet.set(countedFrame(this.#n + 100, n), 12);
    this.#socket.send(packet, this.#to, "127.0.0.1");
  }

  #speak(samples: number): Int16Array {
    const sound = new Int16Array(samples);
    if (this.#over) return sound;
    for (let at = 0; at < samples; at += frameBytes)
      countedFrame(this.#n, this.saidDown++).forEach((code, i) => {
        sound[at + i] = alawToLinear[code]!;
      });
    return sound;
  }

  #hear(samples: Int16Array): void {
    for (const sample of samples) this.#heard.push(linearToAlaw[sample & 0xffff]!);
    while (this.#heard.length >= frameBytes) this.upward.take(Uint8Array.from(this.#heard.splice(0, frameBytes)));
  }
}

function summed(counts: [FrameCount, number][]): Sum {
  const sum = { said: 0, good: 0, lost: 0, again: 0, silent: 0, wrong: 0 };
  for (const [{ good, lost, again, silent, wrong }, said] of counts) {
    sum.said += said;
    sum.good += good;
    sum.lost += lost;
    sum.again += again;
    sum.silent += silent;
    sum.wrong += wrong;
  }
  return sum;
}

/** proc(5): user and system time, in ticks of 10 ms. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const rssMbOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) / 1024);
