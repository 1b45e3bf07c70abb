import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SpeechCommand, SpeechEvent, SpokenItem } from "../../contract/effects.ts";
import type { PromptSettings } from "../../contract/settings.ts";
import type { Language } from "../../contract/words.ts";
import type { Edge } from "../../runtime/edge.ts";
import { wavToLinear8k } from "../../wire/audio/wav.ts";
import { holdMusic } from "./music.ts";
import { SoundCache } from "./sound-cache.ts";
import { speak, voiceKey } from "./voice.ts";

export type SpeechParts = {
  /** Where made sounds are kept. */
  cacheDir: string;
  /** Where recorded prompt files lie. */
  promptsDir: string;
  hear(event: SpeechEvent): void;
  /** A prompt that could not be played as wanted; the call goes on with what there is. */
  fault(code: "prompt-damaged" | "prompt-missing" | "speech-failed", subject: string, text: string): void;
  /** `fault`'s counterpart: the subject is well again. */
  mended(code: "prompt-damaged" | "prompt-missing" | "speech-failed", subject: string): void;
};

/** The prompt that needs no file: hold music made by the box. */
export const builtInMusic = "music";
const atOnce = 2;

/** Turns what is to be said into files: recorded prompts as they are, texts by the speech engine, each kept by content. */
export class Speech implements Edge<SpeechCommand> {
  readonly #parts: SpeechParts;
  readonly #cache: SoundCache;
  #prompts = new Map<string, PromptSettings>();
  #working = 0;
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(parts: SpeechParts) {
    this.#parts = parts;
    this.#cache = new SoundCache(parts.cacheDir);
  }

  /** Takes the prompt library and makes its spoken texts ahead of the first caller. */
  async configure(prompts: PromptSettings[]): Promise<void> {
    this.#prompts = new Map(prompts.map((p) => [p.id, p]));
    const wanted: SpokenItem[] = prompts.flatMap((p) =>
      (["zh", "en"] as const).filter((l) => p.text[l] || p.file?.[l]).map((language) => ({ kind: "prompt" as const, prompt: p.id, language })),
    );
    for (const item of [...wanted, { kind: "prompt" as const, prompt: builtInMusic, language: "zh" as const }]) await this.#file(item, []);
  }

  perform(command: SpeechCommand): void {
    void this.#render(command);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
  }

  async #render(command: SpeechCommand): Promise<void> {
    const faults: string[] = [];
    const files = await Promise.all(command.items.map((item) => this.#file(item, faults)));
    if (!this.#stopped) this.#parts.hear({ on: "speech.rendered", request: command.request, files, faults });
  }

  /** Never rejects: what can't be made is null, and said. */
  async #file(item: SpokenItem, faults: string[]): Promise<{ path: string } | null> {
    try {
      switch (item.kind) {
        case "tone":
        case "silence":
          return null;
        case "speech":
          return { path: await this.#spoken(item.text, item.language) };
        case "prompt":
          return await this.#prompt(item.prompt, item.language, faults);
      }
    } catch (error) {
      const text = (error as Error).message;
      faults.push(text);
      this.#parts.fault("speech-failed", "espeak-ng", text);
      return null;
    }
  }

  async #prompt(id: string, language: Language, faults: string[]): Promise<{ path: string } | null> {
    const prompt = this.#prompts.get(id);
    if (!prompt) {
      if (id === builtInMusic) return { path: await this.#cache.get("built-in music 1", async () => holdMusic()) };
      faults.push(`no prompt "${id}"`);
      this.#parts.fault("prompt-missing", id, `There is no prompt "${id}".`);
      return null;
    }
    const file = prompt.file?.[language] ?? (prompt.text[language] ? undefined : (prompt.file?.zh ?? prompt.file?.en));
    if (file) {
      const path = join(this.#parts.promptsDir, file);
      const problem = await problemOf(path);
      if (!problem) {
        this.#parts.mended("prompt-damaged", id);
        return { path };
      }
      faults.push(`${file}: ${problem}`);
      this.#parts.fault("prompt-damaged", id, `${file}: ${problem}`);
    }
    // The other language is better than silence.
    const [text, spokenIn] = prompt.text[language] ? [prompt.text[language], language] : prompt.text.zh ? [prompt.text.zh, "zh" as const] : [prompt.text.en, "en" as const];
    return text ? { path: await this.#spoken(text, spokenIn) } : null;
  }

  #spoken(text: string, language: Language): Promise<string> {
    return this.#cache.get(`${voiceKey(language)}\n${text}`, () =>
      this.#inTurn(async () => {
        const linear = wavToLinear8k(await speak(text, language));
        if ("fault" in linear) throw new Error(`espeak-ng gave a file that can't be read: ${linear.fault}`);
        this.#parts.mended("speech-failed", "espeak-ng");
        return evened(linear);
      }),
    );
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working >= atOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      this.#waiting.shift()?.();
    }
  }
}

async function problemOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch((error: Error) => error);
  if (bytes instanceof Error) return bytes.message;
  const linear = wavToLinear8k(bytes);
  if ("fault" in linear) return linear.fault;
  return linear.length === 0 ? "the file holds no sound" : undefined;
}

/** Brings speech to one loudness (peak near -6 dBFS) and cuts dead air at both ends. */
function evened(samples: Int16Array): Int16Array {
  let peak = 1;
  for (const s of samples) peak = Math.max(peak, Math.abs(s));
  const threshold = peak / 100;
  let from = 0;
  let to = samples.length;
  while (from < to && Math.abs(samples[from]!) < threshold) from++;
  while (to > from && Math.abs(samples[to - 1]!) < threshold) to--;
  const padding = 400;
  const cut = samples.subarray(Math.max(0, from - padding), Math.min(samples.length, to + padding));
  const gain = Math.min(8, 16_000 / peak);
  return Int16Array.from(cut, (s) => Math.max(-32_768, Math.min(32_767, Math.round(s * gain))));
}
