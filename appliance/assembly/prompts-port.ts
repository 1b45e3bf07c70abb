import { join } from "node:path";
import type { PromptsPort } from "../edge/http/prompt-ports.ts";
import { convertSound } from "../edge/prompts/convert-sound.ts";
import type { Speech } from "../edge/speech/speech.ts";
import { wavAt } from "./wav-at.ts";
import { waveformOf } from "./waveform.ts";

const atOnce = 2;
let converting = 0;

/** Uploads become prompt files, texts are spoken; all within the data folder. */
export function promptsPort(speech: Speech, dataDir: string): PromptsPort {
  return {
    incoming: join(dataDir, "uploads"),
    async convert(path) {
      // Each takes a core for itself; calls have the other.
      if (converting >= atOnce) throw Object.assign(new Error("too many uploads at once"), { code: "busy" });
      converting++;
      try {
        return await convertSound(path, join(dataDir, "prompts"));
      } finally {
        converting--;
      }
    },
    sound: (file) => wavAt(join(dataDir, "prompts", file)),
    async spoken(text, language) {
      const sound = await wavAt(await speech.hear(text, language));
      if (!sound) throw new Error("what was spoken is gone again");
      return sound;
    },
    peaks: (sound, buckets) => waveformOf(sound, buckets),
  };
}
