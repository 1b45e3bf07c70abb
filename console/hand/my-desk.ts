import { computed, effect, signal } from "@preact/signals";
import { live } from "../data/live.ts";
import { myself } from "../data/session.ts";
import { type Hand, handOf } from "./in-hand.ts";

/** The agent that is oneself, as the box sees him now. */
export const me = computed(() => {
  const id = myself()?.agent;
  return id ? live.value?.agents.find((a) => a.id === id) : undefined;
});
export const hand = computed((): Hand | undefined => handOf(me.value, live.value?.calls ?? []));
/** The call one has, or had last: notes and history stay in sight during wrap-up. */
export const lastCall = signal<string | undefined>(undefined);

effect(() => {
  const id = hand.value?.call.id;
  if (id !== undefined) lastCall.value = id;
});
