import type { HostReading } from "../../contract/host.ts";
import type { LampDialog } from "../../contract/lamp.ts";
import type { Settings } from "../../contract/settings.ts";
import { type AgentsState, newAgents } from "../agents/agent-live.ts";
import type { AlarmList } from "../alarms/alarm-list.ts";
import type { CareState } from "../alarms/care-state.ts";
import type { BulletinsState } from "../bulletins/bulletins-state.ts";
import { type CallsState, newCalls } from "../calls/call.ts";
import type { DoctorState } from "../doctor/exam.ts";
import type { FlowSets } from "../flows/flow-sets.ts";
import type { ItemsState } from "../items/items-state.ts";
import { type LinesState, newLines } from "../lines/lines-state.ts";
import type { MessagesState } from "../messages/messages-state.ts";
import type { PlantState } from "../plant/plant-state.ts";
import { newQueues, type QueuesState } from "../queues/queues-state.ts";
import type { TextsState } from "../texts/texts-state.ts";

/** By subject. */
export type BusyLamps = Record<string, LampDialog[]>;

/** Everything live, as plain data: what a snapshot holds and a standby is fed. */
export type BoxState = {
  /** Rises when the shape of this document changes; an older snapshot is not taken up. */
  shape: 2;
  settings: Settings;
  calls: CallsState;
  agents: AgentsState;
  queues: QueuesState;
  lines: LinesState;
  alarms: AlarmList;
  /** What is being done about them. */
  care?: CareState;
  /** Flows that calls began in and that are no longer in force. */
  flowSets?: FlowSets;
  /** Messages, work and bulletins for people. */
  office?: { messages: MessagesState; items: ItemsState; bulletins?: BulletinsState; texts?: TextsState; loaded?: boolean };
  /** Devices on the buses of the box. */
  plant?: PlantState;
  /** What the machine felt last. */
  host?: { readings: HostReading[]; atMs: number };
  /** The examination of a line that is under way. */
  doctor?: DoctorState;
  /** What each busy lamp shows (RFC 4235); those that are out are not here. */
  lamps?: BusyLamps;
  /** Too little room for recordings; calls go on without. */
  diskLow?: boolean;
  /** What the alarm clock holds: key → moment. */
  timers: Record<string, number>;
};

export const newBox = (settings: Settings): BoxState => ({
  shape: 2,
  settings,
  calls: newCalls(),
  agents: newAgents(),
  queues: newQueues(),
  lines: newLines(),
  alarms: {},
  timers: {},
});
