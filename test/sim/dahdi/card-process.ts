import { call, errno, event } from "../../../appliance/edge/dahdi/dahdi-calls.ts";
import { CardChannel } from "./card-channel.ts";
import type { FromCard, ToCard } from "./card-words.ts";
import { ExchangeLine, type ExchangeSays } from "./exchange-line.ts";
import { ExchangeSwitch } from "./exchange-switch.ts";
import type { DeviceFiles } from "./fuse-answers.ts";
import { FuseMount } from "./fuse-mount.ts";
import { Handset } from "./handset.ts";

const blockMs = 20;
const mostLateMs = 60;
const channels = new Map<number, CardChannel>();
const lines = new Map<number, ExchangeLine>();
const handsets = new Map<number, Handset>();
/** Channel of each open file; 0 for `channel` before it was told which. */
const files = new Map<number, number>();
let exchange: ExchangeSwitch | undefined;
let mount: FuseMount | undefined;

const tell = (message: FromCard): void => void process.send?.(message);
const channelOf = (file: number): CardChannel | undefined => channels.get(files.get(file) ?? 0);

const device: DeviceFiles = {
  has: (name) => name === "ctl" || name === "channel" || (channels.get(Number(name))?.isThere ?? false),
  open(name, file) {
    const channel = channels.get(Number(name));
    if (/^\d+$/.test(name) && !channel?.isThere) return -errno.noSuchDevice;
    if (channel && channel.files.size > 0) return -errno.busy;
    files.set(file, channel?.number ?? 0);
    channel?.opened(file);
    return 0;
  },
  release(file) {
    channelOf(file)?.closed(file);
    files.delete(file);
  },
  read: (file, size) => channelOf(file)?.read(size) ?? -errno.again,
  write: (file, bytes) => channelOf(file)?.write(bytes) ?? -errno.again,
  ioctl(file, request, input) {
    if (request !== call.specify) return channelOf(file)?.ioctl(request, input) ?? -22;
    const channel = channels.get(Buffer.from(input).readInt32LE(0));
    if (!channel?.isThere) return -errno.noSuchDevice;
    if (files.get(file) !== 0 || channel.files.size > 0) return -errno.busy;
    files.set(file, channel.number);
    channel.opened(file);
    return 0;
  },
  poll: (file) => channelOf(file)?.poll() ?? 0,
};

function start({ directory, channels: wanted, habits }: Extract<ToCard, { do: "start" }>): void {
  for (const { channel: number, kind } of wanted) {
    const channel = new CardChannel(number, kind);
    channels.set(number, channel);
    const tellEvent = (code: number): void => {
      channel.tell(code);
      wake(channel);
    };
    if (kind === "fxo") {
      const line = new ExchangeLine({ ...habits }, (says) => lineSays(number, says), tellEvent);
      lines.set(number, line);
      channel.end = line;
    } else {
      const handset = new Handset((says) => tell({ on: "handset", channel: number, says }), tellEvent);
      handsets.set(number, handset);
      channel.end = handset;
    }
  }
  mount = new FuseMount(directory, device);
  let nextAtMs = performance.now();
  setInterval(() => {
    // As many blocks as time has passed. A card is never late itself: when this process was kept from its work, the card stood still, too.
    const nowMs = performance.now();
    nextAtMs = Math.max(nextAtMs, nowMs - mostLateMs);
    for (; nextAtMs <= nowMs; nextAtMs += blockMs) for (const channel of channels.values()) channel.tick();
    for (const channel of channels.values()) wake(channel);
  }, 10);
  tell({ on: "ready" });
}

function lineSays(channel: number, says: ExchangeSays): void {
  exchange?.heard(channel, says);
  tell({ on: "line", channel, says });
}

function wake(channel: CardChannel): void {
  for (const file of channel.files) mount?.wake(file);
}

function pull(number: number): void {
  const channel = channels.get(number)!;
  channel.isThere = false;
  channel.tell(event.removed);
  lines.get(number)?.hook(0);
  wake(channel);
}

process.on("message", (message: ToCard) => {
  const line = "channel" in message ? lines.get(message.channel) : undefined;
  const handset = "channel" in message ? handsets.get(message.channel) : undefined;
  switch (message.do) {
    case "start":
      return start(message);
    case "habits":
      if (line) line.habits = message.habits;
      return;
    case "connect":
      exchange = new ExchangeSwitch(lines, message.numbers, message.way);
      return;
    case "call-in":
      return line?.callIn(message.from, message.way);
    case "ring":
      return line?.ring();
    case "answer":
      return line?.answer();
    case "busy":
      return line?.busy();
    case "hang-up":
      return line?.hangUp();
    case "say":
      return (line ?? handset)?.say(message.samples, message.id);
    case "press":
      return (line ?? handset)?.press(message.digits, message.id);
    case "off-hook":
      return handset?.lift();
    case "on-hook":
      return handset?.replace();
    case "flash":
      return handset?.flash();
    case "pull":
      return pull(message.channel);
    case "put-back":
      channels.get(message.channel)!.isThere = true;
      return;
    case "event": {
      const channel = channels.get(message.channel)!;
      channel.alarms = message.code === event.alarm ? 8 : message.code === event.noAlarm ? 0 : channel.alarms;
      channel.tell(message.code);
      return wake(channel);
    }
    case "counts": {
      const all = [...channels.values()];
      const sum = (of: (channel: CardChannel) => number): number => all.reduce((total, one) => total + of(one), 0);
      return tell({
        on: "counts",
        overruns: sum((c) => c.counts.overruns),
        underruns: sum((c) => c.counts.underruns),
        open: sum((c) => c.files.size),
      });
    }
    case "stop":
      mount?.unmount();
      process.disconnect();
      setImmediate(() => process.exit(0));
      return;
  }
});
process.on("disconnect", () => {
  mount?.unmount();
  process.exit(0);
});
