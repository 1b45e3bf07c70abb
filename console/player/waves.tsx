import { useMemo } from "preact/hooks";
import { fill } from "../words/fill.ts";
import { words } from "../words/words.ts";
import { evenOut, wavePath } from "./wave-path.ts";

const waveWide = 1200;
const waveHigh = 44;

type Side = "left" | "right";
/** A message has one side only. */
export const sidesOf = (peaks: { right: number[] }): Side[] => (peaks.right.length > 0 ? ["left", "right"] : ["left"]);

export function Sides({
  heard,
  hear,
  sides,
}: {
  sides: Side[];
  heard: { left: boolean; right: boolean };
  hear: (side: "left" | "right") => void;
}) {
  const w = words.value.call;
  return (
    <div class="wave-sides">
      {sides.map((side) => (
        <button
          key={side}
          type="button"
          class={`wave-side is-${side}`}
          aria-pressed={heard[side]}
          title={fill(heard[side] ? w.mute : w.unmute, { side: w[side] })}
          onClick={() => hear(side)}
        >
          {w[side]}
        </button>
      ))}
    </div>
  );
}

export function Waves({
  peaks,
  heard,
  share,
}: {
  peaks: { left: number[]; right: number[] };
  heard: { left: boolean; right: boolean };
  share: number;
}) {
  const paths = useMemo(() => {
    const even = evenOut(peaks.left, peaks.right);
    return { left: wavePath(even.left, waveWide, waveHigh), right: wavePath(even.right, waveWide, waveHigh) };
  }, [peaks]);
  return (
    <>
      {sidesOf(peaks).map((side) => {
        const path = paths[side];
        return (
          <svg
            key={side}
            class={`wave is-${side} ${heard[side] ? "" : "is-muted"}`}
            viewBox={`0 0 ${waveWide} ${waveHigh}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <path class="wave-ahead" d={path} />
            <path class="wave-past" d={path} style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }} />
          </svg>
        );
      })}
    </>
  );
}
