/** What is done with a modem that does not do what it should, each harder than the one before. */
export type RecoveryAct =
  /** Out of whatever it stands in: escape, then a greeting. */
  | "call-off"
  | "reopen"
  /** Its firmware starts anew. */
  | "restart"
  /** Off the bus and on again. */
  | "usb-reset"
  /** Its power is cut. */
  | "power";

export type Recovery = { failures: number; healthySinceMs?: number };
export type RecoveryStep = { act: RecoveryAct; afterMs: number; alarm: boolean };

/** The first five in order; then again from "restart", later each time. */
const ladder: readonly RecoveryAct[] = ["call-off", "reopen", "restart", "usb-reset", "power"];
const firstWaitsMs = [0, 1_000, 2_000, 5_000, 10_000] as const;
const laterWaitsMs = [60_000, 120_000, 300_000, 900_000] as const;
/** From this failure on somebody should know. */
const alarmFrom = 3;
/** After so long without one it begins anew. */
const healthyMs = 300_000;

export const newRecovery = (): Recovery => ({ failures: 0 });

/** It failed (again): what is done, and when. `from`: nothing gentler would help. Without a way to cut its power the USB reset is the last. */
export function failed(
  recovery: Recovery,
  nowMs: number,
  { power, from }: { power: boolean; from?: RecoveryAct },
): [Recovery, RecoveryStep] {
  const wasHealthy = recovery.healthySinceMs !== undefined && nowMs - recovery.healthySinceMs >= healthyMs;
  const before = wasHealthy ? 0 : recovery.failures;
  const at = Math.max(before, from === undefined ? 0 : ladder.indexOf(from));
  const restart = ladder.indexOf("restart");
  const rung = at < ladder.length ? at : restart + ((at - ladder.length) % (ladder.length - restart));
  const wanted = ladder[rung]!;
  const later = Math.min(at - ladder.length, laterWaitsMs.length - 1);
  const afterMs = at < ladder.length ? firstWaitsMs[at]! : laterWaitsMs[later]!;
  const act = wanted === "power" && !power ? "usb-reset" : wanted;
  return [{ failures: at + 1 }, { act, afterMs, alarm: at + 1 >= alarmFrom }];
}

/** It works. How long it has, counts when it fails the next time. */
export const works = (recovery: Recovery, nowMs: number): Recovery =>
  recovery.healthySinceMs === undefined ? { ...recovery, healthySinceMs: nowMs } : recovery;
