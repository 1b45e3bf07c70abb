import "./alarm-mark.css";
import { live } from "../data/live.ts";
import { Icon } from "../look/icon.tsx";
import { fill } from "../words/fill.ts";
import { words } from "../words/words.ts";

/** How many alarms nobody has seen, on every page; leads to them. */
export function AlarmMark() {
  const fresh = (live.value?.alarms ?? []).filter(
    (a) => a.clearedAtMs === undefined && a.acknowledgedBy === undefined && !a.shelved && a.severity !== "info",
  );
  if (fresh.length === 0) return null;
  const bad = fresh.some((a) => a.severity === "critical" || a.severity === "error");
  const label = fill(words.value.nav.alarmsNew, { n: fresh.length });
  return (
    <a class={`alarm-mark num ${bad ? "is-bad" : ""}`} href="/alarms" aria-label={label} title={label}>
      <Icon name="alarm" size={18} />
      {fresh.length}
    </a>
  );
}
