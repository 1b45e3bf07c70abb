import type { MediaDescription } from "../../contract/media.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { digitOfInfo } from "./digit-info.ts";
import { legOver, legTimer, sayBye } from "./leg-over.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { referred } from "./refer.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";

/** The dialog stands: hear everything that can happen in it. */
export function confirmed(run: SipRun, leg: Leg, dialog: SipDialog): void {
  delete leg.invite;
  if (leg.phase === "ended") {
    // Called off while the answer was on its way.
    sayBye(run, dialog, leg.endedWhy ?? "hangup");
    return;
  }
  leg.dialog = dialog;
  leg.phase = "up";
  dialog.on("destroy", (_request: unknown, reason?: string) => destroyed(run, leg, reason));
  dialog.on("modify", (req: SipRequestView, res: SipReply) => offered(run, leg, req, res));
  // RFC 3311 5.2: an UPDATE without a body only refreshes the session.
  dialog.on("update", (req: SipRequestView, res: SipReply) => (req.body ? offered(run, leg, req, res) : res.send(200)));
  dialog.on("info", (req: SipRequestView, res: SipReply) => info(run, leg, req, res));
  dialog.on("refer", (req: SipRequestView, res: SipReply) => referred(run, leg, req, res));
  dialog.on("ack", (req: SipRequestView) => acknowledged(run, leg, req));
}

function acknowledged(run: SipRun, leg: Leg, req: SipRequestView): void {
  if (leg.phase !== "up") return;
  if (!leg.lateOffer) {
    run.hear({ on: "line.confirmed", leg: leg.id });
    return;
  }
  leg.lateOffer = false;
  const remote = readSdp(req.body ?? "");
  if ("fault" in remote) {
    if (legOver(run, leg, { why: "no-media", by: "us" }) && leg.dialog) sayBye(run, leg.dialog, "no-media");
    return;
  }
  leg.remote = remote;
  run.hear({ on: "line.confirmed", leg: leg.id, remote: remote.media });
}

/** `reason` is drachtio's word for a BYE it made itself, e.g. when a session timer ran out (RFC 4028) or no ACK came. */
function destroyed(run: SipRun, leg: Leg, reason: string | undefined): void {
  const byServer = reason !== undefined && reason !== "normal release";
  legOver(run, leg, byServer ? { why: "line-failed", by: "box" } : { why: "hangup", by: "far" });
}

/** re-INVITE or UPDATE with an offer, or a re-INVITE that asks for ours. */
function offered(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  if (leg.phase !== "up") {
    res.send(481);
    return;
  }
  // RFC 3261 14.2: one at a time.
  if (leg.offer) {
    res.send(491);
    return;
  }
  if (!req.body) {
    leg.offer = { res };
    leg.lateOffer = true;
    run.hear({ on: "line.offered", leg: leg.id });
    return;
  }
  const remote = readSdp(req.body);
  // RFC 3261 14.2: what we can't take leaves the session as it was.
  if ("fault" in remote) {
    res.send(488);
    return;
  }
  leg.offer = { res };
  leg.remote = remote;
  leg.secureProfile = remote.secureProfile;
  run.hear({ on: "line.offered", leg: leg.id, remote: remote.media });
}

export function accept(leg: Leg, local: MediaDescription): void {
  const { offer, dialog, remote, lateOffer, secureProfile } = leg;
  if (!offer || !dialog) return;
  delete leg.offer;
  const body = writeSdp(local, { secureProfile, ...(remote && !lateOffer ? { offer: remote } : {}) });
  dialog.local.sdp = body;
  offer.res.send(200, { body, headers: { Contact: dialog.local.contact, "Content-Type": "application/sdp" } });
}

export function refuse(leg: Leg, status: number): void {
  leg.offer?.res.send(status);
  delete leg.offer;
  leg.lateOffer = false;
}

/** Offers new media; glare (491) is tried once more after the wait RFC 3261 14.1 asks for. */
export function reoffer(run: SipRun, leg: Leg, local: MediaDescription, again = true): void {
  const { dialog } = leg;
  if (!dialog || leg.phase !== "up") return;
  const body = writeSdp(local, { secureProfile: leg.secureProfile });
  // Not `dialog.modify`: after one refusal that never answers again.
  const headers = { Contact: dialog.local.contact, "Content-Type": "application/sdp" };
  dialog.request({ method: "INVITE", body, headers }, (error, response) => {
    if (leg.phase !== "up" || (response && response.status < 200)) return;
    const status = error || !response ? 503 : response.status;
    if (status === 491 && again) {
      legTimer(run, leg, glareWaitMs(leg), () => reoffer(run, leg, local, false));
      return;
    }
    const remote = status === 200 ? readSdp(response?.body ?? "") : undefined;
    const good = remote && !("fault" in remote) ? remote : undefined;
    if (status === 200) dialog.local.sdp = body;
    if (good) leg.remote = good;
    run.hear({ on: "line.reoffered", leg: leg.id, status, ...(good ? { remote: good.media } : {}) });
  });
}

/** RFC 3261 14.1: who made the Call-ID waits 2.1 to 4 s, the other 0 to 2 s, so that the two don't meet again; the spread comes from the Call-ID. */
function glareWaitMs(leg: Leg): number {
  let spread = 0;
  for (const char of leg.callRef) spread = (spread * 31 + char.charCodeAt(0)) % 190;
  return leg.direction === "out" ? 2_100 + spread * 10 : spread * 10;
}

function info(run: SipRun, leg: Leg, req: SipRequestView, res: SipReply): void {
  res.send(200);
  const digit = digitOfInfo(req.get("content-type"), req.body ?? "");
  if (digit && leg.phase === "up") run.hear({ on: "line.digit", leg: leg.id, digit });
}
