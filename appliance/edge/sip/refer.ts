import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { whyOf } from "./reasons.ts";
import { replacedLeg } from "./replaced-leg.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipReply, SipRequestView } from "./srf.ts";

/** RFC 3515: accepted at once, its outcome told by NOTIFY (`referOutcome`). */
export function referred(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  const header = req.get("refer-to") ?? "";
  const uri = /<([^>]{1,1000})>/.exec(header)?.[1] ?? header.slice(0, 1000);
  const to = readAddress(uri).user;
  const refusal = !to || leg.phase !== "up" ? 400 : leg.referred ? 491 : undefined;
  const replacesText = /[?&]Replaces=([^&>]{1,500})/i.exec(uri)?.[1];
  const replaces = replacesText ? replacedLeg(run.legs, safelyDecoded(replacesText)) : undefined;
  if (refusal || typeof replaces === "number") {
    res.send(refusal ?? (replaces as number));
    return;
  }
  leg.referred = true;
  res.send(202);
  tellState(leg, "active;expires=60", "SIP/2.0 100 Trying");
  run.hear({ on: "line.referred", leg: leg.id, to, ...(replaces ? { replaces: replaces.id } : {}) });
}

export function referOutcome(leg: Leg, status: number): void {
  if (!leg.referred) return;
  leg.referred = false;
  tellState(leg, "terminated;reason=noresource", `SIP/2.0 ${status} ${status < 300 ? "OK" : whyOf(status)}`);
}

function tellState(leg: Leg, state: string, fragment: string): void {
  // RFC 3515 2.4.4: the NOTIFY travels in the dialog of the REFER.
  const headers = { Event: "refer", "Subscription-State": state, "Content-Type": "message/sipfrag" };
  leg.dialog?.request({ method: "NOTIFY", headers, body: `${fragment}\r\n` }, () => {});
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
