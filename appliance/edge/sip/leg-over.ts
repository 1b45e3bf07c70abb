import type { EndReason } from "../../contract/end-reason.ts";
import type { LineEvent } from "../../contract/line.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { reasonHeader } from "./reasons.ts";
import type { SipDialog } from "./srf.ts";

type End = Pick<Extract<LineEvent, { on: "line.ended" }>, "why" | "by" | "status">;

/** The one way a leg ends here: told once, with everything that hangs on it. False when it had ended before. */
export function legOver(run: SipRun, leg: Leg, end: End): boolean {
  if (leg.phase === "ended") return false;
  leg.phase = "ended";
  leg.endedWhy = end.why;
  run.legs.delete(leg.id);
  for (const cancel of leg.timers) cancel();
  leg.timers.clear();
  // RFC 3261 15.1.2: what the far side still waits for is answered with 487.
  leg.offer?.res.send(487);
  delete leg.offer;
  run.hear({ on: "line.ended", leg: leg.id, ...end });
  return true;
}

/** Rings while the leg lives, and never after; nor once the function it gives was called. */
export function legTimer(run: SipRun, leg: Leg, inMs: number, ring: () => void): () => void {
  const cancel = run.clock.at(run.clock.nowMs() + inMs, () => {
    leg.timers.delete(cancel);
    ring();
  });
  leg.timers.add(cancel);
  return () => {
    cancel();
    leg.timers.delete(cancel);
  };
}

/** BYE, with the reason in the network's own numbers. The box waits a moment for its answer when it stops. */
export function sayBye(run: SipRun, dialog: SipDialog, why: EndReason): void {
  const done = run.goodbyes.begin();
  try {
    dialog.destroy({ headers: { Reason: reasonHeader(why) } }, done);
  } catch {
    // The link to the server is gone, and with it everybody to say goodbye to.
    done();
  }
}
