import type { ToneCycle } from "./exam.ts";

const tolerance = 0.12;
const errorMs = 15;
const errorHz = 10;

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= Math.max(errorMs, other * tolerance);

/** Whether they are cycles of one tone. */
export const areEqual = (cycles: readonly ToneCycle[]): boolean =>
  cycles.every((one) => {
    const first = cycles[0]!;
    return (
      isNear(one.onMs, first.onMs) && isNear(one.offMs, first.offMs) && Math.abs(one.frequencyHz - first.frequencyHz) <= errorHz
    );
  });

/** Their mean, in whole numbers. */
export function meanOf(cycles: readonly ToneCycle[]): ToneCycle | undefined {
  if (cycles.length === 0) return undefined;
  const mean = (of: (one: ToneCycle) => number): number =>
    Math.round(cycles.reduce((sum, one) => sum + of(one), 0) / cycles.length);
  return {
    frequencyHz: mean((c) => c.frequencyHz),
    levelDbm0: mean((c) => c.levelDbm0),
    onMs: mean((c) => c.onMs),
    offMs: mean((c) => c.offMs),
  };
}
