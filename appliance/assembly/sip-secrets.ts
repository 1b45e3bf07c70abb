import type { PhoneSecret } from "../edge/sip/parts.ts";
import type { Store } from "../edge/store/store.ts";
import type { PhoneId } from "../kit/ids.ts";

/** A SIP server that isn't ours has a secret of its own, entered once. */
export function serverSecret(store: Pick<Store, "secret">): string {
  const secret = store.secret("sip-server", "drachtio");
  if (secret === undefined)
    throw new Error("the settings name a drachtio server, but its secret was never entered (PUT /api/secrets/sip-server)");
  return secret;
}

export function phoneSecret(store: Pick<Store, "secret">, phone: PhoneId): PhoneSecret | undefined {
  const text = store.secret("phone", phone);
  return text ? (JSON.parse(text) as PhoneSecret) : undefined;
}
