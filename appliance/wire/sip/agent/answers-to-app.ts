import { exhaustive } from "../../../kit/exhaustive.ts";
import { dialogAsUac } from "../dialog/create-dialog.ts";
import { headerValue } from "../message/headers.ts";
import { parseDeltaSeconds } from "../message/session-expires.ts";
import type { SipResponse } from "../message/types.ts";
import type { Peer } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { answered, dropEarly, refused, ringing } from "./invite-answers.ts";
import type { ClientExchange, ExchangeOutcome } from "./live-state.ts";
import { pinDialog } from "./pin-dialog.ts";
import { watchSubscription } from "./subscription.ts";
import { tellAnswer, tellMade } from "./tell-answer.ts";

/** What became of a request an application sent outside any dialog. */
export function heardAnswer(core: AgentCore, exchange: ClientExchange, outcome: ExchangeOutcome): void {
  switch (outcome.kind) {
    case "failed":
      dropEarly(core, exchange);
      tellMade(core, exchange, outcome.status);
      return;
    case "response": {
      const { response, from, late } = outcome;
      if (exchange.request.method !== "INVITE") otherAnswer(core, exchange, response, from);
      else if (response.status < 200) ringing(core, exchange, response, from);
      else if (response.status < 300) answered(core, exchange, response, from, late);
      else refused(core, exchange, response, from);
      return;
    }
    default:
      exhaustive(outcome);
  }
}

/** SUBSCRIBE and REFER make a dialog with their 2xx (RFC 6665 4.4.1); everything else is just passed on. */
function otherAnswer(core: AgentCore, exchange: ClientExchange, response: SipResponse, from: Peer): void {
  const { request } = exchange;
  if ((request.method === "SUBSCRIBE" || request.method === "REFER") && response.status >= 200 && response.status < 300) {
    const data = dialogAsUac(request, response, from);
    const known = data && core.dialogs.find(exchange.callId, data.localTag, data.remoteTag);
    const entry = known ?? (data === undefined || core.dialogs.full ? undefined : core.dialogs.add(data, exchange.client));
    if (entry !== undefined) {
      exchange.dialog = entry;
      pinDialog(core, entry, from);
      watchSubscription(
        core,
        entry,
        request,
        parseDeltaSeconds(headerValue(response, "Expires") ?? headerValue(request, "Expires") ?? ""),
      );
    }
  }
  tellAnswer(core, exchange, response, from);
}
