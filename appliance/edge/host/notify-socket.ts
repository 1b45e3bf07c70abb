import koffi from "koffi";

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000;
const MSG_NOSIGNAL = 0x4000;
/** sizeof sun_path (unix(7)). */
const mostPathBytes = 108;

type Send = (fd: number, bytes: Buffer, length: number, flags: number, address: Buffer, size: number) => number;
type Close = (fd: number) => number;

/** Tells systemd how we are (sd_notify(3)): datagrams on a Unix socket, which Node itself has not. */
export class NotifySocket {
  readonly #fd: number;
  readonly #address: Buffer;
  readonly #send: Send;
  readonly #close: Close;

  /** `path`: NOTIFY_SOCKET, absolute, or abstract with a leading `@`. */
  constructor(path: string) {
    const libc = koffi.load("libc.so.6");
    const socket = libc.func("int socket(int domain, int type, int protocol)") as (d: number, t: number, p: number) => number;
    this.#send = libc.func(
      "long sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t size)",
    ) as Send;
    this.#close = libc.func("int close(int fd)") as Close;
    const name = Buffer.from(path.startsWith("@") ? `\0${path.slice(1)}` : path, "utf8");
    if (name.length === 0 || name.length >= mostPathBytes) throw new Error(`NOTIFY_SOCKET is no path of a socket: ${path}`);
    this.#address = Buffer.concat([Buffer.from(new Uint16Array([AF_UNIX]).buffer), name]);
    this.#fd = socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    if (this.#fd < 0) throw new Error("no socket for NOTIFY_SOCKET");
  }

  /** `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=…`. False when systemd did not take it. */
  say(...words: string[]): boolean {
    const bytes = Buffer.from(words.join("\n"), "utf8");
    return this.#send(this.#fd, bytes, bytes.length, MSG_NOSIGNAL, this.#address, this.#address.length) === bytes.length;
  }

  close(): void {
    this.#close(this.#fd);
  }
}
