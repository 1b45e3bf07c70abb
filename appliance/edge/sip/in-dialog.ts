import type { MediaDescription } from "../../contract/media.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { digitOfInfo } from "./digit-info.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { reasonHeader, whyOf } from "./reasons.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipDialog, SipFailure, SipReply, SipRequestView } from "./srf.ts";

/** The dialog stands: hear everything that can happen in it. */
export function confirmed(run: SipRun, leg: Leg, dialog: SipDialog): void {
  leg.dialog = dialog;
  delete leg.invite;
  dialog.on("destroy", (_request: unknown, reason?: string) => destroyed(run, leg, reason));
  dialog.on("modify", (req: SipRequestView, res: SipReply) => offered(run, leg, req, res));
  dialog.on("update", (req: SipRequestView, res: SipReply) => (req.body ? offered(run, leg, req, res) : res.send(200)));
  dialog.on("info", (req: SipRequestView, res: SipReply) => info(run, leg, req, res));
  dialog.on("refer", (req: SipRequestView, res: SipReply) => referred(run, leg, req, res));
  dialog.on("ack", (req: SipRequestView) => acknowledged(run, leg, req));
  if (leg.phase === "ended") {
    // Called off while the answer was on its way.
    run.legs.delete(leg.id);
    dialog.destroy({ headers: { Reason: reasonHeader("hangup") } }, () => {});
    run.hear({ on: "line.ended", leg: leg.id, why: "hangup", by: "us" });
    return;
  }
  leg.phase = "up";
}

function acknowledged(run: SipRun, leg: Leg, req: SipRequestView): void {
  if (leg.phase !== "up") return;
  if (!leg.lateOffer) {
    run.hear({ on: "line.confirmed", leg: leg.id });
    return;
  }
  const remote = readSdp(req.body ?? "");
  leg.lateOffer = false;
  if ("fault" in remote) {
    endIt(run, leg);
    return;
  }
  leg.remote = remote;
  run.hear({ on: "line.confirmed", leg: leg.id, remote: remote.media });
}

function endIt(run: SipRun, leg: Leg): void {
  leg.phase = "ended";
  run.legs.delete(leg.id);
  leg.dialog?.destroy({ headers: { Reason: reasonHeader("no-media") } }, () => {});
  run.hear({ on: "line.ended", leg: leg.id, why: "no-media", by: "us" });
}

/** `reason` is drachtio's word for a BYE it made itself, e.g. when a session timer ran out (RFC 4028) or no ACK came. */
function destroyed(run: SipRun, leg: Leg, reason: string | undefined): void {
  if (leg.phase === "ended") return;
  leg.phase = "ended";
  run.legs.delete(leg.id);
  const byServer = reason !== undefined && reason !== "normal release";
  run.hear({ on: "line.ended", leg: leg.id, why: byServer ? "line-failed" : "hangup", by: byServer ? "box" : "far" });
}

/** re-INVITE or UPDATE with an offer, or a re-INVITE that asks for ours. One at a time (RFC 3261 14.2). */
function offered(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  if (leg.phase !== "up") return res.send(481);
  if (leg.offer) return res.send(491);
  if (!req.body) {
    leg.offer = { res };
    leg.lateOffer = true;
    run.hear({ on: "line.offered", leg: leg.id });
    return;
  }
  const remote = readSdp(req.body);
  // RFC 3261 14.2: what we can't take leaves the session as it was.
  if ("fault" in remote) return res.send(488);
  leg.offer = { res };
  leg.remote = remote;
  leg.secureProfile = remote.secureProfile;
  run.hear({ on: "line.offered", leg: leg.id, remote: remote.media });
}

export function accept(leg: Leg, local: MediaDescription): void {
  const { offer, dialog } = leg;
  if (!offer || !dialog) return;
  delete leg.offer;
  const body = writeSdp(local, { secureProfile: leg.secureProfile, ...(leg.remote && !leg.lateOffer ? { offer: leg.remote } : {}) });
  dialog.local.sdp = body;
  offer.res.send(200, { body, headers: { Contact: dialog.local.contact, "Content-Type": "application/sdp" } });
}

export function refuse(leg: Leg, status: number): void {
  leg.offer?.res.send(status);
  delete leg.offer;
}

/** Offers new media; glare (491) is tried once more after the wait RFC 3261 14.1 asks for. */
export function reoffer(run: SipRun, leg: Leg, local: MediaDescription, again = true): void {
  const { dialog } = leg;
  if (!dialog || leg.phase !== "up") return;
  dialog.modify(writeSdp(local, { secureProfile: leg.secureProfile }), (error, sdp) => {
    if (leg.phase !== "up") return;
    const status = error ? ((error as SipFailure).status ?? 500) : 200;
    if (status === 491 && again) {
      // The owner of the Call-ID waits longer, so that the two don't meet again.
      const waitMs = leg.direction === "out" ? 2_100 + (leg.callRef.length % 19) * 100 : (leg.callRef.length % 20) * 100;
      run.clock.at(run.clock.nowMs() + waitMs, () => reoffer(run, leg, local, false));
      return;
    }
    const remote = sdp ? readSdp(sdp) : undefined;
    if (remote && !("fault" in remote)) leg.remote = remote;
    run.hear({ on: "line.reoffered", leg: leg.id, status, ...(remote && !("fault" in remote) ? { remote: remote.media } : {}) });
  });
}

function info(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  res.send(200);
  const digit = digitOfInfo(req.get("content-type"), req.body ?? "");
  if (digit && leg.phase === "up") run.hear({ on: "line.digit", leg: leg.id, digit });
}

/** RFC 3515: accepted at once, its outcome told by NOTIFY (`referOutcome`). */
function referred(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  const header = req.get("refer-to") ?? "";
  const uri = /<([^>]{1,1000})>/.exec(header)?.[1] ?? header.slice(0, 1000);
  const to = readAddress(uri).user;
  if (!to || leg.phase !== "up") return res.send(400);
  if (leg.referEvent) return res.send(491);
  const replacesText = /[?&]Replaces=([^&>]{1,500})/i.exec(uri)?.[1];
  const replaces = replacesText ? run.legs.replacing(safelyDecoded(replacesText)) : undefined;
  if (replacesText && !replaces) return res.send(481);
  leg.referEvent = "refer";
  res.send(202);
  sendReferState(leg, "active;expires=60", "SIP/2.0 100 Trying");
  run.hear({ on: "line.referred", leg: leg.id, to, ...(replaces ? { replaces: replaces.id } : {}) });
}

export function referOutcome(leg: Leg, status: number): void {
  if (!leg.referEvent) return;
  delete leg.referEvent;
  sendReferState(leg, "terminated;reason=noresource", `SIP/2.0 ${status} ${status < 300 ? "OK" : whyOf(status)}`);
}

function sendReferState(leg: Leg, state: string, fragment: string): void {
  // RFC 3515 2.4.4: the NOTIFY travels in the dialog of the REFER.
  leg.dialog?.request({ method: "NOTIFY", headers: { Event: "refer", "Subscription-State": state, "Content-Type": "message/sipfrag" }, body: `${fragment}\r\n` }, () => {});
}

const safelyDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
