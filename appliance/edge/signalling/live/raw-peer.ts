import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { decodeUtf8 } from "../../../kit/utf8.ts";
import { answerTo } from "../../../wire/sip/agent/agent-world.ts";
import { StreamFramer } from "../../../wire/sip/message/stream-framer.ts";

/** For tests: a SIP peer that speaks raw text over one socket and waits for messages by how they begin. */
export class RawPeer {
  readonly host: string;
  readonly port: number;
  readonly transport: "UDP" | "TCP" | "TLS";
  /** Everything that came, oldest first. */
  readonly heard: string[] = [];
  closed = false;
  /** Answers every BYE at once, as any phone would. */
  polite = false;
  #write: (text: string) => void;
  #close: () => void;
  #unread: string[] = [];
  #waiting: { start: string; resolve: (text: string) => void }[] = [];
  #ended: (() => void)[] = [];

  private constructor(transport: RawPeer["transport"], host: string, port: number) {
    this.transport = transport;
    this.host = host;
    this.port = port;
    this.#write = () => undefined;
    this.#close = () => undefined;
  }

  /** A UDP socket that speaks to one server port. */
  static async udp(port: number, server: number, host = "127.0.0.1"): Promise<RawPeer> {
    const socket: UdpSocket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.bind(port, host);
    await once(socket, "listening");
    const peer = new RawPeer("UDP", host, socket.address().port);
    socket.on("message", (bytes) => peer.#hear(decodeUtf8(bytes)));
    peer.#write = (text) => socket.send(text, server, host);
    peer.#close = () => socket.close();
    return peer;
  }

  /** A connection to the server. */
  static async tcp(server: number): Promise<RawPeer> {
    const socket = connect(server, "127.0.0.1");
    await once(socket, "connect");
    return RawPeer.#over(socket, "TCP");
  }

  static async tls(server: number): Promise<RawPeer> {
    const socket = connectTls({ host: "127.0.0.1", port: server, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    return RawPeer.#over(socket, "TLS");
  }

  /** Waits for the server to connect to this port. */
  static async accepting(port: number): Promise<{ connected: Promise<RawPeer>; close: () => void }> {
    const server: Server = createServer();
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const connected = once(server, "connection").then(([socket]) => RawPeer.#over(socket as Socket, "TCP"));
    return { connected, close: () => server.close() };
  }

  static #over(socket: Socket, transport: "TCP" | "TLS"): RawPeer {
    const local = socket.address() as AddressInfo;
    const peer = new RawPeer(transport, local.address, local.port);
    const framer = new StreamFramer();
    socket.on("data", (chunk) => {
      framer.push(chunk);
      for (let event = framer.poll(); event !== undefined; event = framer.poll()) {
        if (event.event === "message") peer.#hear(decodeUtf8(event.bytes));
        else peer.#hear(event.event);
      }
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      peer.closed = true;
      for (const resolve of peer.#ended) resolve();
    });
    peer.#write = (text) => socket.write(text);
    peer.#close = () => socket.destroy();
    return peer;
  }

  get place(): string {
    return `${this.host.includes(":") ? `[${this.host}]` : this.host}:${this.port}`;
  }

  send(text: string): void {
    this.#write(text);
  }

  /** The next message that begins so and was not taken yet. */
  next(start: string): Promise<string> {
    const at = this.#unread.findIndex((text) => text.startsWith(start));
    if (at >= 0) return Promise.resolve(this.#unread.splice(at, 1)[0]!);
    return new Promise((resolve) => this.#waiting.push({ start, resolve }));
  }

  /** Resolves when the other side closed the connection. */
  ended(): Promise<void> {
    return this.closed ? Promise.resolve() : new Promise((resolve) => this.#ended.push(resolve));
  }

  close(): void {
    this.#close();
  }

  #hear(text: string): void {
    this.heard.push(text);
    if (this.polite && text.startsWith("BYE ")) this.send(answerTo(text, 200, "OK"));
    const at = this.#waiting.findIndex(({ start }) => text.startsWith(start));
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.resolve(text);
    else this.#unread.push(text);
  }
}
