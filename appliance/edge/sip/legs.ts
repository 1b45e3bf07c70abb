import type { LegId } from "../../kit/ids.ts";
import type { Party } from "../../contract/line.ts";
import type { ReadSdp } from "../../wire/sdp/read.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";

/** One call to or from one far side. */
export type Leg = {
  id: LegId;
  party: Party;
  direction: "in" | "out";
  /** SIP Call-ID. */
  callRef: string;
  phase: "ringing" | "answering" | "up" | "ended";
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
  forks: { request?: SipRequestView; done: boolean }[];
  /** A REFER whose outcome the phone waits for. */
  referEvent?: string;
};

const mostLegs = 5000;

/** All legs, by our id and by dialog (RFC 3891 Replaces names the dialog). */
export class Legs {
  readonly #byId = new Map<LegId, Leg>();

  get size(): number {
    return this.#byId.size;
  }
  get full(): boolean {
    return this.#byId.size >= mostLegs;
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
  count(matches: (leg: Leg) => boolean): number {
    let n = 0;
    for (const leg of this.#byId.values()) if (matches(leg)) n++;
    return n;
  }
  /** RFC 3891 section 3: tags as the receiver of the Replaces sees them. */
  replacing(header: string): Leg | undefined {
    const [callId, ...params] = header.split(";").map((p) => p.trim());
    const tag = (name: string) => params.find((p) => p.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const toTag = tag("to-tag");
    const fromTag = tag("from-tag");
    return this.all().find((l) => l.dialog?.sip.callId === callId && l.dialog?.sip.localTag === toTag && l.dialog?.sip.remoteTag === fromTag);
  }
}
