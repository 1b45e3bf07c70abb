import { sessionIdleLimitMs } from "../core/access/session-rule.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

const everyMs = 6 * 3_600_000;

/** Sessions that nobody used for so long that they are over leave the database. Returns how to stop it. */
export function sweepSessions(store: Store, clock: Clock): () => void {
  const sweep = (): (() => void) => {
    // While the disk is full nothing can be deleted either; the next time comes.
    void store.dropSessionsIdleSince(clock.nowMs() - sessionIdleLimitMs).catch(() => {});
    return clock.at(clock.nowMs() + everyMs, () => {
      cancel = sweep();
    });
  };
  let cancel = sweep();
  return () => cancel();
}
