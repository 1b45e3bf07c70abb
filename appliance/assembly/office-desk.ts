import type { FaultCode } from "../contract/faults.ts";
import type { OfficeCommand, OfficeEvent } from "../contract/office.ts";
import type { Settings } from "../contract/settings.ts";
import type { TextCommand } from "../contract/texts.ts";
import { Outbox } from "../edge/mail/outbox.ts";
import { hashPassword } from "../edge/store/password-hash.ts";
import type { Store } from "../edge/store/store.ts";
import { Transcription } from "../edge/transcription/transcription.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AlarmBoard } from "./found-alarms.ts";

export type OfficeDeskParts = {
  store: Store;
  clock: Clock;
  /** A recording as plain WAV. */
  recording(path: string): Promise<Uint8Array>;
  settings(): Settings;
  hear(event: OfficeEvent): void;
} & AlarmBoard;

/** What the office wants done outside: mail, transcripts, PINs. */
export class OfficeDesk {
  readonly #parts: OfficeDeskParts;
  readonly #outbox: Outbox;
  readonly #transcription: Transcription;
  #open = false;

  constructor(parts: OfficeDeskParts) {
    this.#parts = parts;
    const { store, clock, settings, hear } = parts;
    const recording = (path: string) => parts.recording(path);
    this.#outbox = new Outbox({
      clock,
      settings: () => settings().mail,
      password: () => store.secret("mail", "server"),
      flushed: () => store.flushed(),
      due: (nowMs, limit) => store.mailsDue(nowMs, limit),
      nextMs: () => store.nextMailMs(),
      keep: (row) => store.keepMail(row),
      recording,
      fault: (code, subject, text) => parts.raise(code, subject, text),
      mended: (code, subject) => parts.clear(code, subject),
    });
    this.#transcription = new Transcription({ settings: () => settings().transcription, hear, recording });
  }

  /** The box runs: what waits may go. */
  start(): void {
    this.#open = true;
    this.#outbox.wake();
  }

  perform(command: Exclude<OfficeCommand, TextCommand>): void {
    switch (command.do) {
      case "transcribe.ask":
        this.#transcription.perform(command);
        return;
      case "mail.wake":
        if (this.#open) this.#outbox.wake();
        return;
      default:
        exhaustive(command);
    }
  }

  async stop(why: string): Promise<void> {
    await this.#outbox.stop();
    await this.#transcription.stop(why);
  }

  setPin = async (box: string, pin: string): Promise<void> =>
    this.#parts.store.putSecret("pin", `box:${box}`, await hashPassword(pin));

  async setMailPassword(password: string): Promise<void> {
    await this.#parts.store.putSecret("mail", "server", password);
    this.#outbox.wake();
  }

  /** A mail at once; the server's own words when it does not take it. */
  async testMail(to: string): Promise<{ sent: boolean; said?: string; fault?: string }> {
    const { site } = this.#parts.settings();
    const zh = site.language === "zh";
    const outcome = await this.#outbox.test({
      to,
      subject: `[${site.name}] ${zh ? "测试邮件" : "Test mail"}`,
      text: zh ? "邮件设置可用。\n" : "The mail settings work.\n",
    });
    return "said" in outcome ? { sent: true, said: outcome.said } : { sent: false, fault: outcome.text };
  }

  /** A mail that failed is tried again from the beginning. */
  async mailAgain(id: string): Promise<"ok" | FaultCode> {
    const row = this.#parts.store.mail(id);
    if (!row || row.state === "sent") return "not-found";
    await this.#parts.store.keepMail({ ...row, state: "waiting", tries: 0, nextAtMs: this.#parts.clock.nowMs() });
    this.#outbox.wake();
    return "ok";
  }
}
