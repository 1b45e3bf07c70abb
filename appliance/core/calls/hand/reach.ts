import type { HandTarget } from "../../../contract/hand.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { AgentId, PhoneId, QueueId } from "../../../kit/ids.ts";
import { planOfPhone } from "../../lines/plan-of-phone.ts";
import type { CallLeg } from "../call.ts";
import type { CallContext } from "../scene.ts";

/** What it takes to get to somebody. */
export type Reach =
  | { kind: "phone"; phone: PhoneId }
  /** By the rights of whoever wants it. */
  | { kind: "outside"; number: string }
  | { kind: "queue"; queue: QueueId }
  | { kind: "flow"; flow: string };

/** Nothing when there is no such target. */
export function reachOf(ctx: CallContext, to: HandTarget): Reach | undefined {
  const { settings } = ctx;
  switch (to.kind) {
    case "phone":
      return settings.phones.some((p) => p.id === to.phone && p.enabled)
        ? { kind: "phone", phone: to.phone as PhoneId }
        : undefined;
    case "agent": {
      const phone = phoneOf(ctx, to.agent as AgentId);
      return phone && { kind: "phone", phone };
    }
    case "number": {
      const plan = planOfPhone(settings, to.number);
      if (plan.kind === "phone") return { kind: "phone", phone: plan.phone };
      return plan.kind === "outside" || plan.kind === "flow" ? plan : undefined;
    }
    case "queue":
      return settings.queues.some((q) => q.id === to.queue) ? { kind: "queue", queue: to.queue as QueueId } : undefined;
    case "flow":
      return settings.flows.some((f) => f.id === to.flow) ? { kind: "flow", flow: to.flow } : undefined;
  }
}

/** Where an agent sits now, else where he usually does. */
export function phoneOf({ settings, agentNow }: CallContext, agent: AgentId): PhoneId | undefined {
  const own = settings.agents.find((a) => a.id === agent);
  const phone = own && (agentNow(agent)?.phone ?? own.phone);
  return settings.phones.some((p) => p.id === phone && p.enabled) ? (phone as PhoneId) : undefined;
}

/** Whoever is at a leg, as somebody to hand a caller on to. */
export const asTarget = ({ party, number }: CallLeg): HandTarget =>
  party.kind === "phone" ? { kind: "phone", phone: party.phone } : { kind: "number", number };

/** Who or what it is, for sentences. */
export function targetWords({ settings, agentName }: CallContext, to: HandTarget): Sentence {
  switch (to.kind) {
    case "phone":
      return { en: `phone ${to.phone}`, zh: `话机 ${to.phone}` };
    case "agent": {
      const name = agentName(to.agent as AgentId);
      return { en: name, zh: name };
    }
    case "number":
      return { en: to.number, zh: to.number };
    case "queue": {
      const name = settings.queues.find((q) => q.id === to.queue)?.name;
      return { en: `queue "${name?.en ?? name?.zh ?? to.queue}"`, zh: `队列“${name?.zh ?? name?.en ?? to.queue}”` };
    }
    case "flow":
      return { en: `flow "${to.flow}"`, zh: `流程“${to.flow}”` };
  }
}
