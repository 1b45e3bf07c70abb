import type { LiveAgent } from "../../../appliance/contract/live.ts";
import { actWrapUpDone } from "../../agent-state/agent-acts.ts";
import { extendWrapUp } from "../../data/hand.ts";
import { canAct } from "../../data/live.ts";
import { Button } from "../../parts/button.tsx";
import { Countdown, Scale } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

const steps = [30, 60, 180];

/** Time to write down what was said: what is left of it, more of it, or no more of it. */
export function WrapUp({ agent }: { agent: LiveAgent }) {
  const w = words.value;
  const blocked = canAct.value ? undefined : w.link.blocked;
  return (
    <section class="card wrap-up" aria-label={w.desk.wrapUp}>
      <div class="wrap-time">
        <p class="card-phase">
          <strong>{w.desk.wrapUp}</strong>
        </p>
        {agent.limitAtMs === undefined ? null : (
          <p class="wrap-left">
            <Countdown until={agent.limitAtMs} /> <span class="note">{w.desk.wrapLeft}</span>
          </p>
        )}
      </div>
      <div class="wrap-acts">
        {steps.map((bySec) => (
          <Button
            key={bySec}
            label={fill(w.desk.moreLabel, { n: bySec })}
            blocked={blocked}
            onPress={() => void extendWrapUp(agent.id, bySec).catch(sayFault)}
          >
            {fill(w.desk.more, { n: bySec })}
          </Button>
        ))}
        <Button kind="main" icon="check" blocked={blocked} onPress={() => actWrapUpDone(agent)}>
          {w.desk.done}
          <kbd>W</kbd>
        </Button>
      </div>
      {agent.limitAtMs === undefined ? null : (
        <Scale
          since={agent.sinceMs}
          limit={agent.limitAtMs}
          label={fill(w.agent.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}
        />
      )}
    </section>
  );
}
