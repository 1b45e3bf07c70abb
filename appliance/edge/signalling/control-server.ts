import { randomUUID } from "node:crypto";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { AppCommand, ControlOptions } from "../../wire/drachtio/control-session.ts";
import { ControlSession } from "../../wire/drachtio/control-session.ts";
import type { ServerMessage } from "../../wire/drachtio/server-message.ts";

const AUTHENTICATE_MS = 5_000;

export type ControlListener = {
  came(client: string, routes: (verb: string) => boolean): void;
  command(client: string, command: AppCommand): void;
  gone(client: string): void;
};
type Client = { session: ControlSession; socket: Socket; waiting: Uint8Array[] };

/** The loopback port applications connect to. What is told to a client goes out in order, gathered until `flush`. */
export class ControlServer {
  readonly #clients = new Map<string, Client>();
  readonly #server: Server;
  readonly #listener: ControlListener;
  readonly #session: Omit<ControlOptions, "newId">;
  readonly #limits: { sockets: number; backlogBytes: number };
  readonly #dirty = new Set<Client>();

  constructor(
    session: Omit<ControlOptions, "newId">,
    limits: { sockets: number; backlogBytes: number },
    listener: ControlListener,
  ) {
    this.#session = session;
    this.#limits = limits;
    this.#listener = listener;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Loopback only, any free port. */
  async listen(host = "127.0.0.1"): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port: 0, exclusive: true }, resolve);
    });
    const bound = this.#server.address();
    if (typeof bound !== "object" || bound === null) throw new Error("control port is not bound");
    return bound.port;
  }

  tell(client: string, message: ServerMessage): void {
    const to = this.#clients.get(client);
    if (to !== undefined) this.#queue(to, to.session.format(message));
  }

  /** Writes what gathered, one write per client. */
  flush(): void {
    if (this.#dirty.size === 0) return;
    for (const client of this.#dirty) {
      const { socket, waiting } = client;
      if (!socket.destroyed) socket.write(waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting));
      client.waiting = [];
      // An application that does not read is as good as gone.
      if (socket.writableLength > this.#limits.backlogBytes) socket.destroy();
    }
    this.#dirty.clear();
  }

  close(): void {
    this.#server.close();
    for (const { socket } of this.#clients.values()) socket.destroy();
  }

  #queue(client: Client, bytes: Uint8Array): void {
    client.waiting.push(bytes);
    this.#dirty.add(client);
  }

  #accept(socket: Socket): void {
    if (this.#clients.size >= this.#limits.sockets) {
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const session = new ControlSession({ ...this.#session, newId: randomUUID });
    const client: Client = { session, socket, waiting: [] };
    this.#clients.set(id, client);
    const slow = setTimeout(() => {
      if (!session.authenticated) socket.destroy();
    }, AUTHENTICATE_MS);
    slow.unref();
    socket.on("error", () => undefined); // `close` follows
    socket.on("data", (chunk) => this.#hear(id, client, chunk));
    socket.on("close", () => {
      clearTimeout(slow);
      this.#clients.delete(id);
      this.#dirty.delete(client);
      if (session.authenticated) this.#listener.gone(id);
    });
  }

  #hear(id: string, client: Client, chunk: Uint8Array): void {
    for (const output of client.session.receive(chunk)) {
      switch (output.do) {
        case "send":
          this.#queue(client, output.bytes);
          break;
        case "authenticated":
          this.#listener.came(id, (verb) => client.session.routes(verb));
          break;
        case "command":
          this.#listener.command(id, output.command);
          break;
        case "close":
          this.flush();
          client.socket.end();
          break;
      }
    }
    this.flush();
  }
}
