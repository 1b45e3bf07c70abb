/** A session never ends while it is in use; it ends when nobody used it for this long. */
export const sessionIdleLimitMs = 30 * 24 * 3_600_000;
/** Seen again within this time, the row is not written again. */
const touchEveryMs = 60_000;

export type SessionTimes = { seenAtMs: number };

export const sessionIsOver = (session: SessionTimes, nowMs: number): boolean => nowMs - session.seenAtMs >= sessionIdleLimitMs;
/** Whether the moment of last use is old enough to be written down again. */
export const sessionWantsTouch = (session: SessionTimes, nowMs: number): boolean => nowMs - session.seenAtMs >= touchEveryMs;
