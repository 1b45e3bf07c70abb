import type { PhoneId } from "../../kit/ids.ts";
import type { Contact } from "./contacts.ts";
import { messageSummary, messageSummaryType } from "./message-summary.ts";
import type { SipRun } from "./parts.ts";
import { bracketed } from "./sip-uri.ts";

/** Longer than any transaction: RFC 3261 17.1.2.2 timer F, and some. */
const answerMs = 40_000;
/** What a place was told last. `busy`: it has not answered yet; what comes meanwhile goes as one. `deaf`: it wasn't there, or didn't understand. */
type Place = { told: number | undefined; busy: boolean; deaf?: "away" | "unwilling"; callId: string; cseq: number };

/**
 * Message lamps of phones that don't ask (common practice beside RFC 3842): each of their places is told when it registers and when the number changes.
 * A place that doesn't answer is left in peace until it registers again, one that doesn't understand until it begins anew: nothing is sent to nowhere for ever.
 */
export class UnaskedLamps {
  readonly #run: SipRun;
  readonly #again: (phone: PhoneId) => void;
  readonly #places = new Map<PhoneId, Map<string, Place>>();

  /** `again` is called when a place has answered: what changed meanwhile is still to be told. */
  constructor(run: SipRun, again: (phone: PhoneId) => void) {
    this.#run = run;
    this.#again = again;
  }

  /** Something changed: how many wait, where the phone is, or whether it is to be told. `subscribed`: it asked after all, and hears of it that way. */
  tell(phone: PhoneId, waiting: number, subscribed: boolean): void {
    const { contacts, clock } = this.#run;
    if (!this.#run.phone(phone)?.lampUnasked || subscribed) {
      this.#places.delete(phone);
      return;
    }
    const before = this.#places.get(phone) ?? new Map<string, Place>();
    const now = new Map<string, Place>();
    for (const contact of contacts.of(phone, clock.nowMs())) {
      const { callId, cseq } = contact;
      const place: Place = before.get(contact.uri) ?? { told: undefined, busy: false, callId, cseq };
      // RFC 3261 10.2: a phone that begins anew has another Call-ID, and may have forgotten its lamp.
      const anew = place.callId !== callId;
      if (anew || (place.deaf === "away" && place.cseq !== cseq)) {
        place.told = undefined;
        delete place.deaf;
      }
      Object.assign(place, { callId, cseq });
      now.set(contact.uri, place);
      this.#send(phone, contact, place, waiting);
    }
    if (now.size > 0) this.#places.set(phone, now);
    else this.#places.delete(phone);
  }

  #send(phone: PhoneId, contact: Contact, place: Place, waiting: number): void {
    if (place.told === waiting || place.busy || place.deaf) return;
    place.busy = true;
    place.told = waiting;
    const account = `<sip:${phone}@${bracketed(this.#run.config().sip.realm)}>`;
    const headers = {
      From: account,
      To: account,
      Event: "message-summary",
      // There is no subscription that could go on.
      "Subscription-State": "terminated",
      "Content-Type": messageSummaryType,
    };
    const proxy = contact.transport === "udp" ? { proxy: `sip:${bracketed(contact.address)}:${contact.port}` } : {};
    let open = true;
    const answered = (status: number): void => {
      if (!open) return;
      open = false;
      giveUp();
      place.busy = false;
      if (status === 408 || status === 503) place.deaf = "away";
      else if (status >= 300) place.deaf = "unwilling";
      if (this.#places.get(phone)?.get(contact.uri) === place) this.#again(phone);
    };
    const giveUp = this.#run.clock.at(this.#run.clock.nowMs() + answerMs, () => answered(408));
    try {
      this.#run.srf.request(
        contact.uri,
        { method: "NOTIFY", headers, body: messageSummary(waiting), ...proxy },
        (error, request) => {
          if (error || !request) answered(503);
          else request.on("response", (response) => (response.status >= 200 ? answered(response.status) : undefined));
        },
      );
    } catch {
      // A contact that drachtio-srf can't read.
      answered(503);
    }
  }
}
