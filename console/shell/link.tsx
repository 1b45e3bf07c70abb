import { tick } from "../data/clock.ts";
import { dataAgeMs, link, live, retryNow } from "../data/live.ts";
import { Icon } from "../look/icon.tsx";
import { fill } from "../words/fill.ts";
import { age } from "../words/time.ts";
import { language, words } from "../words/words.ts";

/** A small lamp in the bezel: heard just now, getting old, lost. */
export function LinkMark() {
  const w = words.value.link;
  const old = dataAgeMs.value;
  const state = link.value.state;
  const tone = state === "up" && old === 0 ? "up" : state === "connecting" ? "waiting" : "down";
  const text =
    tone === "up"
      ? w.up
      : tone === "waiting"
        ? w.connecting
        : state === "up"
          ? fill(w.stale, { age: age(old, language.value) })
          : w.down;
  return (
    <span class={`link-mark is-${tone}`} role="status">
      <span class="link-lamp" aria-hidden="true" />
      <span class="link-word">{text}</span>
    </span>
  );
}

/** Said across the page when values are old: how old, and what happens next. */
export function LinkBar() {
  const l = link.value;
  const w = words.value.link;
  if (l.state === "connecting" || (l.state === "up" && dataAgeMs.value === 0)) return null;
  tick.value;
  const oldMs = l.heardAtMs === 0 ? 0 : Date.now() - l.heardAtMs;
  const known = live.value !== undefined && oldMs > 0;
  const leftMs = l.retryAtMs === undefined ? 0 : Math.max(0, l.retryAtMs - Date.now());
  return (
    <div class="link-bar">
      <Icon name="alarm" />
      <span>{known ? fill(l.state === "up" ? w.stale : w.downFull, { age: age(oldMs, language.value) }) : w.down}</span>
      {l.state === "down" ? (
        <>
          <span class="faint">{fill(w.next, { age: age(leftMs + 999, language.value) })}</span>
          <button type="button" onClick={retryNow}>
            {w.now}
          </button>
        </>
      ) : null}
    </div>
  );
}
