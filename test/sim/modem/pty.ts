import { closeSync, constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import koffi from "koffi";

const libc = koffi.load(null);
const openMaster = libc.func("int posix_openpt(int flags)") as (flags: number) => number;
const grant = libc.func("int grantpt(int fd)") as (fd: number) => number;
const unlock = libc.func("int unlockpt(int fd)") as (fd: number) => number;
const nameOf = libc.func("int ptsname_r(int fd, _Out_ uint8_t *name, size_t size)") as (
  fd: number,
  name: Uint8Array,
  size: number,
) => number;
const getAttributes = libc.func("int tcgetattr(int fd, _Out_ uint8_t *attributes)") as (fd: number, to: Uint8Array) => number;
const setAttributes = libc.func("int tcsetattr(int fd, int when, const uint8_t *attributes)") as (
  fd: number,
  when: number,
  from: Uint8Array,
) => number;
const makeRaw = libc.func("void cfmakeraw(_Inout_ uint8_t *attributes)") as (attributes: Uint8Array) => void;

/** Larger than struct termios of any Linux. */
const termiosBytes = 128;
const retryMs = 5;
/** Of Linux on x86-64 and arm64. A driver's process must not inherit our end, or it would never be hung up on. */
const closeOnExec = 0o2000000;

/** A serial port without hardware: whoever opens `path` has us at the other end. */
export class Pty {
  readonly path: string;
  readonly #master: number;
  /** Kept open: a master without a slave reads errors, and the line must be raw before the first byte. */
  readonly #slave: number;
  readonly #stream: ReadStream;
  #waiting: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(hear: (bytes: Buffer) => void) {
    this.#master = openMaster(constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK | closeOnExec);
    if (this.#master < 0 || grant(this.#master) !== 0 || unlock(this.#master) !== 0) throw new Error("no pty to be had");
    const name = new Uint8Array(128);
    nameOf(this.#master, name, name.length);
    this.path = Buffer.from(name).toString("latin1").split("\0")[0]!;
    this.#slave = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY);
    const attributes = new Uint8Array(termiosBytes);
    getAttributes(this.#slave, attributes);
    makeRaw(attributes);
    setAttributes(this.#slave, 0, attributes);
    this.#stream = new ReadStream(this.#master);
    this.#stream.on("data", hear);
    this.#stream.on("error", () => {});
  }

  write(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#waiting.push(Buffer.from(bytes));
    if (!this.#timer) this.#flush();
  }

  /** What is written to it is taken no more: it stays in the kernel until that is full. */
  pause(): void {
    this.#stream.pause();
  }

  /** The device is pulled out: whoever has it open is hung up on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stream.destroy();
    closeSync(this.#slave);
  }

  #flush(): void {
    this.#timer = undefined;
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      let written = 0;
      try {
        written = writeSync(this.#master, next);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
          this.#waiting = [];
          return;
        }
      }
      if (written === next.length) this.#waiting.shift();
      else {
        this.#waiting[0] = next.subarray(written);
        this.#timer = setTimeout(() => this.#flush(), retryMs);
        return;
      }
    }
  }
}
