import type { MailRow, MailSettings } from "../../contract/mail.ts";
import { troubleWords } from "../../contract/trouble.ts";
import type { Sentence } from "../../contract/words.ts";
import type { Clock } from "../../runtime/clock.ts";
import { handToServer, type Letter, type MailFault, type MailTaken } from "./mail-server.ts";
import { voiceFile } from "./voice-file.ts";

export type OutboxParts = {
  clock: Clock;
  settings(): MailSettings | undefined;
  password(): string | undefined;
  /** Resolves when what was handed over for keeping before is kept. */
  flushed(): Promise<void>;
  /** Mails to be tried by now, the longest due first. */
  due(nowMs: number, limit: number): MailRow[];
  /** When the next one that waits is to be tried. */
  nextMs(): number | undefined;
  keep(row: MailRow): Promise<void>;
  /** A recording's bytes; `path` is relative to the data folder. */
  recording(path: string): Promise<Uint8Array>;
  fault(code: "mail-failed", subject: string, words: Sentence): void;
  mended(code: "mail-failed", subject: string): void;
};

const minuteMs = 60_000;
/** How long to wait after each failed try; after the last one it is given up. About two days in all. */
const waitsMs = [1, 5, 15, 30, 60, 120, 240, 480, 960, 960].map((minutes) => minutes * minuteMs);
const atOneGo = 20;
/** Failing so often in a row is no passing trouble. */
const alarmAfter = 3;
const longestSleepMs = 15 * minuteMs;

/**
 * Mail on its way. Each is a row before it is sent, and what became of it is on the row: a restart loses none.
 * A crash between the server's yes and the row's writing may send one twice; none is lost.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Something was written down, or the settings changed: look now. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Sends one at once, without a row; for trying out the settings. */
  async test(letter: Letter): Promise<MailFault | MailTaken> {
    const { settings, password } = this.#parts;
    const server = settings();
    return server ? handToServer(server, password(), letter) : noServer;
  }

  /** What is being sent is sent; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, due, flushed } = this.#parts;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await flushed();
        for (let rows = due(clock.nowMs(), atOneGo); rows.length > 0 && !this.#stopped; rows = due(clock.nowMs(), atOneGo))
          for (const row of rows) if (!this.#stopped) await this.#send(row);
      } catch {
        // The store can't be written now: what is due stays due.
      }
    }
    this.#sleep();
  }

  #sleep(): void {
    if (this.#stopped) return;
    const { clock, nextMs } = this.#parts;
    this.#cancel?.();
    const next = nextMs();
    if (next === undefined) return;
    const atMs = Math.min(Math.max(next, clock.nowMs() + 1_000), clock.nowMs() + longestSleepMs);
    this.#cancel = clock.at(atMs, () => this.wake());
  }

  async #send(row: MailRow): Promise<void> {
    const { clock, keep, fault, mended } = this.#parts;
    const outcome = await this.#attempt(row);
    const tries = row.tries + 1;
    if ("said" in outcome) {
      const { fault: _, ...sent } = row;
      await keep({ ...sent, tries, state: "sent", sentAtMs: clock.nowMs() });
      mended("mail-failed", "server");
      return;
    }
    const waitMs = waitsMs[row.tries];
    const over = outcome.final || waitMs === undefined;
    const nextAtMs = clock.nowMs() + (waitMs ?? 0);
    await keep({ ...row, tries, nextAtMs, state: over ? "failed" : "waiting", fault: outcome.text });
    if (over || tries >= alarmAfter) fault("mail-failed", "server", troubleWords(outcome.trouble));
  }

  async #attempt(row: MailRow): Promise<MailFault | MailTaken> {
    const { settings, password, recording } = this.#parts;
    const server = settings();
    if (!server) return noServer;
    const { to, subject, text, attach } = row;
    const letter: Letter = { to, subject, text };
    if (attach)
      try {
        const type = attach.as === "mp3" ? "audio/mpeg" : "audio/wav";
        letter.attach = { name: attach.name, bytes: await voiceFile(await recording(attach.path), attach.as), type };
      } catch (error) {
        // The news is worth more than the sound; that can be heard by phone or at the console.
        letter.text += `\n(${(error as Error).message})\n`;
      }
    return handToServer(server, password(), letter);
  }
}

const noServer: MailFault = { text: "no mail server is set up", trouble: { code: "not-set-up" }, final: false };
