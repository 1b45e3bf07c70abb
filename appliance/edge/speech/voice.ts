import { spawn } from "node:child_process";
import type { Language } from "../../contract/words.ts";

/** `cmn-latn-pinyin` reads hanzi with their tones; plain `cmn` reads them by English rules. */
const voiceOf: Record<Language, string> = { zh: "cmn-latn-pinyin", en: "en" };
const speedOf: Record<Language, number> = { zh: 150, en: 150 };
const longestAnswerBytes = 40_000_000;
const giveUpMs = 15_000;

/** Part of the cache key: another voice or speed makes other files. */
export const voiceKey = (language: Language): string => `espeak-ng/${voiceOf[language]}/${speedOf[language]}`;

/** Speaks a text; resolves to a WAV file as espeak-ng writes it (22 050 Hz, PCM16). Rejects with a readable reason, also when called off. */
export function speak(text: string, language: Language, calledOff: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = ["-v", voiceOf[language], "-s", String(speedOf[language]), "-b", "1", "--stdin", "--stdout"];
    const child = spawn("espeak-ng", options, {
      stdio: ["pipe", "pipe", "pipe"],
      timeout: giveUpMs,
      killSignal: "SIGKILL",
      signal: calledOff,
    });
    const parts: Buffer[] = [];
    let bytes = 0;
    let complaint = "";
    child.stdout.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > longestAnswerBytes) child.kill("SIGKILL");
      else parts.push(part);
    });
    child.stderr.on("data", (part: Buffer) => {
      if (complaint.length < 500) complaint += part.toString("utf8");
    });
    child.on("error", (error) => reject(new Error(`espeak-ng could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0 && bytes > 44) resolve(Buffer.concat(parts));
      else reject(new Error(`espeak-ng ended with ${signal ?? code}: ${complaint.trim() || "no sound"}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(text);
  });
}
