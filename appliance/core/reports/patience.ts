/** One wait that ended: by giving up, or otherwise (served, sent on), which only says that he was patient so far. */
export type Wait = { waitMs: number; gaveUp: boolean };
/** Share of callers still patient after `atMs`; falls from step to step. */
export type PatienceCurve = { steps: { atMs: number; patient: number }[] };

/** How long callers are ready to wait, with those who were served in time taken into account (Kaplan and Meier's estimate). */
export function patienceOf(waits: readonly Wait[]): PatienceCurve {
  // Of equal waits those who gave up count first: the others were there until then.
  const ordered = [...waits].sort((a, b) => a.waitMs - b.waitMs || Number(b.gaveUp) - Number(a.gaveUp));
  const steps: PatienceCurve["steps"] = [];
  let patient = 1;
  for (let i = 0; i < ordered.length; ) {
    const atMs = ordered[i]!.waitMs;
    const atRisk = ordered.length - i;
    let gone = 0;
    for (; i < ordered.length && ordered[i]!.waitMs === atMs; i++) if (ordered[i]!.gaveUp) gone++;
    if (gone === 0) continue;
    patient *= 1 - gone / atRisk;
    steps.push({ atMs, patient });
  }
  return { steps };
}

/** A caller's patience drawn from the curve; beyond its last step nobody has been seen to give up. */
export function drawPatience({ steps }: PatienceCurve, dice: number): number {
  let [low, high] = [0, steps.length];
  // The first step at which fewer than `dice` are left.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.patient <= dice) high = middle;
    else low = middle + 1;
  }
  return steps[low]?.atMs ?? Number.POSITIVE_INFINITY;
}
