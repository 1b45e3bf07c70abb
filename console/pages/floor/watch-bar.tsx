import type { WatchMode } from "../../../appliance/contract/hand.ts";
import type { LiveState } from "../../../appliance/contract/live.ts";
import { takeOver, watch, watchEnd } from "../../data/hand.ts";
import { canAct } from "../../data/live.ts";
import { agentName } from "../../data/names.ts";
import { myself } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { stepIn } from "./step-in.ts";
import { watchedBy } from "./watching.ts";

const modes: WatchMode[] = ["listen", "whisper", "barge"];
const run = (act: Promise<unknown>): void => void act.catch(sayFault);

/** Whom one hears now, who hears oneself, and the ways on: another mode, the agent's place, or out. */
export function WatchBar({ state }: { state: LiveState }) {
  const own = myself()?.agent;
  const seen = watchedBy(state.calls, own);
  if (!seen || own === undefined) return null;
  const { call, part } = seen;
  const w = words.value;
  const blocked = canAct.value ? undefined : w.link.blocked;
  const who = call.agent ? agentName(call.agent) : call.caller;
  const mode = part.mode ?? "listen";
  return (
    <section class="watch-bar" aria-label={fill(w.floor.watching, { who })} role="status">
      <Icon name="ear" />
      <p class="grow">
        <strong>{fill(part.ringing ? w.floor.watchingRings : w.floor.watching, { who })}</strong>{" "}
        <span class="note">
          <NumberText number={call.direction === "out" ? call.called : call.caller} />
          {part.ringing ? "" : ` · ${w.floor.modeNote[mode]}`}
        </span>
      </p>
      <Segments
        label={w.floor.mode.listen}
        value={mode}
        disabled={Boolean(blocked)}
        choices={modes.map((m) => ({ value: m, label: w.floor.mode[m] }))}
        onChoose={(m) => stepIn((force) => watch(call.id, own, m as WatchMode, force))}
      />
      <Button
        blocked={blocked}
        onPress={() =>
          ask({
            title: fill(w.floor.takeOverAsk, { who }),
            note: fill(w.floor.takeOverNote, { who }),
            yes: w.floor.takeOver,
            danger: false,
            run: () => stepIn((force) => takeOver(call.id, own, force)),
          })
        }
      >
        {w.floor.takeOver}
      </Button>
      <Button kind="main" icon="close" blocked={blocked} onPress={() => run(watchEnd(call.id, own))}>
        {w.floor.stopWatch}
      </Button>
    </section>
  );
}
