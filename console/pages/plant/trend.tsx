import { useEffect } from "preact/hooks";
import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import { boxNow } from "../../data/clock.ts";
import { pointPast } from "../../data/plant.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { plantWords } from "../../words/plant.ts";
import { valueText } from "./point-text.ts";
import { linesOf } from "./trend-lines.ts";

const dayMs = 24 * 3_600_000;
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
  const drawn = linesOf(rows, { fromMs: toMs - dayMs, toMs, width, height, limits });
  if (!drawn) return <p class="note">{w.noTrend}</p>;
  return (
    <figure class="plant-trend">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={w.trend}>
        {drawn.limits.map((y) => (
          <line key={y} class="plant-limit" x1="0" x2={width} y1={y} y2={y} vector-effect="non-scaling-stroke" />
        ))}
        {drawn.lines.map((line) => (
          <polyline key={line} points={line} vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      <figcaption class="note num">
        {w.trend} · {valueText(point, drawn.least)} … {valueText(point, drawn.most)}
      </figcaption>
    </figure>
  );
}
