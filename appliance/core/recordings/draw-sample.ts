import { drawLot } from "./draw-lot.ts";

/** Draws so many talks of each agent. The same seed and talks give the same sample, so that nobody can choose. */
export function drawSample<T extends { recording: string; agent: string }>(
  talks: readonly T[],
  perAgent: number,
  seed: string,
): T[] {
  const lots = new Map<string, { talk: T; lot: number }[]>();
  for (const talk of talks) {
    const of = lots.get(talk.agent) ?? [];
    of.push({ talk, lot: drawLot(`${seed} ${talk.recording}`) });
    lots.set(talk.agent, of);
  }
  return [...lots.keys()].sort().flatMap((agent) =>
    lots
      .get(agent)!
      .sort((a, b) => a.lot - b.lot || (a.talk.recording < b.talk.recording ? -1 : 1))
      .slice(0, perAgent)
      .map(({ talk }) => talk),
  );
}
