import type { WebhookDelivery, WebhookState } from "../../appliance/contract/public-event.ts";
import { call } from "./call.ts";

export type { WebhookDelivery, WebhookState };
/** How a hook stands (none while it is off or new), whether its secret is set, and its latest POSTs. */
export type HookView = { state?: WebhookState; signed: boolean; log: WebhookDelivery[] };

export async function hookView(id: string): Promise<HookView> {
  const [all, log] = await Promise.all([call("webhooks"), call("webhookLog", { params: { id } })]);
  const state = all.webhooks.find((hook) => hook.id === id);
  return { ...(state ? { state } : {}), signed: all.secrets.includes(id), log };
}
export const testHook = (id: string) => call("testWebhook", { params: { id } });
export const retryHook = (id: string) => call("retryWebhook", { params: { id } });
/** Without a secret the box makes one and tells it this once. */
export const setHookSecret = (id: string, secret?: string) =>
  call("setWebhookSecret", { params: { id }, body: secret === undefined ? {} : { secret } });
