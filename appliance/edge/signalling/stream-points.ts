import type { Server, Socket } from "node:net";
import { connect as connectTcp, createServer } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import type { Peer } from "../../wire/sip/transaction/types.ts";
import type { SignallingLimits, TlsPointOption } from "./signalling-options.ts";
import type { StreamListener } from "./stream-connection.ts";
import { StreamConnection } from "./stream-connection.ts";

const CONNECT_MS = 8_000;

export type StreamPointsOptions = {
  limits: SignallingLimits;
  listener: StreamListener;
  /** May this address connect? */
  admit: (address: string) => boolean;
  tlsCa: string | undefined;
  /** The name an address was found under, for TLS. */
  nameOf: (address: string) => string | undefined;
};

/** All TCP and TLS listen points and connections. A connection is used again for the same address, whoever opened it. */
export class StreamPoints {
  readonly #options: StreamPointsOptions;
  readonly #servers: Server[] = [];
  readonly #byId = new Map<string, StreamConnection>();
  readonly #byPlace = new Map<string, StreamConnection>();
  readonly #perSource = new Map<string, number>();
  #lastId = 0;

  constructor(options: StreamPointsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byId.size;
  }

  async listen(
    transport: "tcp" | "tls",
    point: { host: string; port: number } | TlsPointOption,
    id: (port: number) => string,
  ): Promise<number> {
    let local = "";
    const accept = (socket: Socket): void => this.#accept(socket, transport, local);
    const server =
      "cert" in point
        ? createTlsServer({ cert: point.cert, key: point.key, handshakeTimeout: CONNECT_MS, minVersion: "TLSv1.2" }, accept)
        : createServer({ allowHalfOpen: true, noDelay: true }, accept);
    // A handshake that fails is the peer's affair.
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(
        { host: point.host, port: point.port, ipv6Only: point.host.includes(":"), exclusive: true, backlog: 511 },
        () => {
          server.off("error", reject);
          resolve();
        },
      );
    });
    server.on("error", () => undefined);
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : point.port;
    local = id(port);
    this.#servers.push(server);
    return port;
  }

  send(bytes: Uint8Array, to: Peer, key: string | undefined): void {
    const known = (to.connection === undefined ? undefined : this.#byId.get(to.connection)) ?? this.#byPlace.get(place(to));
    if (known?.open) {
      known.send(bytes, key);
      return;
    }
    if (this.#byId.size >= this.#options.limits.connections) {
      if (key !== undefined) this.#options.listener.failed(key);
      return;
    }
    this.#connect(to).send(bytes, key);
  }

  dropSource(address: string): void {
    for (const connection of this.#byId.values()) if (connection.peer.address === address) connection.close();
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const connection of this.#byId.values()) connection.close();
  }

  #accept(socket: Socket, transport: "tcp" | "tls", local: string): void {
    const address = plain(socket.remoteAddress ?? "");
    const { limits, admit } = this.#options;
    const count = this.#perSource.get(address) ?? 0;
    if (address === "" || !admit(address) || this.#byId.size >= limits.connections || count >= limits.connectionsPerSource) {
      socket.destroy();
      return;
    }
    this.#add(socket, { transport, address, port: socket.remotePort ?? 0, local }, true);
  }

  #connect(to: Peer): StreamConnection {
    const { address: host, port } = to;
    const { tlsCa, nameOf } = this.#options;
    if (to.transport === "tls") {
      const servername = nameOf(host);
      const socket = connectTls({
        host,
        port,
        ...(servername === undefined ? {} : { servername }),
        ...(tlsCa === undefined ? { rejectUnauthorized: false } : { ca: tlsCa }),
      });
      return this.#opening(socket, "secureConnect", to);
    }
    return this.#opening(connectTcp({ host, port, noDelay: true }), "connect", to);
  }

  #opening(socket: Socket, ready: "connect" | "secureConnect", to: Peer): StreamConnection {
    const connection = this.#add(socket, { transport: to.transport, address: to.address, port: to.port, local: to.local }, false);
    const slow = setTimeout(() => socket.destroy(), CONNECT_MS);
    socket.once(ready, () => {
      clearTimeout(slow);
      connection.established();
    });
    socket.once("close", () => clearTimeout(slow));
    return connection;
  }

  #add(socket: Socket, where: Omit<Peer, "connection">, incoming: boolean): StreamConnection {
    const id = `${where.transport}-${++this.#lastId}`;
    const { limits, listener } = this.#options;
    const peer: Peer = { ...where, connection: id };
    const connection = new StreamConnection(socket, peer, incoming, limits, {
      message: (bytes, from) => listener.message(bytes, from),
      garbage: (bytes, from) => listener.garbage(bytes, from),
      failed: (key) => listener.failed(key),
      closed: (gone) => {
        this.#byId.delete(id);
        if (this.#byPlace.get(place(peer)) === gone) this.#byPlace.delete(place(peer));
        this.#count(peer.address, -1);
        listener.closed(gone);
      },
    });
    this.#byId.set(id, connection);
    this.#byPlace.set(place(peer), connection);
    this.#count(peer.address, 1);
    return connection;
  }

  #count(address: string, by: number): void {
    const count = (this.#perSource.get(address) ?? 0) + by;
    if (count > 0) this.#perSource.set(address, count);
    else this.#perSource.delete(address);
  }
}

const place = ({ transport, address, port }: Peer): string => `${transport}|${address}|${port}`;
/** IPv4 in IPv6 clothes, and zone ids. */
const plain = (address: string): string => (address.startsWith("::ffff:") ? address.slice(7) : address.split("%")[0]!);
