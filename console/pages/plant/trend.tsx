import { useEffect } from "preact/hooks";
import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import { boxNow } from "../../data/clock.ts";
import { pointPast } from "../../data/plant.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { plantWords } from "../../words/plant.ts";
import { hour } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { valueText } from "./point-text.ts";
import { linesOf } from "./trend-lines.ts";

const dayMs = 24 * 3_600_000;
const leastMs = 60_000;
const [width, height] = [320, 64];

/** A point's last day: steps, with gaps where nothing could be relied on, and its limits as hairlines. */
export function Trend({ id, point, newest }: { id: string; point: PlantPoint; newest: number }) {
  const w = plantWords.value;
  const { state, reload } = useLoaded(() => pointPast(id, boxNow() - dayMs), id);
  // Once a minute is enough for a day.
  const minute = Math.floor(newest / 60_000);
  useEffect(() => {
    if (state.peek().value) reload();
  }, [minute]);
  const { value: rows, error } = state.value;
  if (error) return <FaultNote error={error} onRetry={reload} />;
  if (!rows) return <div class="plant-trend" aria-busy="true" />;
  const toMs = boxNow();
  const limits = Object.values(point.limits ?? {}).map((l) => l.at);
  // What is younger than a day has its own time for the width.
  const fromMs = Math.min(Math.max(toMs - dayMs, rows[0]?.atMs ?? 0), toMs - leastMs);
  const drawn = linesOf(rows, { fromMs, toMs, width, height, limits });
  const title = fromMs > toMs - dayMs ? fill(w.trendSince, { time: hour(fromMs, language.value) }) : w.trend;
  if (!drawn) return <p class="note">{w.noTrend}</p>;
  return (
    <figure class="plant-trend">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={title}>
        {drawn.limits.map((y) => (
          <line key={y} class="plant-limit" x1="0" x2={width} y1={y} y2={y} vector-effect="non-scaling-stroke" />
        ))}
        {drawn.lines.map((line) => (
          <polyline key={line} points={line} vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      <figcaption class="note num">
        {title} · {valueText(point, drawn.least)} … {valueText(point, drawn.most)}
      </figcaption>
    </figure>
  );
}
