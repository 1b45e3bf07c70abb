import type { PinOwner } from "../../contract/pin.ts";

/** Wrong tries by who gave them. Plain data, no more than there are agents and phones. */
export type PinLocks = Partial<Record<PinOwner, { wrong: number; atMs: number; lockedUntilMs?: number }>>;
const triesBeforeLock = 3;
/** Who was wrong once and then left it is not remembered for ever. */
const forgetMs = 3_600_000;
const mostOwners = 1000;

export const lockedUntil = (locks: PinLocks, owner: PinOwner, atMs: number): number | undefined => {
  const until = locks[owner]?.lockedUntilMs;
  return until !== undefined && until > atMs ? until : undefined;
};
const wrongSoFar = (locks: PinLocks, owner: PinOwner, atMs: number): number => {
  const seen = locks[owner];
  return seen && seen.lockedUntilMs === undefined && atMs - seen.atMs < forgetMs ? seen.wrong : 0;
};
export const triesLeft = (locks: PinLocks, owner: PinOwner, atMs: number): number =>
  triesBeforeLock - wrongSoFar(locks, owner, atMs);

/** true when this try locks him out. */
export function notePin(locks: PinLocks, owner: PinOwner, right: boolean, atMs: number, lockMs: number): boolean {
  if (right) {
    delete locks[owner];
    return false;
  }
  const wrong = wrongSoFar(locks, owner, atMs) + 1;
  const locked = wrong >= triesBeforeLock;
  delete locks[owner];
  locks[owner] = { wrong, atMs, ...(locked ? { lockedUntilMs: atMs + lockMs } : {}) };
  const owners = Object.keys(locks) as PinOwner[];
  if (owners.length > mostOwners) delete locks[owners[0]!];
  return locked;
}
