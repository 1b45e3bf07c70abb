import koffi from "koffi";

export type PollEntry = { fd: number; events: number; revents: number };

/** The system calls the cards are driven with. Each gives what the call gives, or the negative errno. */
export interface Sys {
  open(path: string): number;
  close(fd: number): void;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  read(fd: number, into: Uint8Array): number;
  write(fd: number, bytes: Uint8Array): number;
  /** Waits until one of them has something, `wake` is called, or the time is over. Fills in `revents`. */
  poll(entries: PollEntry[], timeoutMs: number): Promise<void>;
  /** Ends a poll that is under way: the files have changed. */
  wake(): void;
}

const O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
const EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
/** struct pollfd: the file, what is wanted, what there is. */
const pollBytes = 8;
const POLLIN = 1;

/** Linux's own, by koffi; constants are those of x86-64 and arm64. One poll over all files waits in a thread of the pool. */
export function linuxSys(): Sys {
  const libc = koffi.load(null);
  const open = libc.func("int open(const char *path, int flags, ...)");
  const close = libc.func("int close(int fd)");
  const ioctl = libc.func("int ioctl(int fd, unsigned long request, ...)");
  const read = libc.func("intptr_t read(int fd, void *into, uintptr_t length)");
  const write = libc.func("intptr_t write(int fd, const void *bytes, uintptr_t length)");
  const poll = libc.func("int poll(void *entries, unsigned long count, int timeoutMs)");
  const eventfd = libc.func("int eventfd(unsigned int value, int flags)");
  const outcome = (done: number): number => (done < 0 ? -koffi.errno() : done);
  const bell = outcome(eventfd(0, EFD_NONBLOCK_CLOEXEC));
  if (bell < 0) throw new Error(`no eventfd: errno ${-bell}`);
  const one = Buffer.alloc(8);
  one.writeBigUInt64LE(1n);
  const drained = Buffer.alloc(8);
  return {
    open: (path) => outcome(open(path, O_RDWR_NONBLOCK_CLOEXEC)),
    close: (fd) => void close(fd),
    ioctl: (fd, request, argument) => outcome(ioctl(fd, request, "void *", argument)),
    read: (fd, into) => outcome(Number(read(fd, into, into.length))),
    write: (fd, bytes) => outcome(Number(write(fd, bytes, bytes.length))),
    wake: () => void write(bell, one, one.length),
    poll(entries, timeoutMs) {
      const bytes = Buffer.alloc((entries.length + 1) * pollBytes);
      [{ fd: bell, events: POLLIN }, ...entries].forEach(({ fd, events }, n) => {
        bytes.writeInt32LE(fd, n * pollBytes);
        bytes.writeInt16LE(events, n * pollBytes + 4);
      });
      return new Promise((resolve) => {
        poll.async(bytes, entries.length + 1, timeoutMs, (_error: unknown, ready: number) => {
          if (bytes.readInt16LE(6) !== 0) read(bell, drained, drained.length);
          // Interrupted, or nothing in time: nobody has anything.
          for (const [n, entry] of entries.entries()) entry.revents = ready > 0 ? bytes.readInt16LE((n + 1) * pollBytes + 6) : 0;
          resolve();
        });
      });
    },
  };
}
