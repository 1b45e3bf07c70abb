import { signal } from "@preact/signals";
import * as hands from "../../data/hand.ts";
import { type HandAct, obstacleTo } from "../../hand/in-hand.ts";
import { hand, me } from "../../hand/my-desk.ts";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";

/** Which dialogue is open: to whom the caller goes, or who is asked. */
export const choosing = signal<"transfer" | "consult" | undefined>(undefined);
/** Acts under way: a second press waits for the first answer. */
export const pending = signal<ReadonlySet<HandAct>>(new Set());

async function run(act: HandAct, doing: () => Promise<unknown>): Promise<void> {
  if (pending.value.has(act)) return;
  pending.value = new Set([...pending.value, act]);
  try {
    await doing();
  } catch (error) {
    sayFault(error);
  } finally {
    pending.value = new Set([...pending.value].filter((a) => a !== act));
  }
}

/** Call control works by request, so it is tried even while the stream of live values is lost. */
export function actHand(act: HandAct): void {
  const agent = me.value?.id;
  const h = hand.value;
  if (!agent || !h || obstacleTo(act, h)) return;
  switch (act) {
    case "hold":
    case "resume":
      return void run(act, () => (h.held ? hands.resume(agent) : hands.hold(agent)));
    case "mute":
      return void run(act, () => hands.mute(agent, !h.muted));
    case "consult":
    case "transfer":
      choosing.value = act;
      return;
    case "park":
      return void run(act, async () => {
        await hands.park(agent);
        say(words.value.desk.parked);
      });
    case "complete":
      return void run(act, () => hands.consultComplete(agent));
    case "cancelConsult":
      return void run(act, () => hands.consultCancel(agent));
    case "conference":
      return void run(act, () => hands.conference(agent));
    case "record":
      return void run(act, () => (h.call.recordingPaused ? hands.recordResume(agent) : hands.recordPause(agent)));
    case "survey":
      return void run(act, async () => {
        await hands.handToSurvey(h.call.id);
        say(words.value.desk.surveyDone);
      });
    case "hangUp":
      return void run(act, () => hands.leave(agent));
  }
}

/** Calls a number from one's own phone; what rings or talks there already is the box's to judge. */
export function dialNumber(number: string): void {
  const agent = me.value?.id;
  if (!agent) return;
  hands.dial(agent, number).then(() => say(fill(words.value.desk.dialing, { number })), sayFault);
}
