import type { DeskEvent } from "../../contract/effects.ts";
import type { FloorEvent } from "../queues/floor.ts";

export type WaitingAct = Extract<DeskEvent, { on: "desk.moveWaiting" | "desk.queueSwitch" | "desk.callback" }>;

/** What a supervisor does to those who wait, in the words of the floor. */
export function waitingAct(event: WaitingAct): FloorEvent {
  switch (event.on) {
    case "desk.moveWaiting":
      return { ...event, on: "queue.move" };
    case "desk.queueSwitch":
      return { ...event, on: "queue.switch" };
    case "desk.callback":
      return { ...event, on: "queue.callbackAct" };
  }
}
