import type { Logger } from "pino";
import type { RecordingsCheck } from "../contract/evidence.ts";
import type { Settings } from "../contract/settings.ts";
import { lastDue } from "../core/recordings/last-due.ts";
import type { Store } from "../edge/store/store.ts";
import { noteAnchor } from "../edge/vault/anchor-log.ts";
import { Vault } from "../edge/vault/vault.ts";
import { verifyRecordings } from "../edge/vault/verify-recordings.ts";
import type { Clock } from "../runtime/clock.ts";
import { AfterCalls } from "./after-calls.ts";
import { type RecordingKeys, recordingKeys } from "./recording-keys.ts";
import { RetentionDesk } from "./retention-desk.ts";

const everyMs = 15_000;
const usualTime = "03:30";

export type KeeperParts = { store: Store; dataDir: string; clock: Clock; settings: () => Settings; log: Logger };
/** Keeps recordings as evidence: work after calls, the nightly run of retention, the noted heads of the chain, the check of it all. */
export class RecordingKeeper {
  readonly retention: RetentionDesk;
  readonly keys: RecordingKeys;
  readonly #parts: KeeperParts;
  readonly #afterCalls: AfterCalls;
  readonly #vault: Vault;
  readonly #startedMs: number;
  #verify: RecordingsCheck | undefined;
  #anchoredN = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;
  #round: Promise<void> = Promise.resolve();

  static async start(parts: KeeperParts): Promise<RecordingKeeper> {
    const keeper = new RecordingKeeper(parts, await recordingKeys(parts.store));
    await keeper.anchor();
    keeper.#wait();
    return keeper;
  }

  private constructor(parts: KeeperParts, keys: RecordingKeys) {
    const { store, dataDir, clock, settings, log } = parts;
    this.#parts = parts;
    this.keys = keys;
    this.#startedMs = clock.nowMs();
    this.#vault = new Vault(dataDir, keys.key);
    const nowMs = () => clock.nowMs();
    const recording = () => settings().recording;
    this.#afterCalls = new AfterCalls({
      store,
      vault: this.#vault,
      dataDir,
      canSeal: keys.canSeal,
      settings: recording,
      nowMs,
      log,
    });
    this.retention = new RetentionDesk(store, recording, nowMs, () => this.#afterCalls.sweep());
  }

  /** Notes the chain's head beside the database and in the audit log. */
  async anchor(): Promise<{ n: number; hash: string } | undefined> {
    const { store, dataDir, clock } = this.#parts;
    const head = store.chainHead();
    if (!head || head.n === this.#anchoredN) return head;
    await noteAnchor(dataDir, { ...head, atMs: clock.nowMs() }, this.keys.signer);
    store.audit({ who: "box", address: "", what: "recordingAnchor", subject: String(head.n), outcome: head.hash });
    this.#anchoredN = head.n;
    return head;
  }

  verifying(): RecordingsCheck | undefined {
    return this.#verify;
  }

  /** Starts the check unless it is running; it tells as it goes. */
  verify(): RecordingsCheck {
    const running = this.#verify;
    if (running && running.endedAtMs === undefined) return running;
    const { store, dataDir, clock, log } = this.#parts;
    const state: RecordingsCheck = { startedAtMs: clock.nowMs(), recordings: 0 };
    this.#verify = state;
    const progress = (recordings: number) => void Object.assign(state, { recordings });
    void verifyRecordings({ store, dataDir, key: this.keys.key, publicKey: this.keys.signer.publicKey, progress })
      .then((found) => void Object.assign(state, { found }))
      .catch((error) => log.error({ error: String(error) }, "recordings could not be checked"))
      .finally(() => void Object.assign(state, { endedAtMs: clock.nowMs() }));
    return state;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    this.#vault.stop();
    await this.#round;
  }

  #wait(): void {
    const { clock, log } = this.#parts;
    if (this.#stopped) return;
    this.#cancel = clock.at(clock.nowMs() + everyMs, () => {
      this.#round = this.#turn()
        .catch((error) => log.warn({ error: String(error) }, "work on recordings failed"))
        .finally(() => this.#wait());
    });
  }

  async #turn(): Promise<void> {
    const { store, clock, settings } = this.#parts;
    const { site, recording } = settings();
    await this.#afterCalls.round();
    const dueMs = lastDue(recording.retention?.at ?? usualTime, site.timeZone, clock.nowMs());
    const lastMs = store.retentionRuns().find((run) => run.by === "box")?.atMs ?? this.#startedMs;
    if (this.#stopped || lastMs >= dueMs) return;
    await this.retention.run("box");
    await this.anchor();
  }
}
