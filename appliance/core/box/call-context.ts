import type { QueueId } from "../../kit/ids.ts";
import { agentAtPhone, agentLive } from "../agents/agent-live.ts";
import type { CallContext } from "../calls/scene.ts";
import type { QueueFacts } from "../flows/flow-context.ts";
import { flowsOfSet, newFlowSets } from "../flows/flow-sets.ts";
import { recentCalls } from "../lines/lines-state.ts";
import { lockedUntil, triesLeft } from "../lines/pin-locks.ts";
import { queueView } from "../queues/queue-view.ts";
import type { BoxState } from "./box-state.ts";
import { knownOf } from "./known.ts";
import { officeOf } from "./office.ts";

/** What the calls may know of the rest of the box at this moment. */
export function callContext(box: BoxState, atMs: number): CallContext {
  const { settings } = box;
  const known = knownOf(settings);
  const { site, calendars } = settings;
  const sets = box.flowSets ?? newFlowSets();
  return {
    atMs,
    settings,
    mayRecord: settings.recording.calls && !box.diskLow,
    flowSet: sets.n,
    flowsOf: (set) => flowsOfSet(sets, set, settings),
    office: { messages: officeOf(box).messages, diskLow: box.diskLow ?? false },
    flowContext: { nowMs: atMs, timeZone: site.timeZone, currency: site.currency, calendars, queues: queueFacts(box, atMs) },
    callsLastHour: (counted) => recentCalls(box.lines, counted, atMs),
    lineDown: (line) => box.lines.lines[line]?.state === "down",
    pinLockedUntil: (owner) => lockedUntil(box.lines.pins ?? {}, owner, atMs),
    pinTriesLeft: (owner) => triesLeft(box.lines.pins ?? {}, owner, atMs),
    features: box.lines.features,
    names: known,
    agentName: (agent) => known.roster.agents.get(agent)?.name ?? agent,
    agentNow: (agent) => agentLive(box.agents, agent),
    agentAt: (phone) => agentAtPhone(box.agents, phone)?.agent,
  };
}

/** Flows ask for a queue's figures by name; most calls never do, so they are worked out when asked. */
function queueFacts(box: BoxState, atMs: number): Record<string, QueueFacts> {
  const known = knownOf(box.settings);
  const isQueue = (id: string | symbol): id is QueueId => known.plan.queues.has(id as QueueId);
  const factsOf = (id: QueueId): QueueFacts => {
    const { length, agents, expectedWaitMs } = queueView(box.queues, { atMs, ...known, agents: box.agents }, id, 0);
    const all = Object.values(agents).reduce((sum, n) => sum + n, 0);
    return {
      waiting: length,
      agentsReady: agents.ready,
      agentsLoggedIn: all - agents["logged-out"],
      expectedWaitSec: expectedWaitMs === "unknown" ? 0 : Math.round(expectedWaitMs / 1000),
    };
  };
  return new Proxy({} as Record<string, QueueFacts>, {
    get: (_, id) => (isQueue(id) ? factsOf(id) : undefined),
    has: (_, id) => isQueue(id),
    getOwnPropertyDescriptor: (_, id) => (isQueue(id) ? { enumerable: true, configurable: true, value: factsOf(id) } : undefined),
  });
}
