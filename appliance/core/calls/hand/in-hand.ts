import { type Call, type CallLeg, type CallsState, legOf } from "../call.ts";
import { isHolding, talkers } from "../mix.ts";

export type InHand = { call: Call; leg: CallLeg };

/** The calls an agent talks on; supervising is no talk. */
const handsOf = (state: CallsState, agent: string): InHand[] =>
  Object.values(state.calls).flatMap((call) => {
    const leg = call.ending ? undefined : talkers(call).find((l) => l.agent === agent && l.role !== "watcher");
    return leg ? [{ call, leg }] : [];
  });

/** The call he means: of several the one he does not hold, else the latest. `holding`: the one he holds. */
export function inHand(state: CallsState, agent: string, holding = false): InHand | undefined {
  const hands = handsOf(state, agent).sort((a, b) => (b.call.talk?.sinceMs ?? 0) - (a.call.talk?.sinceMs ?? 0));
  return hands.find(({ leg }) => isHolding(leg) === holding) ?? hands[0];
}

/** Any call on which he is up, in whatever part; for leaving it. */
export function upOn(state: CallsState, agent: string): InHand | undefined {
  const own = inHand(state, agent);
  if (own) return own;
  for (const call of Object.values(state.calls)) {
    const leg = call.legs.find((l) => l.agent === agent && l.state === "up");
    if (leg && !call.ending) return { call, leg };
  }
  return undefined;
}

/** Whom he asks at this moment. */
export const askedBy = ({ call, leg }: InHand): CallLeg | undefined =>
  call.consult?.by === leg.id ? legOf(call, call.consult.leg) : undefined;
