import type { Socket } from "node:net";
import { StreamFramer } from "../../wire/sip/message/stream-framer.ts";
import type { Peer } from "../../wire/sip/transaction/types.ts";
import type { SignallingLimits } from "./signalling-options.ts";

const PONG = Buffer.from("\r\n");

export type StreamListener = {
  message(bytes: Uint8Array, from: Peer): void;
  /** The stream can't be followed any more; `bytes` is the head when one was there. */
  garbage(bytes: Uint8Array | undefined, from: Peer): void;
  closed(connection: StreamConnection): void;
  failed(key: string): void;
};

/** One TCP or TLS connection: framing, keep-alive, time limits and back-pressure. */
export class StreamConnection {
  readonly peer: Peer;
  readonly incoming: boolean;
  readonly #socket: Socket;
  readonly #limits: SignallingLimits;
  readonly #listener: StreamListener;
  readonly #framer: StreamFramer;
  #established: boolean;
  #closed = false;
  #firstMessage: NodeJS.Timeout | undefined;
  /** Requests written before the connection stood. */
  #early: string[] = [];

  constructor(socket: Socket, peer: Peer, incoming: boolean, limits: SignallingLimits, listener: StreamListener) {
    this.#socket = socket;
    this.peer = peer;
    this.incoming = incoming;
    this.#established = incoming;
    this.#limits = limits;
    this.#listener = listener;
    this.#framer = new StreamFramer({ messageBytes: limits.messageBytes, headerCount: 256, headerBytes: 8_192 });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.setTimeout(limits.idleMs, () => socket.destroy());
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", () => undefined); // `close` follows
    socket.on("end", () => socket.end());
    socket.on("close", () => this.#gone());
    this.#firstMessage = incoming ? setTimeout(() => socket.destroy(), limits.firstMessageMs) : undefined;
    this.#firstMessage?.unref();
  }

  established(): void {
    this.#established = true;
    this.#early = [];
  }

  get open(): boolean {
    return !this.#closed && !this.#socket.destroyed;
  }

  send(bytes: Uint8Array, key: string | undefined): void {
    if (this.#socket.writableLength + bytes.length > this.#limits.backlogBytes) {
      // A peer that does not read would cost memory without end.
      if (key !== undefined) this.#listener.failed(key);
      this.#socket.destroy();
      return;
    }
    if (!this.#established && key !== undefined) this.#early.push(key);
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Uint8Array): void {
    this.#framer.push(chunk);
    for (let event = this.#framer.poll(); event !== undefined; event = this.#framer.poll()) {
      switch (event.event) {
        case "message":
          clearTimeout(this.#firstMessage);
          this.#listener.message(event.bytes, this.peer);
          break;
        case "ping": // RFC 5626 3.5.1
          this.send(PONG, undefined);
          break;
        case "pong":
          break;
        case "fault":
          this.#listener.garbage(event.bytes, this.peer);
          this.#socket.end();
          this.#socket.destroySoon();
          return;
      }
    }
  }

  #gone(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#firstMessage);
    const early = this.#early;
    this.#early = [];
    this.#listener.closed(this);
    if (!this.#established) for (const key of early) this.#listener.failed(key);
  }
}
