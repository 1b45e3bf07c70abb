import type { AttemptOutcome } from "../../../contract/callback.ts";
import type { AgentId, CallId } from "../../../kit/ids.ts";
import type { Entry } from "../queues-state.ts";
import type { Scene } from "../scene.ts";
import { allCallbacks, callbackOf, counts, keepCallback, noteState, termsOf } from "./callback.ts";
import type { Callback } from "./callback-state.ts";
import { closeCallback, stepOut, tend, tendAll } from "./tend.ts";

/** An agent has answered: the customer is called now, and this agent is bound until it is known how that went. */
export function attemptBegins(scene: Scene, { call, callback: at }: Entry, agent: AgentId): void {
  const callback = at && callbackOf(scene.state, at.id);
  if (!callback) return;
  const { row } = callback;
  delete callback.entry;
  delete callback.pauseUntilMs;
  row.attempts.push({ call, agent, atMs: scene.ctx.atMs });
  Object.assign(row, { state: "dialling", agent });
  keepCallback(scene, callback);
}

/** How it went. A customer who was not reached keeps his place for the next attempt, if there is one. */
export function attemptEnded(scene: Scene, id: string, call: CallId, outcome: AttemptOutcome): void {
  const callback = callbackOf(scene.state, id);
  if (!callback) return;
  const attempt = callback.row.attempts.find((a) => a.call === call);
  if (!attempt) {
    // It never came to an attempt: agents were rung, and the call is gone.
    if (callback.entry === call) stepOut(scene, callback);
    tend(scene, callback);
    return;
  }
  if (attempt.outcome !== undefined) return;
  Object.assign(attempt, { outcome, endedAtMs: scene.ctx.atMs });
  if (outcome === "answered") {
    closeCallback(scene, callback, "done", "box");
    return;
  }
  const { maxAttempts, retryMs } = termsOf(scene.ctx.plan, callback.row.queue);
  if (callback.row.attempts.filter((a) => counts(a.outcome)).length >= maxAttempts) {
    closeCallback(scene, callback, "failed", "box");
    return;
  }
  if (counts(outcome)) callback.pauseUntilMs = scene.ctx.atMs + retryMs;
  noteState(scene, callback, "waiting");
  tend(scene, callback);
}

/** The box stops: nobody is called any more, every callback keeps its place. */
export function haltCallbacks(scene: Scene): void {
  scene.state.halted = true;
  for (const callback of allCallbacks(scene.state)) if (callback.row.state !== "dialling") stepOut(scene, callback);
}

const breathMs = 15_000;

/** The box is back: no phone rings any more, no customer is being called, and everybody stands where he stood. */
export function resumeCallbacks(scene: Scene, nowMs: number): void {
  delete scene.state.halted;
  for (const callback of allCallbacks(scene.state)) {
    settle(scene, callback);
    // Lines and phones need a moment to be there again.
    callback.pauseUntilMs = Math.max(callback.pauseUntilMs ?? 0, nowMs + breathMs);
  }
  tendAll(scene);
}

function settle(scene: Scene, callback: Callback): void {
  const running = callback.row.attempts.at(-1);
  if (callback.row.state === "dialling" && running) attemptEnded(scene, callback.row.id, running.call, "cut-off");
  else stepOut(scene, callback);
}
