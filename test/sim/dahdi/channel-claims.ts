import { call, dialBytes, dialling, errno, event, eventWaits, hook, pollFor } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import type { PollEntry, Sys } from "../../../appliance/edge/dahdi/sys.ts";

/** A card to be tried, simulated or the kernel's: a socket for a line and one for a telephone, nobody using either. */
export type CardBench = {
  sys: Sys;
  root: string;
  line: number;
  phone: number;
  /** So much of the card's time goes by. */
  pass(ms: number): Promise<void>;
  /** The exchange rings the line, or stops to. */
  ring(on: boolean): void;
};

type Claim = { what: string; wanted: unknown; seen(channel: Channel, bench: CardBench): Promise<unknown> | unknown };

const blockBytes = 160;
const deafMs = 2_000;
const invalid = -errno.invalid;
/** A clock that runs on while blocks are written lets one or two more in. */
const about = (count: number, expected: number): number | string =>
  count === expected || count === expected + 1 || count === expected + 2 ? "as many" : count;

/** How a channel of DAHDI behaves towards user space, as far as the driver relies on it. Each begins with a file just opened. */
const claims: readonly Claim[] = [
  { what: "a file more on the channel", wanted: -errno.busy, seen: (_, { sys, root, line }) => openOf(sys, root, line) },
  { what: "no event", wanted: event.none, seen: (channel) => channel.event() },
  { what: "an unknown call", wanted: -25, seen: (channel) => channel.set(0x4004daee, 0) },
  { what: "a law there is not", wanted: invalid, seen: (channel) => channel.set(call.setLaw, 3) },
  { what: "blocks too small", wanted: invalid, seen: (channel) => channel.buffers(4, 15) },
  { what: "blocks too large", wanted: invalid, seen: (channel) => channel.buffers(2, 8_193) },
  { what: "too much room", wanted: invalid, seen: (channel) => channel.buffers(17, 2_048) },
  { what: "one buffer is two", wanted: "as many", seen: (channel) => about(channel.room(1), 2) },
  { what: "16 buffers", wanted: "as many", seen: (channel) => about(channel.room(16), 16) },
  { what: "40 buffers are 32", wanted: "as many", seen: (channel) => about(channel.room(40), 32) },
  {
    what: "other buffers are empty",
    wanted: "as many",
    seen: (channel) => {
      channel.room(4);
      return about(channel.room(8), 8);
    },
  },
  {
    what: "sound that nobody reads: the oldest is kept, up to the buffers",
    wanted: [4, -errno.again],
    seen: async (channel, bench) => {
      channel.buffers(4, blockBytes);
      await bench.pass(1_000);
      let blocks = 0;
      while (blocks < 4 && channel.read() === blockBytes) blocks++;
      return [blocks, channel.read()];
    },
  },
  {
    what: "a block read in part is read",
    wanted: [80, true],
    seen: async (channel, bench) => {
      channel.buffers(2, blockBytes);
      await bench.pass(30);
      const first = channel.read(80);
      return [first, [blockBytes, -errno.again].includes(channel.read())];
    },
  },
  {
    what: "sound is flushed both ways",
    wanted: [-errno.again, "as many"],
    seen: async (channel, bench) => {
      channel.room(4);
      await bench.pass(30);
      channel.room(4);
      await bench.pass(30);
      channel.set(call.flush, 3);
      return [channel.read(), about(channel.fill(), 4)];
    },
  },
  {
    what: "a hook put down empties the buffers, and is done at once",
    wanted: [0, "as many"],
    seen: (channel) => {
      channel.room(4);
      const done = channel.set(call.hook, hook.on);
      return [done, about(channel.fill(), 4)];
    },
  },
  { what: "a hook taken off is done at once", wanted: 0, seen: (channel) => channel.set(call.hook, hook.off) },
  {
    what: "digits are dialled to their end",
    wanted: [0, 1, 0, event.dialComplete],
    seen: async (channel, bench) => {
      const taken = channel.dial("T12");
      await bench.pass(100);
      const before = channel.get(call.dialling);
      await bench.pass(600);
      return [taken, before, channel.get(call.dialling), channel.event()];
    },
  },
  {
    what: "a block written makes it forget the digits",
    wanted: [1, blockBytes, 0, event.none],
    seen: async (channel, bench) => {
      channel.dial("T1234");
      await bench.pass(100);
      const before = channel.get(call.dialling);
      const written = channel.write();
      const after = channel.get(call.dialling);
      await bench.pass(1_500);
      return [before, written, after, channel.event()];
    },
  },
  {
    what: "what was written is said before the digits are dialled",
    wanted: [1, 0],
    seen: async (channel, bench) => {
      channel.room(16);
      channel.dial("T1");
      await bench.pass(400);
      const before = channel.get(call.dialling);
      await bench.pass(400);
      return [before, channel.get(call.dialling)];
    },
  },
  {
    what: "the hook makes it forget the digits",
    wanted: [0, event.none],
    seen: async (channel, bench) => {
      channel.dial("T1234");
      await bench.pass(100);
      channel.set(call.hook, hook.on);
      const after = channel.get(call.dialling);
      await bench.pass(1_500);
      return [after, channel.event()];
    },
  },
  {
    what: "an event that waits stops reading and writing, and is urgent",
    wanted: [pollFor.urgent, -eventWaits, -eventWaits, event.dialComplete, "sound", blockBytes],
    seen: async (channel, bench) => {
      await channel.withEvent(bench);
      const urgent = await channel.poll(pollFor.urgent);
      const [read, written] = [channel.read(), channel.write()];
      const told = channel.event();
      return [urgent, read, written, told, channel.read() > 0 ? "sound" : "none", channel.write()];
    },
  },
  {
    what: "events are flushed",
    wanted: event.none,
    seen: async (channel, bench) => {
      await channel.withEvent(bench);
      channel.set(call.flush, 4);
      return channel.event();
    },
  },
  {
    what: "a file just opened is deaf to rings",
    wanted: [event.none, event.none],
    seen: (channel, bench) => channel.rung(bench),
  },
  {
    what: "a hook just put down is deaf to rings",
    wanted: [event.none, event.none],
    seen: (channel, bench) => {
      channel.set(call.hook, hook.on);
      return channel.rung(bench);
    },
  },
  {
    what: "a hook put down long ago is not",
    wanted: [event.ringBegin, event.ringOffHook],
    seen: async (channel, bench) => {
      channel.set(call.hook, hook.on);
      await bench.pass(deafMs + 100);
      return channel.rung(bench);
    },
  },
];

/** Of a telephone's socket. */
const phoneClaims: readonly Claim[] = [
  {
    what: "a ring goes on by itself, once",
    wanted: [-errno.inProgress, -errno.busy, 0, -errno.inProgress, 0],
    seen: (channel) => {
      const rings = [hook.ring, hook.ring, hook.ringOff, hook.ring, hook.ringOff];
      return rings.map((state) => channel.set(call.hook, state));
    },
  },
  {
    what: "a telephone talked with can't be rung",
    wanted: [0, -errno.busy],
    seen: (channel) => [channel.set(call.hook, hook.off), channel.set(call.hook, hook.ring)],
  },
];

/** What is otherwise than claimed; nothing when all holds. */
export async function refuted(bench: CardBench): Promise<{ tried: number; refuted: string[] }> {
  const wrong: string[] = [];
  for (const [number, some] of [
    [bench.line, claims],
    [bench.phone, phoneClaims],
  ] as const) {
    for (const { what, wanted, seen } of some) {
      const channel = new Channel(bench.sys, openOf(bench.sys, bench.root, number));
      const found = JSON.stringify(await seen(channel, bench));
      channel.set(call.hook, hook.on);
      channel.close();
      if (found !== JSON.stringify(wanted)) wrong.push(`${what}: ${found}, not ${JSON.stringify(wanted)}`);
    }
  }
  return { tried: claims.length + phoneClaims.length, refuted: wrong };
}

/** The file of a channel, whether there is one for each or not. */
export function openOf(sys: Sys, root: string, number: number): number {
  const direct = sys.open(`${root}/${number}`);
  if (direct !== -errno.noEntry) return direct;
  const fd = sys.open(`${root}/channel`);
  const done = fd < 0 ? fd : sys.ioctl(fd, call.specify, ints(number));
  if (done >= 0) return fd;
  if (fd >= 0) sys.close(fd);
  return done;
}

class Channel {
  readonly #sys: Sys;
  readonly #fd: number;

  constructor(sys: Sys, fd: number) {
    if (fd < 0) throw new Error(`a channel can't be opened: errno ${-fd}`);
    this.#sys = sys;
    this.#fd = fd;
  }

  close(): void {
    this.#sys.close(this.#fd);
  }
  set(request: number, value: number): number {
    return this.#sys.ioctl(this.#fd, request, ints(value));
  }
  get(request: number): number {
    const bytes = ints(-1);
    const done = this.#sys.ioctl(this.#fd, request, bytes);
    return done < 0 ? done : bytes.readInt32LE(0);
  }
  event = (): number => this.get(call.getEvent);
  buffers(count: number, size: number): number {
    return this.#sys.ioctl(this.#fd, call.setBufferInfo, ints(0, 0, count, size, 0, 0));
  }
  read(size = blockBytes): number {
    return this.#sys.read(this.#fd, new Uint8Array(size));
  }
  write(): number {
    return this.#sys.write(this.#fd, new Uint8Array(blockBytes).fill(0xd5));
  }
  /** How many blocks are taken until there is no room. */
  fill(): number {
    let blocks = 0;
    while (blocks < 100 && this.write() === blockBytes) blocks++;
    return blocks;
  }
  room(buffers: number): number {
    this.buffers(buffers, blockBytes);
    return this.fill();
  }
  dial(text: string): number {
    const bytes = Buffer.alloc(dialBytes);
    bytes.writeInt32LE(dialling.append);
    bytes.write(text, 4, "latin1");
    return this.#sys.ioctl(this.#fd, call.dial, bytes);
  }
  async poll(events: number): Promise<number> {
    const entry: PollEntry = { fd: this.#fd, events, revents: 0 };
    await this.#sys.poll([entry], 1_000);
    return entry.revents;
  }
  /** The one that dialling ends with waits, and sound. */
  async withEvent(bench: CardBench): Promise<void> {
    this.buffers(4, blockBytes);
    this.dial("T1");
    await bench.pass(600);
  }
  async rung(bench: CardBench): Promise<[number, number]> {
    bench.ring(true);
    await bench.pass(500);
    const begun = this.event();
    bench.ring(false);
    await bench.pass(500);
    return [begun, this.event()];
  }
}

function ints(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [n, value] of values.entries()) bytes.writeInt32LE(value, n * 4);
  return bytes;
}
