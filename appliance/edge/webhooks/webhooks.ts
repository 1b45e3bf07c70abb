import type { PublicEvent, WebhookDelivery, WebhookSettings, WebhookState } from "../../contract/public-event.ts";
import { type Trouble, troubleWords } from "../../contract/trouble.ts";
import type { Sentence } from "../../contract/words.ts";
import type { Clock } from "../../runtime/clock.ts";
import { type Posted, postEvent } from "./post-event.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 3_600_000;
const giveUpAfterMs = 24 * 3_600_000;
/** So many failures of one event in a row and somebody should look. */
const alarmAfter = 5;
const pageSize = 100;

export type WebhooksParts = {
  clock: Clock;
  store: {
    publicEvents(afterSeq: number, limit: number): PublicEvent[];
    publicEventEnds(): { first: number; last: number } | undefined;
    publicEventsAfter(seq: number): number;
    webhookCursor(id: string): { seq: number; deliveredAtMs?: number } | undefined;
    moveWebhook(id: string, seq: number): Promise<void>;
    keepDelivery(delivery: WebhookDelivery, cursor?: number): Promise<void>;
  };
  secret(id: string): string | undefined;
  fault(code: string, subject: string, words: Sentence): void;
  mended(code: string, subject: string): void;
};

type Failing = { event: PublicEvent; sinceMs: number; attempts: number; nextTryAtMs: number; text: string };
type Hook = { settings: WebhookSettings; working: boolean; again: boolean; failing?: Failing; cancel?: () => void };

/** Carries public events to the programs that want them, each hook at its own pace. */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #hooks = new Map<string, Hook>();
  readonly #stop = new AbortController();

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  configure(webhooks: readonly WebhookSettings[]): void {
    const enabled = new Map(webhooks.filter((h) => h.enabled).map((h) => [h.id, h]));
    for (const [id, hook] of this.#hooks) {
      if (enabled.has(id)) continue;
      hook.cancel?.();
      this.#hooks.delete(id);
      this.#parts.mended("webhook-failing", id);
    }
    for (const settings of enabled.values()) {
      const known = this.#hooks.get(settings.id);
      if (known) known.settings = settings;
      else this.#hooks.set(settings.id, { settings, working: false, again: false });
    }
    this.poke();
  }

  /** There may be new events. */
  poke(): void {
    for (const hook of this.#hooks.values()) this.#wake(hook);
  }

  /** Tries a failing hook now, whatever its next turn. */
  tryNow(id: string): boolean {
    const hook = this.#hooks.get(id);
    if (!hook) return false;
    hook.cancel?.();
    delete hook.cancel;
    this.#wake(hook);
    return true;
  }

  /** Posts a made-up event and says what came of it; nothing is kept. */
  async test(settings: WebhookSettings): Promise<Omit<Posted, "trouble">> {
    const secret = this.#parts.secret(settings.id);
    if (secret === undefined) return plain(noSecret);
    const atMs = this.#parts.clock.nowMs();
    const words = { zh: "测试", en: "A test" };
    const event: PublicEvent = {
      id: "test",
      seq: 0,
      atMs,
      type: "alarm.raised",
      alarm: "test",
      code: "test",
      subject: settings.id,
      severity: "info",
      words,
    };
    return plain(await postEvent(settings, event, secret, atMs, this.#stop.signal));
  }

  states(): WebhookState[] {
    const { store } = this.#parts;
    return [...this.#hooks.values()].map(({ settings: { id }, failing }) => {
      const cursor = store.webhookCursor(id);
      return {
        id,
        behind: cursor ? store.publicEventsAfter(cursor.seq) : 0,
        ...(cursor?.deliveredAtMs === undefined ? {} : { lastDeliveredAtMs: cursor.deliveredAtMs }),
        ...(failing
          ? {
              failing: {
                sinceMs: failing.sinceMs,
                attempts: failing.attempts,
                nextTryAtMs: failing.nextTryAtMs,
                text: failing.text,
              },
            }
          : {}),
      };
    });
  }

  stop(): void {
    for (const hook of this.#hooks.values()) hook.cancel?.();
    this.#hooks.clear();
    this.#stop.abort(new Error("the box is stopping"));
  }

  #wake(hook: Hook): void {
    if (hook.cancel) return;
    hook.again = true;
    if (!hook.working) void this.#work(hook);
  }

  async #work(hook: Hook): Promise<void> {
    hook.working = true;
    try {
      while (hook.again && this.#stands(hook)) {
        hook.again = false;
        while (this.#stands(hook) && !hook.cancel && (await this.#page(hook)));
      }
    } catch (error) {
      // The disk would not take it: nothing moved on, so it is told again.
      if (this.#stands(hook)) this.#later(hook, longestRetryMs / 60, String((error as Error).message));
    } finally {
      hook.working = false;
    }
  }

  #stands(hook: Hook): boolean {
    return this.#hooks.get(hook.settings.id) === hook;
  }

  /** Works off some events; false when there is nothing more, or the next one must wait. */
  async #page(hook: Hook): Promise<boolean> {
    const { store, clock } = this.#parts;
    const { id, events: wanted } = hook.settings;
    const cursor = store.webhookCursor(id);
    if (!cursor) {
      // A new hook hears what happens from now on.
      await store.moveWebhook(id, store.publicEventEnds()?.last ?? 0);
      return true;
    }
    const events = store.publicEvents(cursor.seq, pageSize);
    const last = events.at(-1);
    if (!last) return false;
    for (const event of events) {
      if (!wanted.includes(event.type)) continue;
      const secret = this.#parts.secret(id);
      const posted = secret === undefined ? noSecret : await this.#post(hook, event, secret);
      if (!this.#stands(hook)) return false;
      if (!(await this.#settled(hook, event, posted, clock.nowMs()))) return false;
    }
    if (!wanted.includes(last.type)) await store.moveWebhook(id, last.seq);
    return true;
  }

  #post(hook: Hook, event: PublicEvent, secret: string): Promise<Posted> {
    return postEvent(hook.settings, event, secret, this.#parts.clock.nowMs(), this.#stop.signal);
  }

  /** Whether the hook may go on to the next event. */
  async #settled(hook: Hook, event: PublicEvent, { delivered, status, text, trouble }: Posted, nowMs: number): Promise<boolean> {
    const { store, fault, mended } = this.#parts;
    const { id, name } = hook.settings;
    const failing: Failing =
      hook.failing?.event.id === event.id ? hook.failing : { event, sinceMs: nowMs, attempts: 0, nextTryAtMs: nowMs, text };
    const attempt = failing.attempts + 1;
    const outcome = delivered ? "delivered" : nowMs - failing.sinceMs >= giveUpAfterMs ? "given-up" : "failed";
    const row: WebhookDelivery = {
      hook: id,
      event: event.id,
      type: event.type,
      atMs: nowMs,
      attempt,
      outcome,
      ...(status === undefined ? {} : { status }),
      text,
    };
    await store.keepDelivery(row, outcome === "failed" ? undefined : event.seq);
    if (outcome !== "failed") {
      delete hook.failing;
      if (delivered) mended("webhook-failing", id);
      return true;
    }
    hook.failing = { ...failing, attempts: attempt, text };
    if (attempt === alarmAfter) fault("webhook-failing", id, namedTrouble(name, trouble ?? { code: "other", said: text }));
    this.#later(hook, Math.min(longestRetryMs, firstRetryMs * 2 ** failing.attempts), text);
    return false;
  }

  #later(hook: Hook, afterMs: number, text: string): void {
    const { clock } = this.#parts;
    const atMs = clock.nowMs() + afterMs;
    if (hook.failing) Object.assign(hook.failing, { nextTryAtMs: atMs, text });
    hook.cancel = clock.at(atMs, () => {
      delete hook.cancel;
      this.#wake(hook);
    });
  }
}

/** Whoever tries it out reads the other side's own words. */
const plain = ({ trouble: _trouble, ...posted }: Posted): Omit<Posted, "trouble"> => posted;

function namedTrouble(name: string, trouble: Trouble): Sentence {
  const { en, zh } = troubleWords(trouble);
  return { en: `${name}: ${en}`, zh: `${name}：${zh}` };
}

const noSecret: Posted = {
  delivered: false,
  text: "no secret was set for signing (PUT /api/secrets/webhooks/:id)",
  trouble: { code: "no-secret" },
};
