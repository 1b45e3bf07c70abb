import { sessionIsOver, sessionWantsTouch } from "../../core/access/session-rule.ts";
import type { Asker } from "./handlers.ts";
import type { HttpPorts } from "./http-ports.ts";

/** A token is 43 characters; more is not one of ours. */
const tokenLimit = 100;

/** Who a token stands for, while its session lasts; asking is using it. `touched` at most once a minute. */
export function sessionOf(
  ports: Pick<HttpPorts, "store" | "nowMs">,
  token: string | undefined,
): { asker: Asker; touched: boolean } | undefined {
  if (token === undefined || token.length > tokenLimit) return undefined;
  const session = ports.store.session(token);
  if (!session || sessionIsOver(session, ports.nowMs())) return undefined;
  const touched = sessionWantsTouch(session, ports.nowMs());
  if (touched) ports.store.touchSession(token);
  return { asker: { ...session.user, token }, touched };
}
