import type { LineEvent } from "../../contract/line.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { BusyPhones } from "./busy-phones.ts";
import type { SipRun } from "./parts.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";

const packages = ["message-summary", "dialog"] as const;
type Package = (typeof packages)[number];
type Subscription = {
  dialog: SipDialog;
  event: Package;
  /** The Event header as the watcher wrote it: an id in it comes back (RFC 6665 8.2.1). */
  header: string;
  target: PhoneId;
  endsAtMs: number;
  version: number;
  cancel?: () => void;
};
const mostSubscriptions = 2000;
const longestSec = 3600;

/** Message lamps (RFC 3842) and busy lamps (RFC 4235) for phones that ask (RFC 6665). */
export class Subscriptions {
  readonly #run: SipRun;
  readonly #all = new Map<string, Subscription>();
  readonly #waiting = new Map<PhoneId, number>();
  readonly #busy: BusyPhones;

  constructor(run: SipRun) {
    this.#run = run;
    this.#busy = new BusyPhones(run.legs);
  }

  get size(): number {
    return this.#all.size;
  }

  heardSubscribe(req: SipRequestView, res: SipReply): void {
    const header = (req.get("event") ?? "").trim().slice(0, 200);
    const event = packages.find((name) => name === header.split(";")[0]?.trim().toLowerCase());
    if (!event) {
      // RFC 6665 7.2.1.
      res.send(489, { headers: { "Allow-Events": packages.join(", ") } });
      return;
    }
    const watcher = readAddress(req.getParsedHeader("from").uri).user as PhoneId;
    if (!this.#run.gate.admit(req, res, watcher)) return;
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
    const seconds = secondsOf(req);
    this.#run.srf.createUAS(req, res, { localSdp: "", headers: { Expires: String(seconds) } }, (error, dialog) => {
      if (!error && dialog) this.#begin({ dialog, event, header, target, endsAtMs: 0, version: 0 }, seconds);
    });
  }

  messages(phone: PhoneId, waiting: number): void {
    this.#waiting.set(phone, waiting);
    for (const s of this.#all.values()) if (s.event === "message-summary" && s.target === phone) this.#notify(s);
  }

  /** Follows the phones' calls as they pass by. */
  heard(event: LineEvent): void {
    const phone = this.#busy.heard(event);
    if (!phone) return;
    for (const s of this.#all.values()) if (s.event === "dialog" && s.target === phone) this.#notify(s);
  }

  /** RFC 6665 4.4.1: watchers are told that it is over. */
  stop(): void {
    for (const s of this.#all.values()) this.#extend(s, 0);
  }

  /** The link to the server is gone, and all dialogs with it. */
  forgetAll(): void {
    for (const s of this.#all.values()) this.#forget(s);
  }

  #begin(s: Subscription, seconds: number): void {
    const { dialog } = s;
    this.#all.set(dialog.id, s);
    dialog.on("destroy", () => this.#forget(s));
    dialog.on("subscribe", (again: SipRequestView, reply: SipReply) => {
      const more = secondsOf(again);
      reply.send(200, { headers: { Expires: String(more) } });
      this.#extend(s, more);
    });
    dialog.on("unsubscribe", () => this.#extend(s, 0));
    this.#extend(s, seconds);
  }

  #extend(s: Subscription, seconds: number): void {
    s.cancel?.();
    delete s.cancel;
    s.endsAtMs = this.#run.clock.nowMs() + seconds * 1000;
    // RFC 6665 4.4.1: when its time is over, a last NOTIFY says so.
    if (seconds > 0) s.cancel = this.#run.clock.at(s.endsAtMs, () => this.#notify(s));
    this.#notify(s);
  }

  #forget(s: Subscription): void {
    s.cancel?.();
    delete s.cancel;
    this.#all.delete(s.dialog.id);
  }

  #notify(s: Subscription): void {
    const leftSec = Math.round((s.endsAtMs - this.#run.clock.nowMs()) / 1000);
    const state = leftSec <= 0 ? "terminated;reason=timeout" : `active;expires=${leftSec}`;
    const dialogs = s.event === "dialog";
    const type = dialogs ? "application/dialog-info+xml" : "application/simple-message-summary";
    const headers = { Event: s.header, "Subscription-State": state, "Content-Type": type };
    s.dialog.request(
      { method: "NOTIFY", headers, body: dialogs ? this.#dialogInfo(s) : this.#summary(s.target) },
      (error, response) => {
        // RFC 6665 4.2.2: a watcher that is gone or doesn't know the subscription has ended it.
        const gone = error || (response && [481, 408, 503].includes(response.status));
        if (gone && this.#all.get(s.dialog.id) === s) this.#forget(s);
      },
    );
    if (leftSec <= 0) this.#forget(s);
  }

  #summary(phone: PhoneId): string {
    const waiting = this.#waiting.get(phone) ?? 0;
    return `Messages-Waiting: ${waiting > 0 ? "yes" : "no"}\r\nVoice-Message: ${waiting}/0 (0/0)\r\n`;
  }

  #dialogInfo(s: Subscription): string {
    const entity = `sip:${s.target}@${this.#run.config().sip.realm}`;
    // RFC 4235 4.1: a full state each time, with a rising version.
    const head = `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${s.version++}" state="full" entity="${entity}">`;
    return `<?xml version="1.0"?>\r\n${head}${this.#busy.xmlOf(s.target)}</dialog-info>\r\n`;
  }
}

/** RFC 6665 3.1.1: without Expires, our own; never longer. */
function secondsOf(req: SipRequestView): number {
  const asked = Number.parseInt(req.get("expires") ?? "", 10);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestSec) : longestSec;
}
