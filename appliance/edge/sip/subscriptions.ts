import type { LineEvent } from "../../contract/line.ts";
import type { LegId, PhoneId } from "../../kit/ids.ts";
import type { SipRun } from "./parts.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";

type Subscription = { dialog: SipDialog; event: "message-summary" | "dialog"; target: PhoneId; endsAtMs: number; version: number };
type PhoneCall = { phone: PhoneId; state: "trying" | "early" | "confirmed"; direction: "initiator" | "recipient" };
const mostSubscriptions = 2000;
const longestSec = 3600;

/** Message lamps (RFC 3842) and busy lamps (RFC 4235) for phones that ask (RFC 6665). */
export class Subscriptions {
  readonly #run: SipRun;
  readonly #all = new Map<string, Subscription>();
  readonly #waiting = new Map<PhoneId, number>();
  readonly #calls = new Map<LegId, PhoneCall>();

  constructor(run: SipRun) {
    this.#run = run;
  }

  async heardSubscribe(req: SipRequestView, res: SipReply): Promise<void> {
    const event = (req.get("event") ?? "").split(";")[0]?.trim().toLowerCase();
    if (event !== "message-summary" && event !== "dialog") {
      // RFC 6665 7.2.1.
      res.send(489, { headers: { "Allow-Events": "message-summary, dialog" } });
      return;
    }
    const watcher = readAddress(req.getParsedHeader("from").uri).user as PhoneId;
    if (!(await this.#run.gate.admit(req, res, watcher))) return;
    const target = readAddress(req.uri).user as PhoneId;
    // A person's messages are his own; who is on the phone may be seen by colleagues.
    if (!this.#run.phone(target) || (event === "message-summary" && target !== watcher)) {
      res.send(404);
      return;
    }
    if (this.#all.size >= mostSubscriptions) {
      res.send(503, { headers: { "Retry-After": "60" } });
      return;
    }
    const asked = Number.parseInt(req.get("expires") ?? "", 10);
    const seconds = Math.min(Number.isFinite(asked) ? Math.max(asked, 0) : longestSec, longestSec);
    this.#run.srf.createUAS(req, res, { localSdp: "", headers: { Expires: String(seconds) } }, (error, dialog) => {
      if (error || !dialog) return;
      const subscription: Subscription = { dialog, event, target, endsAtMs: 0, version: 0 };
      this.#all.set(dialog.id, subscription);
      dialog.on("destroy", () => this.#all.delete(dialog.id));
      dialog.on("subscribe", (again: SipRequestView, reply: SipReply) => {
        const more = Math.min(Math.max(Number.parseInt(again.get("expires") ?? String(longestSec), 10) || 0, 0), longestSec);
        reply.send(200, { headers: { Expires: String(more) } });
        this.#extend(subscription, more);
      });
      dialog.on("unsubscribe", () => this.#extend(subscription, 0));
      this.#extend(subscription, seconds);
    });
  }

  messages(phone: PhoneId, waiting: number): void {
    this.#waiting.set(phone, waiting);
    for (const s of this.#all.values()) if (s.event === "message-summary" && s.target === phone) this.#notify(s);
  }

  /** Follows the phones' calls as they pass by. */
  heard(event: LineEvent): void {
    const before = "leg" in event ? this.#calls.get(event.leg)?.phone : undefined;
    switch (event.on) {
      case "line.ringing":
        if (event.party.kind === "phone") this.#calls.set(event.leg, { phone: event.party.phone, state: "trying", direction: "initiator" });
        break;
      case "line.progressed": {
        const leg = this.#run.legs.get(event.leg);
        if (leg?.party.kind === "phone") this.#calls.set(event.leg, { phone: leg.party.phone, state: "early", direction: leg.direction === "in" ? "initiator" : "recipient" });
        break;
      }
      case "line.answered":
      case "line.confirmed": {
        const leg = this.#run.legs.get(event.leg);
        if (leg?.party.kind === "phone") this.#calls.set(event.leg, { phone: leg.party.phone, state: "confirmed", direction: leg.direction === "in" ? "initiator" : "recipient" });
        break;
      }
      case "line.ended":
        this.#calls.delete(event.leg);
        break;
      default:
        return;
    }
    const phone = before ?? ("leg" in event ? this.#calls.get(event.leg)?.phone : undefined);
    if (phone) for (const s of this.#all.values()) if (s.event === "dialog" && s.target === phone) this.#notify(s);
  }

  #extend(s: Subscription, seconds: number): void {
    s.endsAtMs = this.#run.clock.nowMs() + seconds * 1000;
    this.#notify(s);
    if (seconds === 0) return;
    this.#run.clock.at(s.endsAtMs, () => {
      if (this.#all.has(s.dialog.id) && s.endsAtMs <= this.#run.clock.nowMs()) this.#notify(s);
    });
  }

  #notify(s: Subscription): void {
    const leftSec = Math.round((s.endsAtMs - this.#run.clock.nowMs()) / 1000);
    const over = leftSec <= 0;
    const state = over ? "terminated;reason=timeout" : `active;expires=${leftSec}`;
    const [type, body] = s.event === "dialog" ? ["application/dialog-info+xml", this.#dialogInfo(s)] : ["application/simple-message-summary", this.#summary(s.target)];
    s.dialog.request({ method: "NOTIFY", headers: { Event: s.event, "Subscription-State": state, "Content-Type": type }, body }, (error, response) => {
      // RFC 6665 4.2.2: a watcher that is gone or doesn't know the subscription has ended it.
      if (error || (response && (response.status === 481 || response.status === 408 || response.status === 503))) this.#all.delete(s.dialog.id);
    });
    if (over) this.#all.delete(s.dialog.id);
  }

  #summary(phone: PhoneId): string {
    const waiting = this.#waiting.get(phone) ?? 0;
    return `Messages-Waiting: ${waiting > 0 ? "yes" : "no"}\r\nVoice-Message: ${waiting}/0 (0/0)\r\n`;
  }

  #dialogInfo(s: Subscription): string {
    const entity = `sip:${s.target}@${this.#run.config().sip.realm}`;
    const dialogs = [...this.#calls]
      .filter(([, c]) => c.phone === s.target)
      .map(([leg, c]) => `<dialog id="${leg.replace("/", "-")}" direction="${c.direction}"><state>${c.state}</state></dialog>`);
    // RFC 4235 4.1: a full state each time, with a rising version.
    return `<?xml version="1.0"?>\r\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${s.version++}" state="full" entity="${entity}">${dialogs.join("")}</dialog-info>\r\n`;
  }
}
