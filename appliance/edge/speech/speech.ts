import { join } from "node:path";
import type { SpeechCommand, SpeechEvent, SpokenItem } from "../../contract/effects.ts";
import type { PromptSettings } from "../../contract/settings.ts";
import type { Language } from "../../contract/words.ts";
import type { Edge } from "../../runtime/edge.ts";
import { wavToLinear8k } from "../../wire/audio/wav.ts";
import { evened } from "./evened.ts";
import { InTurn } from "./in-turn.ts";
import { holdMusic } from "./music.ts";
import { PromptFiles } from "./prompt-files.ts";
import { SoundCache } from "./sound-cache.ts";
import { speak, voiceKey } from "./voice.ts";

export type SpeechFault = "prompt-damaged" | "prompt-missing" | "speech-failed";
export type SpeechParts = {
  /** Where made sounds are kept. */
  cacheDir: string;
  /** A recording as a file to play; rejects when it is gone or can't be opened. */
  recordingFile(path: string): Promise<string>;
  /** Where recorded prompt files lie. */
  promptsDir: string;
  hear(event: SpeechEvent): void;
  /** A prompt that could not be played as wanted; the call goes on with what there is. */
  fault(code: SpeechFault, subject: string, text: string): void;
  /** `fault`'s counterpart: the subject is well again. */
  mended(code: SpeechFault, subject: string): void;
};

/** The prompt that needs no file: hold music made by the box. */
const builtInMusic = "music";
/** The engine takes a core for itself while it speaks. */
const atOnce = 2;
const mostWaiting = 200;

/** Turns what is to be said into files: recorded prompts as they are, texts by the speech engine, each kept by content. */
export class Speech implements Edge<SpeechCommand> {
  readonly #parts: SpeechParts;
  readonly #cache: SoundCache;
  readonly #files = new PromptFiles();
  readonly #turns = new InTurn(atOnce, mostWaiting);
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #prompts = new Map<string, PromptSettings>();

  constructor(parts: SpeechParts) {
    this.#parts = parts;
    this.#cache = new SoundCache(parts.cacheDir);
  }

  /** Takes the prompt library and makes its spoken texts ahead of the first caller. */
  async configure(prompts: PromptSettings[]): Promise<void> {
    this.#prompts = new Map(prompts.map((p) => [p.id, p]));
    const prompt = (id: string, language: Language): SpokenItem => ({ kind: "prompt", prompt: id, language });
    const wanted = prompts.flatMap(({ id, text, file }) =>
      (["zh", "en"] as const).filter((l) => text[l] || file?.[l]).map((l) => prompt(id, l)),
    );
    for (const item of [...wanted, prompt(builtInMusic, "zh")]) {
      if (this.#stop.signal.aborted) return;
      await this.#file(item, []);
    }
  }

  /** The file in which a text is spoken; for people who want to hear it. Rejects with a readable reason. */
  hear(text: string, language: Language): Promise<string> {
    return this.#spoken(text, language);
  }

  perform(command: SpeechCommand): void {
    const work = this.#render(command);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Calls off what is being spoken. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underWay);
    await this.#cache.close();
  }

  async #render({ request, items }: SpeechCommand): Promise<void> {
    const faults: string[] = [];
    const files = await Promise.all(items.map((item) => this.#file(item, faults)));
    if (!this.#stop.signal.aborted) this.#parts.hear({ on: "speech.rendered", request, files, faults });
  }

  /** Never rejects: what can't be made is null, and said. */
  async #file(item: SpokenItem, faults: string[]): Promise<{ path: string } | null> {
    try {
      switch (item.kind) {
        case "tone":
        case "silence":
          return null;
        case "recording":
          return { path: await this.#parts.recordingFile(item.path) };
        case "speech":
          return { path: await this.#spoken(item.text, item.language) };
        case "prompt":
          return await this.#prompt(item.prompt, item.language, faults);
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#faulty(faults, "speech-failed", "espeak-ng", (error as Error).message);
      return null;
    }
  }

  async #prompt(id: string, language: Language, faults: string[]): Promise<{ path: string } | null> {
    const prompt = this.#prompts.get(id);
    if (!prompt) {
      if (id === builtInMusic) return { path: await this.#cache.get("built-in music 1", async () => holdMusic()) };
      this.#faulty(faults, "prompt-missing", id, `There is no prompt "${id}".`);
      return null;
    }
    this.#parts.mended("prompt-missing", id);
    const { text, file } = prompt;
    // The other language is better than silence, spoken or recorded.
    const recorded = file?.[language] ?? (text[language] ? undefined : (file?.zh ?? file?.en));
    if (recorded) {
      const path = join(this.#parts.promptsDir, recorded);
      const problem = await this.#files.problemOf(path);
      if (!problem) {
        this.#parts.mended("prompt-damaged", id);
        return { path };
      }
      this.#faulty(faults, "prompt-damaged", id, `${recorded}: ${problem}`);
    }
    const spokenIn = text[language] ? language : text.zh ? "zh" : "en";
    return text[spokenIn] ? { path: await this.#spoken(text[spokenIn], spokenIn) } : null;
  }

  #spoken(text: string, language: Language): Promise<string> {
    const make = async (): Promise<Int16Array> => {
      const linear = wavToLinear8k(await speak(text, language, this.#stop.signal));
      if ("fault" in linear) throw new Error(`espeak-ng gave a file that can't be read: ${linear.fault}`);
      this.#parts.mended("speech-failed", "espeak-ng");
      return evened(linear);
    };
    return this.#cache.get(`${voiceKey(language)}\n${text}`, () => this.#turns.run(make, "too much is to be spoken at once"));
  }

  #faulty(faults: string[], code: SpeechFault, subject: string, text: string): void {
    faults.push(text);
    this.#parts.fault(code, subject, text);
  }
}
