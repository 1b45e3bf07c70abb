import { computed, signal } from "@preact/signals";
import type { Bulletin, BulletinTo } from "../../appliance/contract/bulletins.ts";
import { acknowledgeBulletin } from "../data/bulletins.ts";
import { live } from "../data/live.ts";
import { myself } from "../data/session.ts";
import { sayFault } from "../parts/toasts.tsx";
import { openFor, wasSeen } from "./open-bulletins.ts";

/** What one has yet to take note of, the one to read first at the front. */
export const open = computed((): Bulletin[] => {
  const me = myself();
  const state = live.value;
  return me && state ? openFor(state.bulletins, me, state.nowMs) : [];
});
export const front = computed(() => open.value[0]);

/** Acknowledgements under way: a second press waits for the first answer. */
export const answering = signal<ReadonlySet<string>>(new Set());
/** By request, so it is tried even while the stream of live values is lost. */
export async function acknowledge(id: string): Promise<void> {
  if (answering.peek().has(id)) return;
  answering.value = new Set([...answering.peek(), id]);
  try {
    await acknowledgeBulletin(id);
  } catch (error) {
    sayFault(error);
  } finally {
    answering.value = new Set([...answering.peek()].filter((x) => x !== id));
  }
}

let shown: { id: string; sinceMs: number } | undefined;
/** Says which one stands in front now. */
export function noteFront(id: string | undefined): void {
  if (shown?.id !== id) shown = id === undefined ? undefined : { id, sinceMs: performance.now() };
}
/** By key: the one in front, once there was time to see it. */
export function acknowledgeFront(): void {
  const id = front.peek()?.id;
  if (id !== undefined && shown?.id === id && wasSeen(shown.sinceMs, performance.now())) void acknowledge(id);
}

/** Whom a new bulletin is to go to; undefined while nobody writes one. */
export const writingTo = signal<BulletinTo | undefined>(undefined);
export const askBulletin = (to: BulletinTo): void => {
  writingTo.value = to;
};
