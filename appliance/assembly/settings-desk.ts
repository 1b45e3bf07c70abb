import type { FaultCode } from "../contract/faults.ts";
import type { PlanStep, Settings, SettingsProblem } from "../contract/settings.ts";
import { checkSettings } from "../core/settings/check-settings.ts";
import { planSettings } from "../core/settings/plan.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import type { ScriptRunner } from "./script-runner.ts";

type Refused = { fault: FaultCode; problems?: SettingsProblem[] };
type Planned = { revision: number; plan: PlanStep[]; warnings: SettingsProblem[]; confirmByMs?: number };
type Force = { revision: number; settings: Settings; pending?: { confirmByMs: number; returnTo: number } };

/** `note` is kept with the versions of flows that come into force; `despiteScripts` lets failing scripts be warnings. */
type SettingsWish = { note?: string; despiteScripts?: boolean };

const confirmWithinMs = 120_000;

/**
 * The one settings document: checked, planned, applied, and taken back when a change that may lock people out isn't confirmed in time.
 * `put` takes a document into force: it is told to the edges first and undone on failure, and stored before the answer.
 */
export class SettingsDesk {
  readonly #store: Pick<Store, "saveSettings" | "confirmSettings" | "settingsAt">;
  readonly #clock: Clock;
  readonly #put: (settings: Settings) => Promise<void>;
  readonly #scripts: Pick<ScriptRunner, "objections">;
  #force: Force;
  #cancelReturn: (() => void) | undefined;
  #busy = false;

  constructor(
    store: Pick<Store, "saveSettings" | "confirmSettings" | "settingsAt">,
    clock: Clock,
    force: Force,
    put: (settings: Settings) => Promise<void>,
    scripts: Pick<ScriptRunner, "objections">,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#force = force;
    this.#put = put;
    this.#scripts = scripts;
    if (force.pending) this.#awaitConfirmation(force.pending.confirmByMs);
  }

  current(): { revision: number; settings: Settings; pending?: { confirmByMs: number } } {
    const { revision, settings, pending } = this.#force;
    return { revision, settings, ...(pending ? { pending: { confirmByMs: pending.confirmByMs } } : {}) };
  }

  async plan(document: Settings, ifMatch: number, wish: SettingsWish = {}): Promise<Planned | Refused> {
    const { revision, settings } = this.#force;
    if (ifMatch !== revision) return { fault: "revision-changed" };
    const problems = checkSettings(document);
    if (problems.some((p) => p.severity === "error")) return { fault: "settings-refused", problems };
    const objections = await this.#scripts.objections(settings, document);
    if (objections.length > 0 && !wish.despiteScripts) return { fault: "script-failed", problems: objections };
    const warnings = [...problems, ...objections.map((o): SettingsProblem => ({ ...o, severity: "warning" }))];
    return { revision, plan: planSettings(settings, document), warnings };
  }

  async apply(document: Settings, ifMatch: number, by: string, wish: SettingsWish = {}): Promise<Planned | Refused> {
    if (this.#busy) return { fault: "busy" };
    this.#busy = true;
    try {
      const planned = await this.plan(document, ifMatch, wish);
      return "fault" in planned || planned.plan.length === 0 ? planned : await this.#take(document, by, planned, wish);
    } finally {
      this.#busy = false;
    }
  }

  async #take(document: Settings, by: string, planned: Planned, { note }: SettingsWish): Promise<Planned | Refused> {
    const before = this.#force;
    try {
      await this.#put(document);
      const confirmByMs = planned.plan.some((s) => s.confirm) ? this.#clock.nowMs() + confirmWithinMs : undefined;
      const revision = await this.#store.saveSettings(document, by, before.revision, confirmByMs, note);
      this.#force = {
        revision,
        settings: document,
        ...(confirmByMs === undefined ? {} : { pending: { confirmByMs, returnTo: before.revision } }),
      };
      this.#cancelReturn?.();
      if (confirmByMs !== undefined) this.#awaitConfirmation(confirmByMs);
      return { ...planned, revision, ...(confirmByMs === undefined ? {} : { confirmByMs }) };
    } catch (error) {
      await this.#put(before.settings);
      if (isRefusal(error)) return { fault: "revision-changed" };
      throw error;
    }
  }

  async confirm(_by: string): Promise<"ok" | FaultCode> {
    if (!this.#force.pending) return "nothing-to-confirm";
    await this.#store.confirmSettings(this.#force.revision);
    this.#cancelReturn?.();
    delete this.#force.pending;
    return "ok";
  }

  stop(): void {
    this.#cancelReturn?.();
  }

  #awaitConfirmation(atMs: number): void {
    this.#cancelReturn = this.#clock.at(atMs, () => void this.#goBack());
  }

  /** Nobody confirmed: perhaps nobody can reach the box any more. */
  async #goBack(): Promise<void> {
    const { pending, revision } = this.#force;
    const former = pending ? this.#store.settingsAt(pending.returnTo) : undefined;
    if (!pending || !former) return;
    const document = former.document as Settings;
    await this.#put(document);
    this.#force = { revision: await this.#store.saveSettings(document, "box", revision), settings: document };
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "revision-changed";

/** A stored document of an older version that no longer fits is named, not guessed at. */
export function readStored(document: unknown): Settings | { problems: SettingsProblem[] } {
  const problems = checkSettings(document).filter((p) => p.severity === "error");
  return problems.length === 0 ? (document as Settings) : { problems };
}
