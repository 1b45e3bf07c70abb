import { writeSync } from "node:fs";
import { SerialPort } from "serialport";
import type { OpenSerial, SerialEars, SerialLink, SerialSpeed } from "./serial-link.ts";

/** Of whatever takes no notice of it: USB, or a pty. */
const usual: SerialSpeed = { baudRate: 115_200, parity: "none", stopBits: 1 };
/** A device pulled while a read is under way is not told of: it is asked this often whether it is still there. */
const livenessMs = 1_000;
const closeLimitMs = 2_000;
/** Whoever lets so much pile up is dead; nothing more is added. */
const mostWaitingBytes = 65_536;
/** What the device didn't take is offered again after so long. */
const againMs = 5;

/**
 * Serial ports by serialport 13. What it gets wrong is mended here: a new object for each connection (a closed one can't be opened again), DTR left
 * alone on closing (it would drop a call), reads that spin for ever on a device that has gone (the port is asked for its speed every second,
 * and closed when it can't say), `close` told twice, reads that stop while a write waits for the device (we write to the descriptor ourselves, which
 * never waits). It must not be used in a worker thread.
 */
export const openSerial: OpenSerial = (path, ears, speed = usual) => {
  const port = new SerialPort({ path, ...speed, autoOpen: false, hupcl: false });
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) reject(error);
      else resolve(new OpenPort(port, ears));
    });
  });
};

class OpenPort implements SerialLink {
  readonly #port: SerialPort;
  readonly #ears: SerialEars;
  readonly #liveness: NodeJS.Timeout;
  readonly #ended = Promise.withResolvers<void>();
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #again: NodeJS.Timeout | undefined;
  #closing = false;
  #told = false;

  constructor(port: SerialPort, ears: SerialEars) {
    this.#port = port;
    this.#ears = ears;
    port.on("data", (bytes: Uint8Array) => {
      if (!this.#closing) ears.data(bytes);
    });
    port.on("close", (error: Error | null) => this.#gone(error?.message ?? "closed"));
    port.on("error", (error: Error) => {
      this.#gone(error.message);
      this.#drop();
    });
    this.#liveness = setInterval(() => {
      port.port?.getBaudRate().catch((error: Error) => {
        this.#gone(error.message);
        this.#drop();
      });
    }, livenessMs);
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  write(bytes: Uint8Array): void {
    if (this.#closing || this.#told || !this.#port.isOpen || this.#waitingBytes > mostWaitingBytes) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (!this.#again) this.#flush();
  }

  #flush(): void {
    this.#again = undefined;
    const fd = this.#port.port && "fd" in this.#port.port ? this.#port.port.fd : null;
    if (this.#closing || this.#told || typeof fd !== "number") return;
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      const written = this.#take(fd, next);
      this.#waitingBytes -= written;
      if (written === next.length) this.#waiting.shift();
      else {
        this.#waiting[0] = next.subarray(written);
        this.#again = setTimeout(() => this.#flush(), againMs);
        return;
      }
    }
  }

  /** How much of it the device took now. */
  #take(fd: number, bytes: Uint8Array): number {
    try {
      return writeSync(fd, bytes);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN" || code === "EINTR") return 0;
      this.#gone(message);
      this.#drop();
      return 0;
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#liveness);
    clearTimeout(this.#again);
    if (!this.#port.isOpen) return;
    this.#drop();
    const limit = setTimeout(() => this.#ended.resolve(), closeLimitMs);
    await this.#ended.promise;
    clearTimeout(limit);
  }

  #drop(): void {
    if (this.#port.isOpen && !this.#port.closing) this.#port.close(() => this.#ended.resolve());
  }

  #gone(why: string): void {
    clearInterval(this.#liveness);
    if (!this.#port.isOpen) this.#ended.resolve();
    if (this.#told || this.#closing) return;
    this.#told = true;
    this.#ears.closed(why);
  }
}
