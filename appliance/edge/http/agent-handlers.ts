import type { DeskEvent } from "../../contract/effects.ts";
import { mayActFor } from "../../core/access/may.ts";
import { type Asker, type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type AgentRoute =
  | "agentLogin"
  | "agentLogout"
  | "agentReady"
  | "agentNotReady"
  | "agentWrapUpDone"
  | "extendWrapUp"
  | "forceAgent"
  | "agentHistory";
export function agentHandlers(ports: HttpPorts): Pick<Handlers, AgentRoute> {
  const act = async (
    asked: { params: { id: string }; asker: Asker | undefined },
    event: (agent: string, by: string) => DeskEvent,
  ): Promise<void> => {
    const asker = signedIn(asked);
    const agent = asked.params.id;
    if (!mayActFor(asker, agent)) throw new HttpFault("not-allowed");
    expectOk(await ports.desk(event(agent, asker.user)));
  };
  return {
    agentLogin: (asked) => act(asked, (agent) => ({ on: "desk.login", agent, phone: asked.body.phone, by: "console" })),
    agentLogout: (asked) => act(asked, (agent, by) => ({ on: "desk.logout", agent, by })),
    agentReady: (asked) => act(asked, (agent, by) => ({ on: "desk.ready", agent, by })),
    agentNotReady: (asked) => act(asked, (agent, by) => ({ on: "desk.notReady", agent, reason: asked.body.reason, by })),
    agentWrapUpDone: (asked) => act(asked, (agent, by) => ({ on: "desk.wrapUpDone", agent, by })),
    extendWrapUp: (asked) => act(asked, (agent, by) => ({ on: "desk.extendWrapUp", agent, byMs: asked.body.bySec * 1000, by })),
    forceAgent: async (asked) => {
      const { to, why, reason } = asked.body;
      const by = signedIn(asked).user;
      expectOk(await ports.desk({ on: "desk.force", agent: asked.params.id, to, why, ...(reason ? { reason } : {}), by }));
    },
    agentHistory: ({ params }) => ports.store.agentHistory(params.id),
  };
}
