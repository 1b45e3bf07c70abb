import type { LiveCall, LiveState } from "../../../appliance/contract/live.ts";
import { pickUp } from "../../data/hand.ts";
import { agentName, queueName } from "../../data/names.ts";
import { me } from "../../hand/my-desk.ts";
import { Button } from "../../parts/button.tsx";
import { PhaseMark } from "../../parts/marks.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";

const most = 8;
const busyIn = new Set(["ringing", "talking", "hold"]);

/** Calls one could take now: parked ones, those that ring at a colleague, those that wait in one's queues. */
function pickUpsFor(state: Pick<LiveState, "calls">, own: { id: string; queues: string[] }): LiveCall[] {
  const order = (c: LiveCall) => (c.slot !== undefined ? 0 : c.phase === "agent-ringing" ? 1 : 2);
  return state.calls
    .filter((c) =>
      c.slot !== undefined
        ? true
        : c.phase === "agent-ringing"
          ? c.agent !== own.id
          : c.phase === "queue" && c.queue !== undefined && own.queues.includes(c.queue),
    )
    .sort((a, b) => order(a) - order(b) || a.phaseSinceMs - b.phaseSinceMs)
    .slice(0, most);
}

export function PickUps({ state }: { state: LiveState }) {
  const w = words.value.desk;
  const own = me.value;
  if (!own) return null;
  const calls = pickUpsFor(state, own);
  const blocked = busyIn.has(own.state) ? w.busyNow : own.state === "logged-out" ? w.loggedOut : undefined;
  return (
    <section class="card pick-ups" aria-label={w.pickUps}>
      <h2>{w.pickUps}</h2>
      {calls.length === 0 ? <p class="note">{w.pickUpNone}</p> : null}
      <ul>
        {calls.map((call) => (
          <li key={call.id}>
            <PhaseMark phase={call.phase} />
            <span class="grow pick-who">
              <NumberText number={call.caller} />
              <span class="note cut">{placeOf(call)}</span>
            </span>
            <Age since={call.phaseSinceMs} />
            <Button small blocked={blocked} onPress={() => void pickUp(own.id, { kind: "call", call: call.id }).catch(sayFault)}>
              {w.pickUp}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function placeOf(call: LiveCall): string {
  const w = words.value.desk;
  if (call.slot !== undefined) return fill(w.slot, { slot: call.slot });
  if (call.phase === "agent-ringing" && call.agent) return fill(w.ringsAt, { who: agentName(call.agent) });
  return call.queue ? queueName(call.queue) : "";
}
