import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { withCrc } from "../../../appliance/wire/modbus/crc16.ts";
import { mbapFrame } from "../../../appliance/wire/modbus/mbap.ts";
import { SlaveBus } from "./slave-bus.ts";

/** Devices behind a gateway: Modbus TCP, or the frames of the serial line over a stream. */
export class TcpSlaves {
  readonly bus: SlaveBus;
  readonly #server: Server;
  readonly #framing: "tcp" | "rtu";
  readonly #sockets = new Set<Socket>();

  private constructor(framing: "tcp" | "rtu", server: Server) {
    this.#framing = framing;
    this.#server = server;
    this.bus = new SlaveBus({ send: (bytes) => this.#send(bytes) });
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("data", (bytes) => this.#hear(bytes));
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(framing: "tcp" | "rtu", port = 0): Promise<TcpSlaves> {
    const server = createServer();
    const slaves = new TcpSlaves(framing, server);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return slaves;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** The gateway throws everybody out. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.bus.close();
    this.hangUp();
    this.#server.close();
    await once(this.#server, "close");
  }

  #hear(bytes: Uint8Array): void {
    if (this.#framing === "rtu") {
      this.bus.hear(bytes);
      return;
    }
    // The box sends one request at a time, whole.
    const transaction = (bytes[0]! << 8) | bytes[1]!;
    this.bus.hear(withCrc(bytes.slice(6)), (frame) => this.#send(mbapFrame(transaction, frame.slice(0, -2))));
  }

  #send(bytes: Uint8Array): void {
    for (const socket of this.#sockets) socket.write(bytes);
  }
}
