import type { CallId, QueueId } from "../kit/ids.ts";
import type { AlarmEvent } from "./alarm-row.ts";
import type { DoctorCommand, DoctorEvent } from "./doctor.ts";
import type { HandEvent } from "./hand.ts";
import type { HostEvent } from "./host.ts";
import type { LineCommand, LineEvent } from "./line.ts";
import type { MediaCommand, MediaEvent } from "./media.ts";
import type { OfficeCommand, OfficeEvent } from "./office.ts";
import type { PhoneFeatureEvent } from "./phone-features.ts";
import type { PinCommand, PinEvent, PinUnlock } from "./pin.ts";
import type { PlantEvent } from "./plant.ts";
import type { StoreChange } from "./records.ts";
import type { Settings } from "./settings.ts";
import type { CallbackAct, MoveTo } from "./waiting.ts";
import type { Language } from "./words.ts";

/** What is to be spoken or played, before it is a file. */
export type SpokenItem =
  | { kind: "prompt"; prompt: string; language: Language }
  | { kind: "speech"; text: string; language: Language }
  | { kind: "tone"; tone: "dial" | "ring-back" | "busy" | "congestion" | "beep"; forMs: number }
  | { kind: "silence"; forMs: number }
  /** A file of ours, relative to the data folder. */
  | { kind: "recording"; path: string };

export type SpeechCommand = { do: "speech.render"; request: string; items: SpokenItem[] };
export type SpeechEvent =
  /** `files[i]` belongs to `items[i]`; null where it could not be made (missing or damaged, see `faults`). */
  { on: "speech.rendered"; request: string; files: ({ path: string } | null)[]; faults: string[] };

export type LookupCommand = {
  do: "lookup.ask";
  request: string;
  connector: string;
  parameters: Record<string, string>;
  timeoutMs: number;
};
export type LookupEvent = {
  on: "lookup.answered";
  request: string;
  outcome: "ok" | "not-found" | "failed";
  /** Flat values of the answer, bounded in number and length. */
  values: Record<string, string>;
  text: string;
};

export type TimerCommand = { do: "timer.set"; key: string; atMs: number } | { do: "timer.clear"; key: string };
export type TimerEvent = { on: "timer.due"; key: string };

/** What people do at the console or by star code. */
export type DeskEvent =
  | { on: "desk.login"; agent: string; phone: string; by: "console" | "phone" | "lab" }
  | { on: "desk.logout"; agent: string; by: string }
  | { on: "desk.ready"; agent: string; by: string }
  | { on: "desk.notReady"; agent: string; reason: string; by: string }
  | { on: "desk.wrapUpDone"; agent: string; by: string }
  /** Longer by so much, within the site's limit. */
  | { on: "desk.extendWrapUp"; agent: string; byMs: number; by: string }
  /** The supervisor's way out of every state. `why` in his words; `reason` is a code, for not-ready. */
  | { on: "desk.force"; agent: string; to: "ready" | "not-ready" | "logged-out"; why: string; reason?: string; by: string }
  | { on: "desk.hangup"; call: CallId; by: string }
  | { on: "desk.moveWaiting"; call: CallId; to: MoveTo; by: string }
  /** `untilMs`: opens again by itself. */
  | { on: "desk.queueSwitch"; queue: QueueId; closed: boolean; untilMs?: number; by: string }
  | { on: "desk.callback"; callback: string; act: CallbackAct; by: string }
  | { on: "desk.recordPause"; agent: string; by: string }
  | { on: "desk.recordResume"; agent: string; by: string }
  | HandEvent;

export type BoxEvent =
  | LineEvent
  | MediaEvent
  | SpeechEvent
  | LookupEvent
  | TimerEvent
  | DeskEvent
  | PinEvent
  | PinUnlock
  | PhoneFeatureEvent
  | OfficeEvent
  | PlantEvent
  | HostEvent
  | DoctorEvent
  | { on: "box.started"; bootId: string; cleanStop: boolean; lastAliveMs: number }
  | { on: "box.stopping" }
  | { on: "settings.applied"; settings: Settings }
  /** Less free than `recording.keepFreeMb`, or enough again. */
  | { on: "disk.room"; low: boolean; freeMb: number }
  | AlarmEvent;

export type StoreEffect = { do: "store"; change: StoreChange };
/** Something live changed: the console is told. */
export type PushEffect = {
  do: "push";
  topic: "calls" | "queues" | "agents" | "lines" | "phones" | "alarms" | "items" | "bulletins" | "plant" | "doctor" | "texts";
  id: string;
};

export type Effect =
  | LineCommand
  | MediaCommand
  | SpeechCommand
  | LookupCommand
  | PinCommand
  | TimerCommand
  | OfficeCommand
  | DoctorCommand
  | StoreEffect
  | PushEffect;

/** An event with its moment: what the journal keeps. */
export type Stamped = { seq: number; atMs: number; event: BoxEvent };
