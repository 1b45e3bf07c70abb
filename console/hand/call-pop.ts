import { effect, signal } from "@preact/signals";
import { live } from "../data/live.ts";
import { hand } from "./my-desk.ts";
import { startRinging } from "./ring-sound.ts";

const storeKey = "linebox.pop";
/** Whether a call at one's phone opens the desk by itself (P1); each person's own on this computer. */
export const popOn = signal(localStorage.getItem(storeKey) !== "off");
export function turnPop(on: boolean): void {
  popOn.value = on;
  localStorage.setItem(storeKey, on ? "on" : "off");
}

/** Pages on which something may be half written, and the supervisor's, stay where they are. */
const mayLeave = (path: string): boolean =>
  !/^\/(settings|users|account|desk|floor)/.test(path) && !document.querySelector("dialog[open]");

/** Rings, and opens the desk once for each call that comes to one's phone. Returns the way to stop. */
export function watchForCalls(goToDesk: () => void): () => void {
  let known: string | undefined;
  let begun = false;
  const quiet = startRinging();
  const stop = effect(() => {
    const heard = live.value !== undefined;
    const id = hand.value?.call.id;
    if (!heard || id === known) {
      begun ||= heard;
      return;
    }
    known = id;
    // A call that was there already when the page was opened has popped before.
    const first = !begun;
    begun = true;
    if (first) return;
    if (id !== undefined && popOn.peek() && mayLeave(location.pathname)) goToDesk();
  });
  return () => {
    stop();
    quiet();
  };
}
