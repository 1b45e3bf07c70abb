import type { LiveLine } from "../../../appliance/contract/live.ts";
import { LineMark } from "../../parts/marks.tsx";
import { Empty } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

/** One row per line: is it up, what does it say, how full is it. */
export function LineStrip({ lines }: { lines: readonly LiveLine[] }) {
  const w = words.value.live;
  return (
    <section class="lines" id="lines" aria-label={w.lines}>
      <h2 class="column-head">{w.lines}</h2>
      {lines.length === 0 ? (
        <Empty icon="line" title={w.noLines} note={w.noLinesNote} />
      ) : (
        <ul class="line-rows">
          {lines.map((line) => (
            <li key={line.id} class={`line-row is-${line.state}`}>
              <span class="line-name">
                <LineMark state={line.state} />
                <span class="cut">{line.name}</span>
                <span class="faint small">{kindWord(line.kind)}</span>
              </span>
              <span class="line-text cut">{line.words ? pick(line.words) : line.text}</span>
              <span class="line-use">
                <span class="num">{fill(w.channels, { n: line.calls, max: line.maxCalls })}</span>
                <Channels used={line.calls} max={line.maxCalls} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const kindWord = (kind: string): string => (words.value.live.lineKinds as Record<string, string>)[kind] ?? kind;

/** One tick per channel as long as they can be told apart, else one line. */
function Channels({ used, max }: { used: number; max: number }) {
  if (max > 30)
    return (
      <span class="channels-line" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (used / max) * 100)}%` }} />
      </span>
    );
  return (
    <span class="channels" aria-hidden="true">
      {Array.from({ length: max }, (_, i) => (
        <span key={i} class={i < used ? "is-used" : ""} />
      ))}
    </span>
  );
}
