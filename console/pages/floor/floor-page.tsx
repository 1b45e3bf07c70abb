import "./floor.css";
import { dial } from "../../data/hand.ts";
import { canAct, live } from "../../data/live.ts";
import { myself } from "../../data/session.ts";
import { PhoneDialog } from "../../features/phone-dialog.tsx";
import { ItemList } from "../../items/item-list.tsx";
import { askReminder, ReminderDialog } from "../../items/reminder-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { AlarmStrip } from "../live/alarm-strip.tsx";
import { Readouts } from "../live/readouts.tsx";
import { AgentGrid } from "./agent-grid.tsx";
import { CallbackList } from "./callback-list.tsx";
import { ForceDialog } from "./force-dialog.tsx";
import { Lanes } from "./lanes.tsx";
import { WatchBar } from "./watch-bar.tsx";
import { WhyDialog } from "./why-dialog.tsx";

/** Where a supervisor keeps the floor going: who waits and where he goes, who works, what was promised, what is to be done. */
export function FloorPage() {
  const state = live.value;
  const w = words.value;
  if (!state) return <Loading />;
  return (
    <div class={`floor ${canAct.value ? "" : "is-stale"}`}>
      <h1 class="unseen">{w.floor.title}</h1>
      <AlarmStrip alarms={state.alarms} />
      <WatchBar state={state} />
      <Readouts state={state} />
      <div class="floor-columns">
        <Lanes state={state} />
        <AgentGrid state={state} />
        <div class="floor-side">
          <CallbackList queues={state.queues} />
          <section class="floor-block" aria-label={w.floor.work}>
            <h2 class="column-head">
              {w.floor.work}
              <span class="column-count num">{state.items.filter((i) => i.state !== "done").length}</span>
              <span class="grow" />
              <Button kind="quiet" small icon="bell" onPress={() => askReminder({})}>
                {w.items.remind}
              </Button>
            </h2>
            <ItemList onCall={callFromOwnPhone} />
          </section>
        </div>
      </div>
      <WhyDialog />
      <ForceDialog />
      <ReminderDialog />
      <PhoneDialog />
    </div>
  );
}

function callFromOwnPhone(number: string): void {
  const own = myself()?.agent;
  if (own === undefined) return say(words.value.floor.notAgent);
  dial(own, number).then(() => say(fill(words.value.desk.dialing, { number })), sayFault);
}
