import type { EndReason } from "../../contract/end-reason.ts";
import { endReasons } from "../../contract/end-reason.ts";
import type { MediaDescription } from "../../contract/media.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { confirmed } from "./in-dialog.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { reasonHeader } from "./reasons.ts";
import { userAgentSaysHello } from "./user-agent.ts";

export const sdpOf = (leg: Leg, local: MediaDescription): string =>
  writeSdp(local, { secureProfile: leg.secureProfile, ...(leg.remote && !leg.lateOffer ? { offer: leg.remote } : {}) });

/** 180, or 183 with sound. */
export function progress(leg: Leg, how: "ringing" | "early", local: MediaDescription | undefined): void {
  if (!leg.invite || leg.phase !== "ringing") return;
  if (how === "early" && local) leg.invite.res.send(183, { body: sdpOf(leg, local) });
  else leg.invite.res.send(180);
}

/** 200 with our description; the dialog lives from here on, the sound from the ACK. */
export function answer(run: SipRun, leg: Leg, local: MediaDescription): void {
  if (!leg.invite || leg.phase !== "ringing") return;
  leg.phase = "answering";
  const { req, res } = leg.invite;
  run.srf.createUAS(req, res, { localSdp: sdpOf(leg, local), headers: { ...userAgentSaysHello } }, (error, dialog) => {
    if (error || !dialog) {
      // A CANCEL that crossed our answer was reported by its own path.
      if (leg.phase === "ended") return;
      leg.phase = "ended";
      run.legs.delete(leg.id);
      run.hear({ on: "line.ended", leg: leg.id, why: req.canceled ? "abandoned" : "line-failed", by: "far" });
      return;
    }
    confirmed(run, leg, dialog);
  });
}

/** Says no to a ringing call, or BYE to one that is up. */
export function hangUp(run: SipRun, leg: Leg, why: EndReason): void {
  const was = leg.phase;
  if (was === "ended") return;
  const headers = { Reason: reasonHeader(why) };
  for (const fork of leg.forks) callOff(fork);
  if (leg.dialog) {
    leg.phase = "ended";
    run.legs.delete(leg.id);
    leg.dialog.destroy({ headers }, () => {});
  } else if (leg.invite && was === "ringing") {
    leg.phase = "ended";
    run.legs.delete(leg.id);
    leg.invite.res.send(endReasons[why].status, { headers });
  } else if (leg.direction === "out") {
    leg.phase = "ended";
    run.legs.delete(leg.id);
  } else {
    // The 200 is on its way and the dialog not yet in hand: `confirmed` sees the phase and says BYE.
    leg.phase = "ended";
    return;
  }
  run.hear({ on: "line.ended", leg: leg.id, why, by: "us" });
}

export function callOff(fork: Leg["forks"][number]): void {
  if (fork.done) return;
  fork.done = true;
  // Before the request left, `dial` sees `done` and cancels as soon as it has it.
  fork.request?.cancel(() => {});
}
