import type { EndReason } from "../../contract/end-reason.ts";
import type { Party } from "../../contract/line.ts";
import type { LegId } from "../../kit/ids.ts";
import type { ReadSdp } from "../../wire/sdp/read.ts";
import type { Takeable } from "./dialog-info.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";

/** Dialogs a ringing far side has begun with us (RFC 3261 12.1.2): one for each tag it answered with. */
export type EarlyDialogs = { callId: string; ourTag: string; farTags: string[] };
/** A try to reach one contact. */
export type Fork = { request?: SipRequestView; done: boolean; early?: EarlyDialogs };

/** One call to or from one far side. */
export type Leg = {
  id: LegId;
  party: Party;
  direction: "in" | "out";
  /** SIP Call-ID. */
  callRef: string;
  phase: "ringing" | "answering" | "up" | "ended";
  /** Why it ended, for what is still to be told to the far side. */
  endedWhy?: EndReason;
  dialog?: SipDialog;
  /** The INVITE that waits for our answer. */
  invite?: { req: SipRequestView; res: SipReply };
  /** A re-INVITE or UPDATE that waits for ours. */
  offer?: { res: SipReply };
  /** What the far side sent last; an answer must follow its shape. */
  remote?: ReadSdp;
  secureProfile: boolean;
  /** We offered in the 200; the answer comes in the ACK (RFC 3261 13.2.2.4). */
  lateOffer: boolean;
  /** Tries under way, to be called off. */
  forks: Fork[];
  /** A REFER whose outcome is awaited, and where the phone wants to hear of it. */
  referral?: { told?: SipDialog };
  /** How to call off the timers that run for it. */
  timers: Set<() => void>;
};

export const newLeg = (known: Pick<Leg, "id" | "party" | "direction" | "callRef" | "secureProfile" | "lateOffer">): Leg => ({
  ...known,
  phase: "ringing",
  forks: [],
  timers: new Set(),
});

const mostLegs = 5000;
/** Beyond that, for calls for help alone. */
const legsForHelp = 100;

/** The first dialog a ringing phone has begun with us, tags as the phone sees them. */
export function takeableOf(leg: Leg): Takeable | undefined {
  if (leg.phase !== "ringing") return undefined;
  const early = leg.forks.find((fork) => !fork.done && fork.early)?.early;
  const localTag = early?.farTags[0];
  return early && localTag ? { callId: early.callId, localTag, remoteTag: early.ourTag } : undefined;
}

/** All legs, by our id. */
export class Legs {
  readonly #byId = new Map<LegId, Leg>();

  get size(): number {
    return this.#byId.size;
  }
  get full(): boolean {
    return this.#byId.size >= mostLegs;
  }
  get brimful(): boolean {
    return this.#byId.size >= mostLegs + legsForHelp;
  }
  add(leg: Leg): void {
    this.#byId.set(leg.id, leg);
  }
  get(id: LegId): Leg | undefined {
    return this.#byId.get(id);
  }
  delete(id: LegId): void {
    this.#byId.delete(id);
  }
  all(): Leg[] {
    return [...this.#byId.values()];
  }
  /** Legs on a line now. */
  onLine(line: string): number {
    let n = 0;
    for (const { party } of this.#byId.values()) if (party.kind === "line" && party.line === line) n++;
    return n;
  }
}
