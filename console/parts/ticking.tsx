import { useComputed, useSignal } from "@preact/signals";
import { tick } from "../data/clock.ts";
import { age } from "../words/time.ts";
import { language } from "../words/words.ts";

/** How long ago, counting on by itself; only this text is drawn each second. Nothing for what never began (0): an agent never logged in. */
export function Age({ since, class: extra }: { since: number; class?: string }) {
  const from = useSignal(since);
  from.value = since;
  const text = useComputed(() => (from.value > 0 ? age(tick.value - from.value, language.value) : ""));
  return <time class={`num ${extra ?? ""}`}>{text}</time>;
}

/** How long until, counting down; stops at zero. */
export function Countdown({ until, class: extra }: { until: number; class?: string }) {
  const to = useSignal(until);
  to.value = until;
  const text = useComputed(() => age(to.value - tick.value + 999, language.value));
  return <time class={`num ${extra ?? ""}`}>{text}</time>;
}

/**
 * A hairline scale with a notch at the limit: how much of a time is used up. Past the limit the line turns.
 * `limit` and `since` are moments. Below the share `quietBelow` nothing is drawn: the limit is far away.
 */
export function Scale({
  since,
  limit,
  label,
  quietBelow = 0,
}: {
  since: number;
  limit: number;
  label: string;
  quietBelow?: number;
}) {
  const now = tick.value;
  const share = (now - since) / Math.max(1, limit - since);
  if (share < quietBelow) return null;
  const over = share >= 1;
  const mark = over ? 100 / share : 100;
  return (
    <span class={`scale ${over ? "is-over" : share > 0.75 ? "is-near" : ""}`} role="img" aria-label={label} title={label}>
      <span class="scale-fill" style={{ width: `${Math.min(100, share * 100)}%` }} />
      <span class="scale-notch" style={{ left: `${mark}%` }} />
    </span>
  );
}
