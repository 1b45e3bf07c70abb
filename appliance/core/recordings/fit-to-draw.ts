export type TalkToDraw = { recording: string; agent: string; talkMs: number; audited: boolean };
export type LeftOut = { tooShort: number; audited: number };

/** Without talks that say little, and without those an auditor has heard; how many that leaves out is told. */
export function fitToDraw<T extends TalkToDraw>(
  talks: readonly T[],
  { minTalkMs, leaveOutAudited }: { minTalkMs: number; leaveOutAudited: boolean },
): { talks: T[]; leftOut: LeftOut } {
  const leftOut: LeftOut = { tooShort: 0, audited: 0 };
  const fit = talks.filter(({ talkMs, audited }) => {
    if (talkMs < minTalkMs) leftOut.tooShort++;
    else if (leaveOutAudited && audited) leftOut.audited++;
    else return true;
    return false;
  });
  return { talks: fit, leftOut };
}
