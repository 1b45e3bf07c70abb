import { networkInterfaces } from "node:os";
import { MessageChannel, Worker } from "node:worker_threads";
import type { MediaCommand, MediaEvent } from "../../contract/media.ts";
import type { Trouble } from "../../contract/trouble.ts";
import type { PacketChunk } from "../../wire/capture/packet-tap.ts";
import { newBlockMemory } from "./block-pool.ts";
import type { PlayPart } from "./player.ts";
import { type Prompt, PromptStore } from "./prompt-store.ts";
import type { Backend, FromDisk, FromWorker, Gauges, TapWish, ToDisk, ToWorker, WorkerData } from "./worker-messages.ts";

export type MediaOptions = {
  /** Address the RTP sockets are bound to: IPv4 or IPv6, "0.0.0.0" and "::" included. */
  address: string;
  /** Address put into descriptions; by default `address`, or that of the first network card. */
  announce?: string;
  /** Ports to use, both ends included; every leg takes an even one and perhaps the odd one above it. */
  rtpFrom: number;
  rtpTo: number;
  /** "epoll" speaks to the kernel through libc; "dgram" is the fallback through node:dgram. */
  backend?: Backend;
  /** ISO 3166, for the call-progress tones. */
  country: string;
  hear: (event: MediaEvent) => void;
  /** Errors that must not happen, for the log. With `fatal`, which says so to people, the media thread is gone and all its legs with it. */
  trouble?: (text: string, fatal?: Trouble) => void;
};

export type MediaEdge = {
  perform(command: MediaCommand): void;
  gauges(): Promise<Gauges>;
  /** Tells every packet from now on; nobody any more without a wish. */
  tap(wish: TapWish | undefined, hear?: (chunk: PacketChunk) => void): void;
  /** Says BYE on all legs, finishes all recordings, then ends. */
  stop(why: string): Promise<void>;
};

const itemLimit = 200;
const recordingBlocks = 768; // 12 MB: what 120 recorded calls produce in five seconds, besides the block each is filling
const stopLimitMs = 10_000;

/** Starts the media worker and the disk worker; resolves when both are ready. */
export async function startMedia(options: MediaOptions): Promise<MediaEdge> {
  const edge = new Edge(options);
  await edge.ready;
  return edge;
}

class Edge implements MediaEdge {
  readonly ready: Promise<void>;
  readonly #options: MediaOptions;
  readonly #media: Worker;
  readonly #disk: Worker;
  readonly #bell = new Int32Array(new SharedArrayBuffer(4));
  readonly #prompts: PromptStore;
  readonly #reads = new Map<number, (prompt: Prompt) => void>();
  readonly #asks = new Map<number, PromiseWithResolvers<Gauges>>();
  readonly #ended: Promise<void>;
  #tapped: ((chunk: PacketChunk) => void) | undefined;
  #lastAsk = 0;
  #gone = false;
  #stopping: Promise<void> | undefined;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#prompts = new PromptStore((path) => this.#read(path));
    const blocks = newBlockMemory(recordingBlocks);
    const { port1: mediaPort, port2: diskPort } = new MessageChannel();
    const { address, rtpFrom, rtpTo, country, backend = "epoll" } = options;
    const announce = options.announce ?? announceable(address);
    const data: WorkerData = {
      backend,
      address,
      announce,
      rtpFrom,
      rtpTo,
      country,
      blocks,
      bell: this.#bell.buffer as SharedArrayBuffer,
    };
    this.#disk = new Worker(new URL("./disk-worker.ts", import.meta.url), {
      workerData: { blocks, mediaPort },
      transferList: [mediaPort],
    });
    this.#media = new Worker(new URL("./media-worker.ts", import.meta.url), {
      workerData: { ...data, diskPort },
      transferList: [diskPort],
    });
    const media = this.#follow(this.#media, (message: FromWorker) => this.#hearMedia(message));
    const disk = this.#follow(this.#disk, (message: FromDisk) => this.#hearDisk(message));
    this.ready = Promise.all([media.ready, disk.ready]).then(() => undefined);
    this.#ended = Promise.all([media.stopped, disk.stopped]).then(() => undefined);
  }

  perform(command: MediaCommand): void {
    if (command.do === "media.play") this.#play(command);
    else this.#tell({ kind: "command", command });
  }

  gauges(): Promise<Gauges> {
    if (this.#gone) return Promise.reject(new Error("the media worker has ended"));
    const ask = ++this.#lastAsk;
    const answer = Promise.withResolvers<Gauges>();
    this.#asks.set(ask, answer);
    this.#tell({ kind: "gauges", ask });
    return answer.promise;
  }

  tap(wish: TapWish | undefined, hear?: (chunk: PacketChunk) => void): void {
    // What is still under way belongs to whoever listened last.
    if (hear) this.#tapped = hear;
    this.#tell({ kind: "tap", wish });
  }

  stop(why: string): Promise<void> {
    this.#stopping ??= this.#stop(why);
    return this.#stopping;
  }

  async #stop(why: string): Promise<void> {
    this.#tell({ kind: "stop" });
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#options.trouble?.(`media did not end in time (${why})`, { code: "stuck" });
      resolve();
    }, stopLimitMs);
    await Promise.race([this.#ended, tooLong]);
    clearTimeout(timer);
    await Promise.all([this.#media.terminate(), this.#disk.terminate()]);
  }

  #play({ leg, play, items, bargeIn, repeat }: Extract<MediaCommand, { do: "media.play" }>): void {
    const paths = new Map<string, number>();
    const parts = items.slice(0, itemLimit).map((item): PlayPart => {
      if (item.kind !== "file") return item;
      const prompt = paths.get(item.path) ?? paths.size;
      paths.set(item.path, prompt);
      return { kind: "prompt", prompt };
    });
    this.#tell({ kind: "play", leg, play, parts, bargeIn, repeat });
    for (const [path, prompt] of paths) {
      void this.#prompts.get(path).then((loaded) => this.#tell({ kind: "prompt", leg, play, prompt, ...loaded }));
    }
  }

  #tell(message: ToWorker): void {
    this.#media.postMessage(message);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  #read(path: string): Promise<Prompt> {
    const ask = ++this.#lastAsk;
    const answer = new Promise<Prompt>((resolve) => this.#reads.set(ask, resolve));
    const request: ToDisk = { kind: "read", ask, path };
    this.#disk.postMessage(request);
    return answer;
  }

  #hearMedia(message: FromWorker): void {
    if (message.kind === "event") this.#options.hear(message.event);
    else if (message.kind === "tap") {
      this.#tapped?.(message.chunk);
      this.#tell({ kind: "tapped" });
    } else if (message.kind === "trouble") this.#options.trouble?.(message.text);
    else if (message.kind === "gauges") {
      this.#asks.get(message.ask)?.resolve(message.gauges);
      this.#asks.delete(message.ask);
    }
  }

  #hearDisk(message: FromDisk): void {
    if (message.kind === "event") {
      if (message.gone && message.event.on === "media.recordFailed")
        this.#tell({ kind: "recordingFailed", recording: message.event.recording });
      this.#options.hear(message.event);
    } else if (message.kind === "read") {
      this.#reads.get(message.ask)?.(
        message.samples === undefined ? { fault: message.fault ?? "" } : { samples: message.samples },
      );
      this.#reads.delete(message.ask);
    }
  }

  /** A worker is gone, as it should or not: nobody waits for its answers. */
  #leave(): void {
    this.#gone = true;
    for (const answer of this.#asks.values()) answer.reject(new Error("the media worker has ended"));
    this.#asks.clear();
    for (const give of this.#reads.values()) give({ fault: "the disk worker has ended" });
    this.#reads.clear();
  }

  #follow<Message extends FromWorker | FromDisk>(
    worker: Worker,
    hear: (message: Message) => void,
  ): { ready: Promise<void>; stopped: Promise<void> } {
    const ready = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    worker.on("message", (message: Message) => {
      if (message.kind === "ready") ready.resolve();
      else if (message.kind === "stopped") stopped.resolve();
      else hear(message);
    });
    worker.on("error", (error: unknown) => {
      ready.reject(error);
      stopped.resolve();
      const said = error instanceof Error ? error.message : String(error);
      this.#options.trouble?.(error instanceof Error ? (error.stack ?? said) : said, { code: "defect", said });
    });
    worker.on("exit", () => {
      stopped.resolve();
      this.#leave();
    });
    return { ready: ready.promise, stopped: stopped.promise };
  }
}

/** RFC 4566 5.7 wants an address the far side can reach; a wildcard is none. */
function announceable(address: string): string {
  if (address !== "0.0.0.0" && address !== "::") return address;
  const cards = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const family = address === "::" ? "IPv6" : "IPv4";
  const card = cards.find((one) => !one.internal && one.family === family && !one.address.startsWith("fe80"));
  return card?.address ?? (family === "IPv6" ? "::1" : "127.0.0.1");
}
