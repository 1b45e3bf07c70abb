import "./live.css";
import { canAct, live } from "../../data/live.ts";
import { Loading } from "../../parts/notices.tsx";
import { words } from "../../words/words.ts";
import { AgentList } from "./agent-list.tsx";
import { AlarmStrip } from "./alarm-strip.tsx";
import { CallList } from "./call-list.tsx";
import { LineStrip } from "./line-strip.tsx";
import { MyCall } from "./my-call.tsx";
import { QueueLanes } from "./queue-lanes.tsx";
import { Readouts } from "./readouts.tsx";

/** What is going on: who waits, who talks, who is free, what is broken. */
export function LivePage() {
  const state = live.value;
  if (!state) return <Loading />;
  return (
    <div class={`live ${canAct.value ? "" : "is-stale"}`}>
      <h1 class="unseen">{words.value.live.title}</h1>
      <AlarmStrip alarms={state.alarms} />
      <MyCall state={state} />
      <Readouts state={state} />
      <div class="live-columns">
        <QueueLanes queues={state.queues} />
        <CallList calls={state.calls} />
        <AgentList agents={state.agents} calls={state.calls} />
      </div>
      <LineStrip lines={state.lines} />
    </div>
  );
}
