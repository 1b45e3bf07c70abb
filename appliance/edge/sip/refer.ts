import type { PhoneId } from "../../kit/ids.ts";
import { parseTargetDialog } from "../../wire/sip/message/target-dialog.ts";
import { claimedPhone } from "./caller-identity.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { whyOf } from "./reasons.ts";
import { replacedLeg } from "./replaced-leg.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";
import { allowed } from "./user-agent.ts";

/** RFC 4488 section 4: the phone doesn't want to hear how it went, and is told that it won't. */
const untold = { headers: { "Refer-Sub": "false" } };
const wantsNoWord = (req: SipRequestView): boolean => /^\s*false\b/i.test(req.get("refer-sub") ?? "");

/** RFC 3515: accepted at once, its outcome told by NOTIFY (`referOutcome`). */
export function referred(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  const wish = wishOf(run, leg, req);
  if (typeof wish === "number") {
    res.send(wish);
    return;
  }
  const quiet = wantsNoWord(req);
  // RFC 3515 2.4.4: the NOTIFY travels in the dialog of the REFER.
  leg.referral = quiet || !leg.dialog ? {} : { told: leg.dialog };
  if (quiet) res.send(202, untold);
  else res.send(202);
  begin(run, leg, wish);
}

/**
 * REFER outside of a dialog: only a phone that proves itself, and only about a call of its own, which it names (RFC 4538 section 4).
 * Everything else means nothing here (RFC 3261 21.4.6).
 */
export function referredOutside(run: SipRun, req: SipRequestView, res: SipReply): void {
  const target = req.has("target-dialog") ? parseTargetDialog(req.get("target-dialog") ?? "") : undefined;
  if (!target) {
    res.send(405, { headers: { Allow: allowed } });
    return;
  }
  const claimed = claimedPhone(run, req) ?? (readAddress(req.getParsedHeader("from").uri).user as PhoneId);
  if (!run.gate.admit(req, res, claimed)) return;
  const leg = run.legs
    .all()
    .find(
      ({ party, dialog }) =>
        party.kind === "phone" &&
        party.phone === claimed &&
        dialog?.sip.callId === target.callId &&
        dialog.sip.remoteTag === target.localTag &&
        dialog.sip.localTag === target.remoteTag,
    );
  const wish = leg ? wishOf(run, leg, req) : 481;
  if (!leg || typeof wish === "number") {
    res.send(wish as number);
    return;
  }
  leg.referral = {};
  if (wantsNoWord(req)) {
    res.send(202, untold);
    begin(run, leg, wish);
    return;
  }
  run.srf.createUAS(req, res, { localSdp: "" }, (error, dialog) => {
    if (error || !dialog) {
      delete leg.referral;
      return;
    }
    leg.referral = { told: dialog };
    begin(run, leg, wish);
  });
}

export function referOutcome(leg: Leg, status: number): void {
  const { referral } = leg;
  if (!referral) return;
  delete leg.referral;
  tellState(referral.told, "terminated;reason=noresource", `SIP/2.0 ${status} ${status < 300 ? "OK" : whyOf(status)}`);
}

type Wish = { to: string; replaces?: Leg };

/** What it asks for, or the status to refuse it with. */
function wishOf(run: SipRun, leg: Leg, req: SipRequestView): Wish | number {
  const header = req.get("refer-to") ?? "";
  const uri = /<([^>]{1,1000})>/.exec(header)?.[1] ?? header.slice(0, 1000);
  const to = readAddress(uri).user;
  if (!to || leg.phase !== "up") return 400;
  if (leg.referral) return 491;
  const replacesText = /[?&]Replaces=([^&>]{1,500})/i.exec(uri)?.[1];
  const replaces = replacesText ? replacedLeg(run.legs, safelyDecoded(replacesText)) : undefined;
  if (typeof replaces === "number") return replaces;
  return { to, ...(replaces ? { replaces } : {}) };
}

function begin(run: SipRun, leg: Leg, { to, replaces }: Wish): void {
  tellState(leg.referral?.told, "active;expires=60", "SIP/2.0 100 Trying");
  run.hear({ on: "line.referred", leg: leg.id, to, ...(replaces ? { replaces: replaces.id } : {}) });
}

function tellState(told: SipDialog | undefined, state: string, fragment: string): void {
  const headers = { Event: "refer", "Subscription-State": state, "Content-Type": "message/sipfrag" };
  told?.request({ method: "NOTIFY", headers, body: `${fragment}\r\n` }, () => {});
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
