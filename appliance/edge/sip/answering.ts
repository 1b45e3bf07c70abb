import { type EndReason, endReasons } from "../../contract/end-reason.ts";
import type { MediaDescription } from "../../contract/media.ts";
import { writeSdp } from "../../wire/sdp/write.ts";
import { confirmed } from "./in-dialog.ts";
import { legOver, sayBye } from "./leg-over.ts";
import type { Fork, Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { reasonHeader } from "./reasons.ts";
import { userAgentSaysHello } from "./user-agent.ts";

const sdpOf = (leg: Leg, local: MediaDescription): string =>
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
    // Called twice when a CANCEL crosses the 200: first with an error, then with the dialog, which `confirmed` ends.
    if (dialog) confirmed(run, leg, dialog);
    else if (error) legOver(run, leg, { why: req.canceled ? "abandoned" : "line-failed", by: "far" });
  });
}

/** Says no to a ringing call, or BYE to one that is up. */
export function hangUp(run: SipRun, leg: Leg, why: EndReason): void {
  const was = leg.phase;
  const { dialog, invite } = leg;
  if (!legOver(run, leg, { why, by: "us" })) return;
  for (const fork of leg.forks) callOff(fork);
  if (dialog) sayBye(run, dialog, why);
  else if (invite && was === "ringing") invite.res.send(endReasons[why].status, { headers: { Reason: reasonHeader(why) } });
  // Answering: the 200 is on its way and the dialog not yet in hand; `confirmed` sees that it is over and says BYE.
}

export function callOff(fork: Fork): void {
  if (fork.done) return;
  fork.done = true;
  // Before the request left, `dial` sees `done` and cancels as soon as it has it.
  fork.request?.cancel(() => {});
}
