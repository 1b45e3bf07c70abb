import type { CallbackAct, MoveTo } from "../../contract/waiting.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { type Asker, type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type WaitingRoute =
  | "callbacks"
  | "callbackCancel"
  | "callbackFront"
  | "callbackNow"
  | "callbackNumber"
  | "moveWaiting"
  | "closeQueue"
  | "openQueue"
  | "whyWaiting"
  | "whyIdle";

export function waitingHandlers(ports: HttpPorts): Pick<Handlers, WaitingRoute> {
  const act = async (asked: { params: { id: string }; asker: Asker | undefined }, wish: CallbackAct): Promise<void> =>
    expectOk(await ports.desk({ on: "desk.callback", callback: asked.params.id, act: wish, by: signedIn(asked).user }));
  const found = <T>(what: T | undefined): T => {
    if (what === undefined) throw new HttpFault("not-found");
    return what;
  };
  return {
    callbacks: ({ query: { before, ...filters } }) =>
      ports.store.callbacks({ ...filters, ...(before === undefined ? {} : { beforeMs: before }) }),
    callbackCancel: (asked) => act(asked, { act: "cancel" }),
    callbackFront: (asked) => act(asked, { act: "front" }),
    callbackNow: (asked) => act(asked, { act: "now" }),
    callbackNumber: (asked) => act(asked, { act: "number", number: asked.body.number }),
    moveWaiting: async (asked) =>
      expectOk(
        await ports.desk({
          on: "desk.moveWaiting",
          call: asked.params.id as CallId,
          to: moveTo(asked.body),
          by: signedIn(asked).user,
        }),
      ),
    closeQueue: async (asked) => {
      const { untilMs } = asked.body;
      const queue = asked.params.id as QueueId;
      const until = untilMs === undefined ? {} : { untilMs };
      expectOk(await ports.desk({ on: "desk.queueSwitch", queue, closed: true, ...until, by: signedIn(asked).user }));
    },
    openQueue: async (asked) =>
      expectOk(
        await ports.desk({
          on: "desk.queueSwitch",
          queue: asked.params.id as QueueId,
          closed: false,
          by: signedIn(asked).user,
        }),
      ),
    whyWaiting: ({ params }) => found(ports.why.waiting(params.id, params.call)),
    whyIdle: ({ params }) => found(ports.why.idle(params.id)),
  };
}

function moveTo({ queue, place, agent }: { queue?: string; place?: number; agent?: string }): MoveTo {
  const wishes: MoveTo[] = [
    ...(queue === undefined ? [] : [{ queue: queue as QueueId }]),
    ...(place === undefined ? [] : [{ place }]),
    ...(agent === undefined ? [] : [{ agent: agent as AgentId }]),
  ];
  const [wish, second] = wishes;
  if (!wish || second) throw new HttpFault("bad-request");
  return wish;
}
