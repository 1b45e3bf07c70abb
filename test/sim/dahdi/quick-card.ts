import type { CardPort } from "../../../appliance/edge/dahdi/card-port.ts";
import { call, errno, pollFor } from "../../../appliance/edge/dahdi/dahdi-calls.ts";

import type { PollEntry, Sys } from "../../../appliance/edge/dahdi/sys.ts";
import { CardChannel, type ChannelKind } from "./card-channel.ts";

const blockMs = 20;

/** The card of the simulation without its files and without real time: a minute of a line is a few milliseconds. */
export class QuickCard implements Sys {
  readonly channels: ReadonlyMap<number, CardChannel>;
  readonly #files = new Map<number, CardChannel | undefined>();
  #lastFile = 100;
  nowMs = 0;

  constructor(sockets: Record<number, ChannelKind>) {
    this.channels = new Map(Object.entries(sockets).map(([n, kind]) => [Number(n), new CardChannel(Number(n), kind)]));
  }

  open(path: string): number {
    const name = path.split("/").at(-1)!;
    const channel = this.channels.get(Number(name));
    // As without udev: only the file that is told which channel it is.
    if (name !== "channel") return -errno.noEntry;
    if (channel && channel.files.size > 0) return -errno.busy;
    const file = ++this.#lastFile;
    this.#files.set(file, channel);
    return file;
  }
  close(fd: number): void {
    this.#files.get(fd)?.closed(fd);
    this.#files.delete(fd);
  }
  ioctl(fd: number, request: number, argument: Uint8Array): number {
    if (request === call.specify) return this.#specify(fd, Buffer.from(argument).readInt32LE(0));
    const done = this.#files.get(fd)?.ioctl(request, argument) ?? -errno.noDevice;
    if (typeof done === "number") return done;
    argument.set(done.subarray(0, argument.length));
    return 0;
  }
  read(fd: number, into: Uint8Array): number {
    const done = this.#files.get(fd)?.read(into.length) ?? -errno.noDevice;
    if (typeof done === "number") return done;
    into.set(done);
    return done.length;
  }
  write(fd: number, bytes: Uint8Array): number {
    return this.#files.get(fd)?.write(bytes) ?? -errno.noDevice;
  }
  wake(): void {}
  async poll(entries: PollEntry[], _timeoutMs: number): Promise<void> {
    const always = pollFor.error | pollFor.hangUp;
    for (const entry of entries) entry.revents = (this.#files.get(entry.fd)?.poll() ?? pollFor.invalid) & (entry.events | always);
  }

  /** So much of the lines' time goes by. */
  run(ports: readonly CardPort[], forMs: number): void {
    for (let ms = 0; ms < forMs; ms += blockMs) {
      this.nowMs += blockMs;
      for (const channel of this.channels.values()) channel.tick();
      for (const port of ports) {
        const revents = port.fd === undefined ? 0 : (this.#files.get(port.fd)?.poll() ?? pollFor.invalid);
        if (revents & ~pollFor.out) port.ready(revents);
        port.time(this.nowMs);
      }
    }
  }

  #specify(fd: number, number: number): number {
    const channel = this.channels.get(number);
    if (!channel?.isThere) return -errno.noSuchDevice;
    if (this.#files.get(fd) || channel.files.size > 0) return -errno.busy;
    this.#files.set(fd, channel);
    channel.opened(fd);
    return 0;
  }
}
