import type { CallId } from "../../kit/ids.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

const defaultPage = 50;

type CallRoute = "calls" | "call" | "callLadder" | "hangupCall";
export function callHandlers(ports: HttpPorts): Pick<Handlers, CallRoute> {
  const { store } = ports;
  return {
    calls: ({ query: { before, limit = defaultPage, ...filters } }) =>
      store.calls({ ...filters, limit, ...(before === undefined ? {} : { beforeMs: before }) }),
    call({ params }) {
      const found = store.call(params.id);
      if (!found) throw new HttpFault("not-found");
      return found;
    },
    callLadder: ({ params }) => ports.ladder(params.id),
    hangupCall: async (asked) =>
      expectOk(await ports.desk({ on: "desk.hangup", call: asked.params.id as CallId, by: signedIn(asked).user })),
  };
}
