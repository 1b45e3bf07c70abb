import type { MediaCommand, MediaEvent } from "../../contract/media.ts";
import type { LegId, RecordingId } from "../../kit/ids.ts";
import type { PacketChunk } from "../../wire/capture/packet-tap.ts";
import type { BlockMemory } from "./block-pool.ts";
import type { PlayPart } from "./player.ts";

export type Backend = "epoll" | "dgram";

/** What the box wants to know of the media worker at a glance. Counters since the start. */
export type Gauges = {
  legs: number;
  bridges: number;
  rooms: number;
  recordings: number;
  sockets: number;
  portsFree: number;
  packetsReceived: number;
  packetsSent: number;
  sendFailed: number;
  /** 2 ms slots served late, and those left out after a stall of more than 200 ms. */
  lateTicks: number;
  leaptTicks: number;
  /** CPU time of the media thread. */
  cpuMs: number;
  /** Errors that must not happen. */
  faults: number;
  /** What the machine let the media thread have. */
  priority: "realtime" | "raised" | "normal";
};

export type WorkerData = {
  backend: Backend;
  address: string;
  announce: string;
  rtpFrom: number;
  rtpTo: number;
  country: string;
  blocks: BlockMemory;
  /** One counter: raised with every message, so that a sleeping worker wakes. */
  bell: SharedArrayBuffer;
};

export type ToWorker =
  | { kind: "command"; command: Exclude<MediaCommand, { do: "media.play" }> }
  | { kind: "play"; leg: LegId; play: string; parts: PlayPart[]; bargeIn: boolean; repeat: boolean }
  | { kind: "prompt"; leg: LegId; play: string; prompt: number; samples?: Int16Array; fault?: string }
  | { kind: "recordingFailed"; recording: RecordingId }
  | { kind: "gauges"; ask: number }
  | { kind: "tap"; wish: TapWish | undefined }
  | { kind: "tapped" }
  | { kind: "stop" };

/** What is captured: of one far side or of all, with or without what is said. */
export type TapWish = { address?: string; content: boolean };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "event"; event: MediaEvent }
  | { kind: "gauges"; ask: number; gauges: Gauges }
  | { kind: "trouble"; text: string }
  | { kind: "tap"; chunk: PacketChunk }
  | { kind: "stopped" };

export type DiskData = { blocks: BlockMemory };

export type ToDisk = { kind: "read"; ask: number; path: string };

export type FromDisk =
  | { kind: "ready" }
  | { kind: "event"; event: Extract<MediaEvent, { on: "media.recorded" | "media.recordFailed" }>; gone: boolean }
  | { kind: "read"; ask: number; samples?: Int16Array; fault?: string }
  | { kind: "stopped" };
