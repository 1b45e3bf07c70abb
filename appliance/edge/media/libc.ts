import koffi from "koffi";

/**
 * The handful of Linux calls the packets go through. Addresses are plain numbers (they fit 53 bits), so a call copies and allocates nothing.
 * Constants are those of Linux on x86-64 and arm64.
 */
const self = koffi.load(null);

export const libc = {
  socket: self.func("int socket(int domain, int type, int protocol)") as (
    domain: number,
    type: number,
    protocol: number,
  ) => number,
  bind: self.func("int bind(int fd, uintptr_t address, uint32_t length)") as (
    fd: number,
    address: number,
    length: number,
  ) => number,
  connect: self.func("int connect(int fd, uintptr_t address, uint32_t length)") as (
    fd: number,
    address: number,
    length: number,
  ) => number,
  close: self.func("int close(int fd)") as (fd: number) => number,
  setsockopt: self.func("int setsockopt(int fd, int level, int name, uintptr_t value, uint32_t length)") as (
    fd: number,
    level: number,
    name: number,
    value: number,
    length: number,
  ) => number,
  recv: self.func("intptr_t recv(int fd, uintptr_t buffer, uintptr_t length, int flags)") as (
    fd: number,
    buffer: number,
    length: number,
    flags: number,
  ) => number,
  recvfrom: self.func(
    "intptr_t recvfrom(int fd, uintptr_t buffer, uintptr_t length, int flags, uintptr_t from, uintptr_t fromLength)",
  ) as (fd: number, buffer: number, length: number, flags: number, from: number, fromLength: number) => number,
  send: self.func("intptr_t send(int fd, uintptr_t buffer, uintptr_t length, int flags)") as (
    fd: number,
    buffer: number,
    length: number,
    flags: number,
  ) => number,
  sendto: self.func(
    "intptr_t sendto(int fd, uintptr_t buffer, uintptr_t length, int flags, uintptr_t to, uint32_t toLength)",
  ) as (fd: number, buffer: number, length: number, flags: number, to: number, toLength: number) => number,
  epollCreate: self.func("int epoll_create1(int flags)") as (flags: number) => number,
  epollCtl: self.func("int epoll_ctl(int epoll, int op, int fd, uintptr_t event)") as (
    epoll: number,
    op: number,
    fd: number,
    event: number,
  ) => number,
  epollWait: self.func("int epoll_wait(int epoll, uintptr_t events, int limit, int timeoutMs)") as (
    epoll: number,
    events: number,
    limit: number,
    timeoutMs: number,
  ) => number,
  setScheduler: self.func("int sched_setscheduler(int thread, int policy, uintptr_t parameter)") as (
    thread: number,
    policy: number,
    parameter: number,
  ) => number,
} as const;

export const errorNumber = (): number => koffi.errno();

/** Memory that neither moves nor is collected, with the number the kernel knows it by. */
export function nativeMemory(length: number): { bytes: Uint8Array; address: number; free: () => void } {
  const pointer = koffi.alloc("uint8_t", length);
  const bytes = new Uint8Array(koffi.view(pointer, length));
  bytes.fill(0);
  return { bytes, address: Number(pointer), free: () => koffi.free(pointer) };
}

export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0x80000 | 0x800;
export const MSG_DONTWAIT = 0x40;
export const EPOLL_CLOEXEC = 0x80000;
export const EPOLLIN = 1;
export const EPOLL_CTL_ADD = 1;
/** struct epoll_event is packed on x86-64 only. */
export const epollEvent = process.arch === "x64" ? { size: 12, data: 4 } : { size: 16, data: 8 };
