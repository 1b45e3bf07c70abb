import type { WebhookDelivery, WebhookSettings, WebhookState } from "../../../appliance/contract/public-event.ts";
import type { Handlers, Refuse } from "./asked.ts";

const minuteMs = 60_000;

/** Programs that are told: one that takes everything but for a slip, and one that does not answer. */
export function hookHandlers(hooks: () => readonly WebhookSettings[], refuse: Refuse): Handlers {
  const startedMs = Date.now();
  const signed = new Set(["billing", "duty"]);
  const tries = new Map([["duty", 6]]);
  const known = (id: string | undefined) => hooks().find((hook) => hook.id === id);
  const stateOf = ({ id }: WebhookSettings): WebhookState => {
    const attempts = tries.get(id);
    if (attempts === undefined)
      return { id, behind: 0, ...(id === "billing" ? { lastDeliveredAtMs: startedMs - minuteMs } : {}) };
    const failing = { sinceMs: startedMs - 40 * minuteMs, attempts, nextTryAtMs: startedMs + 17 * minuteMs, text: refused };
    return { id, behind: 3, lastDeliveredAtMs: startedMs - 95 * minuteMs, failing };
  };
  return {
    webhooks: () => ({
      webhooks: hooks()
        .filter((hook) => hook.enabled)
        .map(stateOf),
      secrets: [...signed],
    }),
    webhookLog: ({ params, reply }) => (known(params.id) ? log(String(params.id), startedMs) : refuse(reply, "not-found")),
    testWebhook: ({ params, reply }) => {
      if (!known(params.id)) return refuse(reply, "not-found");
      return tries.has(params.id ?? "")
        ? { delivered: false, text: refused }
        : { delivered: true, status: 200, text: '{"ok":true}' };
    },
    retryWebhook: ({ params }) => {
      const attempts = tries.get(params.id ?? "");
      if (attempts !== undefined) tries.set(params.id ?? "", attempts + 1);
      return {};
    },
    setWebhookSecret: ({ params, body, reply }) => {
      if (!known(params.id)) return refuse(reply, "not-found");
      signed.add(params.id ?? "");
      return body.secret === undefined ? { secret: "mZ4tQ0v9cJtq1Yw7sK2xLrB8nE5hUdGfPaVoXiR3yT6" } : {};
    },
  };
}

const refused = "connect ECONNREFUSED 192.0.2.77:80";
function log(hook: string, nowMs: number): WebhookDelivery[] {
  if (hook === "duty")
    return Array.from({ length: 6 }, (_, i) => ({
      hook,
      event: "e-88412",
      type: "alarm.raised",
      atMs: nowMs - (40 - 2 ** i) * minuteMs,
      attempt: i + 1,
      outcome: "failed" as const,
      text: refused,
    })).reverse();
  if (hook !== "billing") return [];
  const types = ["recording.completed", "call.ended", "call.connected"];
  return Array.from({ length: 12 }, (_, i) => ({
    hook,
    event: `e-${88_400 - i}`,
    type: types[i % 3] ?? "call.ended",
    atMs: nowMs - (i * 4 + 1) * minuteMs,
    attempt: i === 5 ? 2 : 1,
    outcome: i === 6 ? ("failed" as const) : ("delivered" as const),
    status: i === 6 ? 502 : 200,
    text: i === 6 ? "<h1>Bad Gateway</h1>" : '{"ok":true}',
  }));
}
