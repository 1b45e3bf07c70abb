import type { OfficeCommand, OfficeEvent } from "../../contract/office.ts";
import type { TranscriptionSettings } from "../../contract/voicemail.ts";
import type { Edge } from "../../runtime/edge.ts";
import { limitedText } from "../../runtime/limited-text.ts";

type Command = Extract<OfficeCommand, { do: "transcribe.ask" }>;
type Event = Extract<OfficeEvent, { on: "message.transcribed" }>;
export type TranscriptionParts = {
  settings(): TranscriptionSettings | undefined;
  hear(event: Event): void;
  /** A recording's bytes; `path` is relative to the data folder. */
  recording(path: string): Promise<Uint8Array>;
};

const mostWaiting = 200;
const longestAnswerBytes = 256_000;
const defaultTimeoutMs = 60_000;

/** Has messages written down by a service: POST of the sound, an answer `{ "text": "…" }`. One at a time; every question is answered once. */
export class Transcription implements Edge<Command> {
  readonly #parts: TranscriptionParts;
  readonly #waiting: Command[] = [];
  readonly #stopping = new AbortController();
  #working: Promise<void> | undefined;

  constructor(parts: TranscriptionParts) {
    this.#parts = parts;
  }

  perform(command: Command): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#tell(command, "failed", "too many messages are waiting");
      return;
    }
    this.#waiting.push(command);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async stop(why: string): Promise<void> {
    this.#waiting.length = 0;
    this.#stopping.abort(new Error(why));
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        this.#tell(next, "done", await this.#ask(next));
      } catch (error) {
        // Stopped: it is asked for again at the next start.
        if (this.#stopping.signal.aborted) return;
        const { message, cause } = error as Error;
        this.#tell(next, "failed", cause instanceof Error ? `${message}: ${cause.message}` : message);
      }
    }
  }

  #tell({ message }: Command, outcome: Event["outcome"], text: string): void {
    this.#parts.hear({ on: "message.transcribed", message, outcome, text: text.slice(0, 8_000) });
  }

  async #ask({ path, language }: Command): Promise<string> {
    const settings = this.#parts.settings();
    if (!settings) throw new Error("no transcription is set up");
    const timeout = AbortSignal.timeout(settings.timeoutMs ?? defaultTimeoutMs);
    const response = await fetch(settings.url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.any([timeout, this.#stopping.signal]),
      headers: { "content-type": "audio/wav", "content-language": language, accept: "application/json" },
      body: Buffer.from(await this.#parts.recording(path)),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status}`);
    }
    const answer = JSON.parse(await limitedText(response, longestAnswerBytes)) as { text?: unknown } | null;
    if (typeof answer?.text !== "string") throw new Error("the answer holds no text");
    return answer.text;
  }
}
