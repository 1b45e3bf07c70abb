import { randomBytes } from "node:crypto";
import type { BearerGate } from "./bearer.ts";
import type { EventHub } from "./event-hub.ts";
import type { Handlers } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { sessionOf } from "./session-of.ts";

const logLength = 200;
const secretBytes = 32;

type EventRoute = "eventStream" | "webhooks" | "webhookLog" | "testWebhook" | "retryWebhook" | "setWebhookSecret";
export function eventHandlers(ports: HttpPorts, hub: EventHub, gate: BearerGate): Pick<Handlers, EventRoute> {
  const { store, webhooks } = ports;
  const hook = (id: string) => {
    const found = ports.settings.current().settings.webhooks?.find((h) => h.id === id);
    if (!found) throw new HttpFault("not-found");
    return found;
  };
  return {
    eventStream: (socket, { token }, query) =>
      hub.join(socket, query, () => gate.stands(token) || sessionOf(ports, token) !== undefined),
    webhooks: () => ({ webhooks: webhooks.states(), secrets: store.secretIds("webhook") }),
    webhookLog: ({ params }) => store.webhookLog(params.id, logLength),
    testWebhook: ({ params }) => webhooks.test(hook(params.id)),
    retryWebhook({ params }) {
      if (!webhooks.tryNow(hook(params.id).id)) throw new HttpFault("not-found");
    },
    async setWebhookSecret({ params, body }) {
      const secret = body.secret ?? randomBytes(secretBytes).toString("base64url");
      await store.putSecret("webhook", hook(params.id).id, secret);
      return body.secret === undefined ? { secret } : {};
    },
  };
}
