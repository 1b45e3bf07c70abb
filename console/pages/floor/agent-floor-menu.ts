import type { WatchMode } from "../../../appliance/contract/hand.ts";
import type { LiveAgent, LiveCall, LiveState } from "../../../appliance/contract/live.ts";
import { agentMenu } from "../../agent-state/agent-acts.ts";
import { bulletinItem } from "../../bulletins/bulletin-item.ts";
import { takeOver, watch, watchEnd } from "../../data/hand.ts";
import { canAct } from "../../data/live.ts";
import { myself } from "../../data/session.ts";
import { askPhone } from "../../features/phone-dialog.tsx";
import { ask } from "../../parts/dialog.tsx";
import type { MenuItem } from "../../parts/menu.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { ownWords } from "../../words/own.ts";
import { words } from "../../words/words.ts";
import { askForce } from "./force-dialog.tsx";
import { stepIn } from "./step-in.ts";
import { watchedBy } from "./watching.ts";
import { askWhyIdle } from "./why-dialog.tsx";

const run = (act: Promise<unknown>): void => void act.catch(sayFault);

/** What a supervisor can do about a seat: hear its call, step in, set its state by force, ask why it is idle. */
export function agentFloorMenu(agent: LiveAgent, call: LiveCall | undefined, state: LiveState): MenuItem[] {
  const w = words.value;
  if (agent.state === "logged-out") return [...bulletinItem(agent), ...agentMenu(agent, false), ...phoneItems(agent)];
  const blocked = canAct.value ? undefined : w.link.blocked;
  const forced = (label: string, to: "ready" | "not-ready" | "logged-out", not: boolean): MenuItem => ({
    kind: "act",
    label,
    blocked: blocked ?? (not ? fill(w.agent.notNow, { state: w.state[agent.state] }) : undefined),
    danger: to === "logged-out",
    run: () => askForce({ act: "force", agent, to }),
  });
  return [
    ...watchItems(agent, call, state),
    ...bulletinItem(agent),
    { kind: "title", label: w.floor.forced },
    forced(w.floor.forceReady, "ready", agent.state === "ready"),
    forced(w.floor.forceNotReady, "not-ready", false),
    forced(w.floor.forceOut, "logged-out", false),
    ...(call
      ? [
          {
            kind: "act",
            label: w.floor.release,
            icon: "hangUp",
            danger: true,
            blocked,
            run: () => askForce({ act: "release", call: call.id, who: agent.name }),
          } as MenuItem,
        ]
      : []),
    { kind: "rule" },
    ...phoneItems(agent),
    { kind: "act", label: w.floor.whyIdleAct, icon: "why", run: () => askWhyIdle(agent.id, agent.name) },
  ];
}

const phoneItems = ({ phone, name }: LiveAgent): MenuItem[] =>
  phone ? [{ kind: "act", label: ownWords.value.phoneAct, icon: "transfer", run: () => askPhone(phone, name) }] : [];

/** Listening needs a phone of one's own, a call in which people talk, and not one's own call. */
function watchItems(agent: LiveAgent, call: LiveCall | undefined, state: LiveState): MenuItem[] {
  const w = words.value.floor;
  if (!call || (agent.state !== "talking" && agent.state !== "hold")) return [];
  const own = myself()?.agent;
  const blocked = !canAct.value
    ? words.value.link.blocked
    : own === undefined
      ? w.notAgent
      : agent.id === own
        ? w.ownCall
        : undefined;
  const hears = watchedBy(state.calls, own);
  const mine = hears?.call.id === call.id;
  const to = (mode: WatchMode, label: string): MenuItem => ({
    kind: "act",
    label,
    icon: mode === "listen" ? "ear" : mode === "whisper" ? "consult" : "conference",
    blocked,
    chosen: mine && (hears?.part.mode ?? "listen") === mode,
    run: () => own !== undefined && stepIn((force) => watch(call.id, own, mode, force)),
  });
  const items = [to("listen", w.listen), to("whisper", w.whisper), to("barge", w.barge)];
  return [
    ...items,
    {
      kind: "act",
      label: w.takeOver,
      icon: "transfer",
      blocked,
      run: () =>
        own !== undefined &&
        ask({
          title: fill(w.takeOverAsk, { who: agent.name }),
          note: fill(w.takeOverNote, { who: agent.name }),
          yes: w.takeOver,
          danger: false,
          run: () => stepIn((force) => takeOver(call.id, own, force)),
        }),
    },
    ...(mine && own !== undefined
      ? [{ kind: "act", label: w.stopWatch, icon: "close", run: () => run(watchEnd(call.id, own)) } as MenuItem]
      : []),
  ];
}
