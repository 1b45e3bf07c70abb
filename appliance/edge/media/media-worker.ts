import { randomBytes } from "node:crypto";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { exhaustive } from "../../kit/exhaustive.ts";
import { BlockPool } from "./block-pool.ts";
import { chance } from "./chance.ts";
import type { DatagramIo } from "./datagram-io.ts";
import { DgramIo } from "./dgram-io.ts";
import { Engine } from "./engine.ts";
import { RtpTap, type RtpTapCell } from "./rtp-tap.ts";
import { SlotWheel } from "./slot-wheel.ts";
import { raisePriority } from "./thread-priority.ts";
import type { FromWorker, TapWish, ToWorker, WorkerData } from "./worker-messages.ts";

/** Packets taken from one socket at one wake-up: one as a rule, more after a stall. */
const passes = { onTime: 1, late: 8 };
const troubleLimit = 100;

const data = workerData as WorkerData & { diskPort: MessagePort };
const port = parentPort!;
const tell = (message: FromWorker): void => port.postMessage(message);
const clock = {
  nowMs: () => performance.now(),
  unixMs: () => Date.now(),
  random: chance,
};
let faults = 0;
const trouble = (error: unknown): void => {
  if (++faults <= troubleLimit)
    tell({ kind: "trouble", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
};

const io: DatagramIo = await openIo();
const priority = await raisePriority(data.backend);
const wheel = new SlotWheel();
const tap: RtpTapCell = { now: undefined };
const engine = new Engine({
  // RFC 7022 4.2: a name that tells nothing about the host
  host: {
    io,
    clock,
    cname: randomBytes(12).toString("base64"),
    country: data.country,
    emit: (event) => tell({ kind: "event", event }),
    trouble,
    tap,
  },
  announce: data.announce,
  rtpFrom: data.rtpFrom,
  rtpTo: data.rtpTo,
  blocks: new BlockPool(data.blocks),
  toDisk: (order) => data.diskPort.postMessage(order),
});
let stopping = false;
const never = new Int32Array(new SharedArrayBuffer(4));

async function openIo(): Promise<DatagramIo> {
  if (data.backend === "dgram") return new DgramIo(data.address, clock.nowMs);
  const { EpollIo } = await import("./epoll-io.ts"); // koffi is loaded only where it is used
  return new EpollIo(data.address);
}

function take(message: ToWorker): void {
  switch (message.kind) {
    case "command":
      engine.perform(message.command);
      break;
    case "play":
      engine.play(message);
      break;
    case "prompt":
      engine.supply(message);
      break;
    case "recordingFailed":
      engine.dropRecording(message.recording);
      break;
    case "gauges":
      tell({ kind: "gauges", ask: message.ask, gauges: gauges() });
      break;
    case "tap":
      listen(message.wish);
      break;
    case "tapped":
      tap.now?.taken();
      break;
    case "stop":
      stopping = true;
      return;
    default:
      exhaustive(message);
  }
}

function listen(wish: TapWish | undefined): void {
  tap.now?.flush();
  tap.now =
    wish && new RtpTap({ ...wish, own: data.announce, unixMs: clock.unixMs, tell: (chunk) => tell({ kind: "tap", chunk }) });
}

function takeSafely(message: ToWorker): void {
  try {
    take(message);
  } catch (error) {
    trouble(error);
  }
}

function gauges() {
  const { received, sent, sendFailed } = io.counters;
  const { user, system } = process.threadCpuUsage();
  return {
    ...engine.gauges,
    packetsReceived: received,
    packetsSent: sent,
    sendFailed,
    lateTicks: wheel.lateSlots,
    leaptTicks: wheel.leaptSlots,
    cpuMs: (user + system) / 1000,
    faults,
    priority,
  };
}

/** One wake-up: packets first, then the slots that are due. */
function turn(): void {
  const nowMs = clock.nowMs();
  io.drain(nowMs, wheel.isLate(nowMs) ? passes.late : passes.onTime);
  for (let due = wheel.due(nowMs); due > 0; due--) {
    const { slot, atMs } = wheel.take();
    engine.serve(slot, atMs, nowMs);
  }
  if (tap.now !== undefined) {
    if (engine.idle) tap.now.flush();
    else tap.now.due(nowMs);
  }
}

function sleepUntilSlot(): void {
  const waitMs = wheel.waitMs(clock.nowMs());
  if (waitMs > 0) Atomics.wait(never, 0, 0, waitMs);
}

function end(): void {
  try {
    engine.closeAll();
    listen(undefined);
    io.close();
  } catch (error) {
    trouble(error);
  }
  data.diskPort.postMessage({ order: "end" });
  tell({ kind: "stopped" });
}

/** Never returns to the event loop: commands are looked for when the bell has rung, and nothing else wakes this thread. */
function runStraight(): void {
  const bell = new Int32Array(data.bell);
  let seen = -1;
  let resting = true;
  while (!stopping) {
    const rung = Atomics.load(bell, 0);
    if (rung !== seen) {
      seen = rung;
      if (!engine.idle) io.drain(clock.nowMs(), passes.onTime); // what came before the command counts before it
      for (let entry = receiveMessageOnPort(port); entry !== undefined; entry = receiveMessageOnPort(port))
        takeSafely(entry.message);
      continue;
    }
    if (engine.idle) {
      tap.now?.flush();
      resting = true;
      Atomics.wait(bell, 0, rung);
      continue;
    }
    if (resting) wheel.restart(clock.nowMs());
    resting = false;
    turn();
    sleepUntilSlot();
  }
  end();
}

/** dgram needs the event loop: it polls its sockets between two slots. */
function runInLoop(): void {
  let resting = true;
  const step = (): void => {
    if (stopping) {
      end();
      port.close();
      return;
    }
    resting = engine.idle;
    if (resting) return;
    turn();
    sleepUntilSlot();
    setImmediate(step);
  };
  port.on("message", (message: ToWorker) => {
    takeSafely(message);
    if (!resting) return;
    if (!engine.idle) wheel.restart(clock.nowMs());
    resting = false;
    setImmediate(step);
  });
}

tell({ kind: "ready" });
if (data.backend === "dgram") runInLoop();
else runStraight();
