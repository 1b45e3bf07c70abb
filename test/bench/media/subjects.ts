import { type ChildProcess, spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { MediaCommand, MediaDescription, MediaEvent } from "../../../appliance/contract/media.ts";
import type { LegId, RecordingId } from "../../../appliance/kit/ids.ts";
import { type Bencoded, bdecode, bencode } from "./bencode.ts";
import { end, next, realtime, start } from "./child.ts";

/** A media plane under test: calls are pairs of telephones; it says where each of them sends. */
export type Subject = {
  name: string;
  pid: number;
  /** `ports`: where telephones 2n and 2n + 1 of call n listen. The result: where they send. */
  bridge(ports: number[], record: boolean): Promise<number[]>;
  stop(): Promise<void>;
};

const describe = (port: number): MediaDescription => ({
  address: "127.0.0.1",
  port,
  codecs: [{ name: "PCMA", payloadType: 8 }],
  telephoneEventType: 101,
  ptimeMs: 20,
  direction: "sendrecv",
  rtcp: { mux: true, port },
  sessionId: "1",
  sessionVersion: 1,
});

export class Linebox implements Subject {
  readonly name: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, backend: string, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.name = `linebox ${backend}`;
    this.pid = child.pid!;
  }

  static async start(backend: "epoll" | "dgram", rtpFrom: number, rtpTo: number, folder: string): Promise<Linebox> {
    const child = start("linebox-process.ts", backend, String(rtpFrom), String(rtpTo));
    await next(child, (message) => (message as { ready?: boolean }).ready);
    return new Linebox(child, backend, folder);
  }

  async bridge(ports: number[], record: boolean): Promise<number[]> {
    const targets = await Promise.all(ports.map((port, i) => this.#open(`${i >> 1}/${i & 1}` as LegId, port)));
    for (let call = 0; call < ports.length / 2; call++) {
      this.#perform({ do: "media.bridge", legs: [`${call}/0` as LegId, `${call}/1` as LegId] });
      if (!record) continue;
      this.#perform({
        do: "media.record",
        recording: String(call) as RecordingId,
        leg: `${call}/0` as LegId,
        path: `${this.#folder}/${this.pid}/${call}.wav`,
      });
    }
    await this.gauges();
    return targets;
  }

  /** Pairs that meet in a room each: decoded, mixed on the tick, encoded. */
  async rooms(ports: number[]): Promise<number[]> {
    const targets = await Promise.all(ports.map((port, i) => this.#open(`${i >> 1}/${i & 1}` as LegId, port)));
    for (let call = 0; call < ports.length / 2; call++) {
      const parties = [0, 1].map((side) => ({ leg: `${call}/${side}` as LegId, mode: "talk" as const }));
      this.#perform({ do: "media.room", room: String(call), parties });
    }
    await this.gauges();
    return targets;
  }

  /** From now on its main thread is 60 % busy with other things. */
  keepBusy(): void {
    this.#child.send({ ask: "busy" });
  }

  /** One-leg calls that hear a tone without end. */
  async prompts(ports: number[]): Promise<number[]> {
    const targets = await Promise.all(ports.map((port, i) => this.#open(`ivr${i}/0` as LegId, port)));
    const items = [{ kind: "tone" as const, tone: "dial" as const, forMs: 3_600_000 }];
    for (const i of ports.keys())
      this.#perform({ do: "media.play", leg: `ivr${i}/0` as LegId, play: "p", items, bargeIn: false, repeat: false });
    await this.gauges();
    return targets;
  }

  async gauges(): Promise<Record<string, number>> {
    this.#child.send({ ask: "gauges" });
    return await next(this.#child, (message) => (message as { gauges?: Record<string, number> }).gauges);
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.send({ ask: "stop" });
    await gone;
  }

  #perform(command: MediaCommand): void {
    this.#child.send({ command });
  }

  async #open(leg: LegId, port: number): Promise<number> {
    this.#perform({ do: "media.open", leg, remote: describe(port), srtp: "off", inbandDigits: false, codecs: ["PCMA"] });
    const opened = await next(this.#child, (message) => {
      const { event } = message as { event?: MediaEvent };
      return event?.on === "media.opened" && event.leg === leg ? event.local.port : undefined;
    });
    return opened;
  }
}

/** Debian's rtpengine without its kernel module, driven by the NG protocol. */
export class Rtpengine implements Subject {
  readonly name = "rtpengine";
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #socket: Socket;
  readonly #control: number;
  #cookie = 0;

  private constructor(child: ChildProcess, socket: Socket, control: number) {
    this.#child = child;
    this.#socket = socket;
    this.#control = control;
    this.pid = child.pid!;
  }

  static async start(control: number, portMin: number, portMax: number, folder: string): Promise<Rtpengine> {
    const options = [
      "--foreground",
      "--table=-1",
      "--interface=127.0.0.1",
      `--listen-ng=127.0.0.1:${control}`,
      `--port-min=${portMin}`,
      `--port-max=${portMax}`,
      `--recording-dir=${folder}`,
      "--recording-method=pcap",
      "--recording-format=raw",
      "--log-stderr",
      "--log-level=2",
      "--config-file=none",
    ];
    const [program, ...rest] = realtime
      ? ["/usr/bin/chrt", "-r", "1", "/usr/bin/rtpengine", ...options]
      : ["/usr/bin/rtpengine", ...options];
    const child = spawn(program!, rest, { stdio: ["ignore", "ignore", "ignore"] });
    const socket = createSocket("udp4");
    socket.setMaxListeners(0);
    const engine = new Rtpengine(child, socket, control);
    for (let tries = 0; tries < 100; tries++) {
      const alive = await Promise.race([
        engine.#ask({ command: "ping" }).then(() => true),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), 100)),
      ]);
      if (alive) return engine;
    }
    throw new Error("rtpengine does not answer");
  }

  async bridge(ports: number[], record: boolean): Promise<number[]> {
    const targets: number[] = [];
    for (let call = 0; call < ports.length / 2; call++) {
      const common = {
        "call-id": `bench-${call}`,
        "from-tag": "a",
        ICE: "remove",
        replace: ["origin"],
        ...(record ? { "record call": "yes" } : {}),
      };
      const offer = await this.#ask({ ...common, command: "offer", sdp: sdpOf(ports[2 * call]!) });
      const answer = await this.#ask({ ...common, command: "answer", "to-tag": "b", sdp: sdpOf(ports[2 * call + 1]!) });
      targets.push(portIn(answer), portIn(offer)); // the answer goes to the first telephone, the offer to the second
    }
    return targets;
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await end(this.#child);
  }

  #ask(request: Record<string, Bencoded>): Promise<Record<string, Bencoded>> {
    const cookie = `c${++this.#cookie}`;
    return new Promise((resolve, reject) => {
      const look = (bytes: Buffer): void => {
        if (!bytes.subarray(0, cookie.length + 1).equals(Buffer.from(`${cookie} `))) return;
        this.#socket.off("message", look);
        const answer = bdecode(bytes.subarray(cookie.length + 1)) as Record<string, Bencoded>;
        if (answer.result === "error") reject(new Error(`rtpengine: ${String(answer["error-reason"])}`));
        else resolve(answer);
      };
      this.#socket.on("message", look);
      this.#socket.send(`${cookie} ${bencode(request)}`, this.#control, "127.0.0.1");
    });
  }
}

const sdpOf = (port: number): string =>
  [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    `m=audio ${port} RTP/AVP 8`,
    "a=rtpmap:8 PCMA/8000",
    "a=sendrecv",
    "",
  ].join("\r\n");

function portIn(answer: Record<string, Bencoded>): number {
  const port = /m=audio (\d+)/.exec(String(answer.sdp))?.[1];
  if (port === undefined) throw new Error("rtpengine: no port in its answer");
  return Number(port);
}
