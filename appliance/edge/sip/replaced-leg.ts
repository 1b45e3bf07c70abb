import { parseReplaces, type Replaces } from "../../wire/sip/message/replaces.ts";
import type { Leg, Legs } from "./legs.ts";

/** The leg a Replaces means (RFC 3891 section 3), or the status to refuse it with. */
export function replacedLeg(legs: Legs, header: string): Leg | 400 | 481 | 486 {
  const wanted = parseReplaces(header.slice(0, 1000));
  if (!wanted) return 400;
  const all = legs.all();
  const confirmed = all.find(({ dialog }) => dialog && isMeant(wanted, dialog.sip));
  // Whoever wants only what still rings does not cut into a talk.
  if (confirmed) return wanted.earlyOnly ? 486 : confirmed;
  return all.find((leg) => ringsAs(leg, wanted)) ?? 481;
}

function isMeant(wanted: Replaces, dialog: { callId: string; localTag: string; remoteTag: string }): boolean {
  // Tags as the receiver of the Replaces sees them.
  return wanted.callId === dialog.callId && wanted.toTag === dialog.localTag && wanted.fromTag === dialog.remoteTag;
}

/** Only dialogs we began ourselves: those that others began match nothing while they are early. */
function ringsAs(leg: Leg, wanted: Replaces): boolean {
  if (leg.direction !== "out" || leg.phase !== "ringing") return false;
  return leg.forks.some(({ done, early }) => {
    if (done || !early) return false;
    const { callId, ourTag } = early;
    return early.farTags.some(
      (farTag) =>
        isMeant(wanted, { callId, localTag: ourTag, remoteTag: farTag }) ||
        // Who learned of it by a lamp names it as the watched phone sees it (RFC 4235 4.1.1): we stand in that phone's place.
        isMeant(wanted, { callId, localTag: farTag, remoteTag: ourTag }),
    );
  });
}
