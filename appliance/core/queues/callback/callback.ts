import type { AttemptOutcome, CallbackRow, CallbackSettings, CallbackState } from "../../../contract/callback.ts";
import type { QueueId } from "../../../kit/ids.ts";
import type { QueuePlan } from "../queue-plan.ts";
import type { Entry, QueuesState } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import type { Callback } from "./callback-state.ts";

/** More callbacks than any agents can make in a day; whoever asks then waits on the line. */
export const mostCallbacks = 1_000;

/** Holds for callbacks whose queue no longer says anything about them. */
const withoutSettings: CallbackSettings = {
  maxAttempts: 3,
  retryMs: 600_000,
  giveUpMs: 8 * 3_600_000,
  liveFirst: 1,
  askNumber: false,
};
export const termsOf = (plan: QueuePlan, queue: QueueId): CallbackSettings => plan.queues.get(queue)?.callback ?? withoutSettings;

export const callbackOf = (state: QueuesState, id: string): Callback | undefined =>
  state.callbacks && Object.hasOwn(state.callbacks, id) ? state.callbacks[id] : undefined;
/** Oldest request first. */
export const allCallbacks = (state: QueuesState): Callback[] => Object.values(state.callbacks ?? {});
export const callbackFor = (state: QueuesState, number: string): Callback | undefined =>
  allCallbacks(state).find((c) => c.row.number === number);

const mostShown = 100;
/** Those of one queue, oldest place first. */
export const callbacksOf = (state: QueuesState, queue: QueueId): Callback[] =>
  allCallbacks(state)
    .filter((c) => c.row.queue === queue)
    .sort((a, b) => a.row.placedAtMs - b.row.placedAtMs || a.seq - b.seq)
    .slice(0, mostShown);

export const queueCallbackTimerKey = (id: string): string => `callback:${id}`;

/** The box's own failure is not the customer's. */
export const counts = (outcome: AttemptOutcome | undefined): boolean => outcome !== "cut-off" && outcome !== "withdrawn";

/** Keeps the row as it is now and tells who watches. */
export function keepCallback({ out }: Scene, { row }: Callback): void {
  out.push({ do: "queue.callbackChanged", queue: row.queue, row: copyOfRow(row) });
}

/** What leaves the state must not change with it afterwards. */
export const copyOfRow = (row: CallbackRow): CallbackRow => ({ ...row, attempts: row.attempts.map((a) => ({ ...a })) });

export function noteState(scene: Scene, callback: Callback, state: CallbackState): void {
  if (callback.row.state === state) return;
  callback.row.state = state;
  keepCallback(scene, callback);
}

/** Agents' phones ring for him, or no longer. */
export function noteRinging(scene: Scene, { callback: at }: Entry, rings: boolean): void {
  const callback = at && callbackOf(scene.state, at.id);
  if (callback) noteState(scene, callback, rings ? "ringing" : "waiting");
}
