import type { EventPort } from "./event-port.ts";
import type { LiveSocket } from "./live-hub.ts";

const socketLimit = 50;
const pageSize = 500;
/** More than this unsent and the socket is closed: the program comes back with the last number it has. */
const slowBytes = 1_000_000;
const beatMs = 15_000;
const unansweredLimit = 4;

type Listener = { socket: LiveSocket; types?: ReadonlySet<string>; seq: number; unanswered: number; stillIn: () => boolean };

/** Tells programs over WebSockets what happens, from where they left off. */
export class EventHub {
  readonly #events: EventPort;
  readonly #listeners = new Set<Listener>();
  readonly #unsubscribe: () => void;
  readonly #beats: NodeJS.Timeout;

  constructor(events: EventPort) {
    this.#events = events;
    this.#unsubscribe = events.onMore(() => this.#tell());
    this.#beats = setInterval(() => this.#beat(), beatMs);
  }

  /** `from`: the last number it has; without it, what happens from now on. A gap is told before anything else. */
  join(socket: LiveSocket, { from, types }: { from?: number; types?: string }, stillIn: () => boolean): void {
    if (this.#listeners.size >= socketLimit) {
      socket.close(1013, "too many listeners");
      return;
    }
    const ends = this.#events.ends();
    const listener: Listener = { socket, seq: from ?? ends?.last ?? 0, unanswered: 0, stillIn };
    if (types) listener.types = new Set(types.split(","));
    this.#listeners.add(listener);
    socket.on("pong", () => {
      listener.unanswered = 0;
    });
    socket.on("close", () => this.#listeners.delete(listener));
    const lost = from !== undefined && from > 0 && ends !== undefined && from < ends.first;
    socket.send(JSON.stringify({ type: "hello", seq: listener.seq, ...(lost ? { lostUntil: ends.first } : {}) }));
    this.#feed(listener);
  }

  stop(): void {
    clearInterval(this.#beats);
    this.#unsubscribe();
    for (const { socket } of this.#listeners) socket.close(1001, "the box is stopping");
    this.#listeners.clear();
  }

  #tell(): void {
    for (const listener of this.#listeners) this.#feed(listener);
  }

  #feed(listener: Listener): void {
    const { socket, types } = listener;
    for (;;) {
      const events = this.#events.after(listener.seq, pageSize);
      for (const event of events) {
        if (types && !types.has(event.type)) continue;
        if (socket.bufferedAmount > slowBytes) {
          this.#listeners.delete(listener);
          socket.close(1013, `too slow; come back with from=${listener.seq}`);
          return;
        }
        socket.send(JSON.stringify(event));
        listener.seq = event.seq;
      }
      listener.seq = events.at(-1)?.seq ?? listener.seq;
      if (events.length < pageSize) return;
    }
  }

  #beat(): void {
    for (const listener of this.#listeners) {
      const { socket } = listener;
      if (!listener.stillIn()) socket.close(4401, "signed out");
      else if (++listener.unanswered > unansweredLimit) {
        this.#listeners.delete(listener);
        socket.terminate();
      } else socket.ping();
    }
  }
}
