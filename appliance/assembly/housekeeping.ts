import { plantDefaults } from "../contract/plant-defaults.ts";
import type { Settings } from "../contract/settings.ts";
import { textDefaults } from "../contract/texts.ts";
import type { MessageEvent } from "../contract/voicemail.ts";
import { sessionIdleLimitMs } from "../core/access/session-rule.ts";
import { callsGoBeforeMs } from "../core/recordings/calls-going.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

const dayMs = 24 * 3_600_000;
const keptDays = ({ plant }: Settings): number => plant?.keepDays ?? plantDefaults.keepDays;
const textDays = ({ texts }: Settings): number => texts?.keepDays ?? textDefaults.keepDays;
const everyMs = 6 * 3_600_000;
/** Long enough for a program that was away over a holiday. */
const keepEventsMs = 10 * 24 * 3_600_000;

const keepJournalMs = 24 * 3_600_000;

/** The live side: hears what is to be let go, and writes its state down. */
type BoxToKeep = { hear(event: MessageEvent): void; snapshot(): void };

/** Calls first: a case that is closed is kept whole as long as its call. */
export async function emptyOld(store: Store, beforeMs: number, box: Pick<BoxToKeep, "hear">): Promise<void> {
  await store.emptyCallsBefore(beforeMs);
  // A message whose sound was deleted is nothing but a number.
  for (const message of store.muteMessages(beforeMs)) box.hear({ on: "message.marked", message, state: "deleted", by: "box" });
  await store.flushed();
  await store.emptyCasesBefore(beforeMs);
}

/** On a quiet box the next snapshot may be months away, and events name callers. */
async function shortenJournal(store: Store, beforeMs: number, box: BoxToKeep): Promise<void> {
  const sinceMs = store.journalSinceMs();
  if (sinceMs !== undefined && sinceMs < beforeMs) box.snapshot();
}

/** What nobody needs any more leaves the database: sessions long unused, the journeys of old calls, events that every program has heard or missed. Returns how to stop it. */
export function keepHouse(store: Store, clock: Clock, settings: () => Settings, box: BoxToKeep): () => void {
  const sweep = (): (() => void) => {
    const now = clock.nowMs();
    // While the disk is full nothing can be deleted either; the next time comes.
    void store.dropSessionsIdleSince(now - sessionIdleLimitMs).catch(() => {});
    void store.dropPlantReadingsBefore(now - keptDays(settings()) * dayMs).catch(() => {});
    void store.dropTextsBefore(now - textDays(settings()) * dayMs).catch(() => {});
    const callDays = settings().recording.keepCallsDays;
    if (callDays !== undefined) void emptyOld(store, callsGoBeforeMs(callDays, now), box).catch(() => {});
    void shortenJournal(store, now - keepJournalMs, box).catch(() => {});
    void store.dropPublicEventsBefore(now - keepEventsMs).catch(() => {});
    return clock.at(now + everyMs, () => {
      cancel = sweep();
    });
  };
  let cancel = sweep();
  return () => cancel();
}
