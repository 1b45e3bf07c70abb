import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

const repeatMs = 500;
const givenUpMs = 15_000;

/** Asks the box whether it is there, through all that a message passes (OPTIONS, RFC 3261 11): its answer means that what came before has been dealt with. */
export class Pulse {
  readonly #socket: Socket;
  readonly #target: { host: string; port: number };
  readonly #waiting = new Map<string, () => void>();
  #asked = 0;

  private constructor(socket: Socket, target: { host: string; port: number }) {
    this.#socket = socket;
    this.#target = target;
    socket.on("message", (bytes) => {
      const callId = /^Call-ID: (.+)\r$/m.exec(bytes.toString("latin1"))?.[1];
      if (callId) this.#waiting.get(callId)?.();
    });
  }

  static async open(target: { host: string; port: number }): Promise<Pulse> {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new Pulse(socket, target);
  }

  /** How long the answer took, in ms. Rejects when the box does not answer. */
  async feel(): Promise<number> {
    const callId = `pulse-${++this.#asked}-${this.#socket.address().port}`;
    const startMs = performance.now();
    const ask = (): void => this.#socket.send(this.#request(callId), this.#target.port, this.#target.host);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const again = setInterval(() => {
      if (performance.now() - startMs < givenUpMs) ask();
      else reject(new Error(`the box has not answered for ${givenUpMs / 1000} s`));
    }, repeatMs);
    this.#waiting.set(callId, resolve);
    ask();
    try {
      await promise;
    } finally {
      clearInterval(again);
      this.#waiting.delete(callId);
    }
    return performance.now() - startMs;
  }

  close(): void {
    this.#socket.close();
  }

  #request(callId: string): string {
    const { port } = this.#socket.address();
    const lines = [
      `OPTIONS sip:${this.#target.host}:${this.#target.port} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${callId}`,
      `From: <sip:pulse@127.0.0.1>;tag=${callId}`,
      "To: <sip:box@127.0.0.1>",
      `Call-ID: ${callId}`,
      "CSeq: 1 OPTIONS",
      "Max-Forwards: 70",
      "Content-Length: 0",
    ];
    return `${lines.join("\r\n")}\r\n\r\n`;
  }
}
