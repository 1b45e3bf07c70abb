/** What a machine can tell of a talk. Times in milliseconds since the recording began. */
export type Heard = { talkMs: number; overlapMs: number; longestSilence?: { fromMs: number; toMs: number } };

/** Levels are compared in stretches of this length. */
export const stretchMs = 100;
/** Loudest sample of a stretch above which somebody speaks: -36 dB of full scale. */
const speechLevel = 520;

/** `left` and `right`: the loudest sample (0 … 32767) of each stretch. Only what lies between the first and the last word counts. */
export function hearTalk(left: ArrayLike<number>, right: ArrayLike<number>): Heard {
  const count = Math.min(left.length, right.length);
  let first = -1;
  let last = -1;
  let overlap = 0;
  let quietFrom = -1;
  let longest: { from: number; to: number } | undefined;
  for (let at = 0; at < count; at++) {
    const says = left[at]! > speechLevel;
    const hears = right[at]! > speechLevel;
    if (!says && !hears) continue;
    if (first < 0) first = at;
    else if (quietFrom >= 0 && at - quietFrom > (longest ? longest.to - longest.from : 0)) longest = { from: quietFrom, to: at };
    last = at;
    quietFrom = at + 1;
    if (says && hears) overlap++;
  }
  return {
    talkMs: first < 0 ? 0 : (last + 1 - first) * stretchMs,
    overlapMs: overlap * stretchMs,
    ...(longest && longest.to > longest.from
      ? { longestSilence: { fromMs: longest.from * stretchMs, toMs: longest.to * stretchMs } }
      : {}),
  };
}
