import { tick } from "../data/clock.ts";
import { fill } from "../words/fill.ts";
import { promptWords } from "../words/prompts.ts";
import { age } from "../words/time.ts";
import { language } from "../words/words.ts";

/** How long somebody has been speaking, by the second. */
export function RecordingClock({ sinceMs }: { sinceMs: number }) {
  tick.value;
  return (
    <strong class="grow recording-clock">
      <span class="rec" /> {fill(promptWords.value.recording, { time: age(performance.now() - sinceMs, language.value) })}
    </strong>
  );
}
