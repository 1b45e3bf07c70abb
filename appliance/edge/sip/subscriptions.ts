import type { LampCommand } from "../../contract/lamp.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { BusyLamps, type Told } from "./busy-lamps.ts";
import { messageSummary, messageSummaryType } from "./message-summary.ts";
import type { SipRun } from "./parts.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipDialog, SipReply, SipRequestView } from "./srf.ts";
import { UnaskedLamps } from "./unasked-lamps.ts";

const packages = ["message-summary", "dialog"] as const;
type Package = (typeof packages)[number];
type Subscription = {
  dialog: SipDialog;
  event: Package;
  /** The Event header as the watcher wrote it: an id in it comes back (RFC 6665 8.2.1). */
  header: string;
  target: string;
  watcher: PhoneId;
  endsAtMs: number;
  /** Of busy lamps: what the watcher knows. */
  told?: Told;
  /** A NOTIFY is unanswered; what comes meanwhile waits and goes as one. */
  pending?: { next?: "full" | "partial" };
  cancel?: () => void;
};
const mostSubscriptions = 2000;
/** Keys of the largest phones with all their side panels. */
const mostOfPhone = 150;
/** Short, so that lamps are soon right again after a failure of the box, of which nobody could tell the watchers (RFC 6665 4.2.1.1 lets us shorten). */
const longestSec = 600;
/** How long watchers leave a box that restarts in peace. */
const restartSec = 30;
/** RFC 6665 4.2.2, RFC 5057 5.1: answers to a NOTIFY after which there is no subscription any more. */
const endsIt = new Set([404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 503, 604]);

/** Message lamps (RFC 3842) and busy lamps (RFC 4235) for phones that ask (RFC 6665). */
export class Subscriptions {
  readonly #run: SipRun;
  readonly #all = new Map<string, Subscription>();
  readonly #waiting = new Map<PhoneId, number>();
  readonly #busy: BusyLamps;
  readonly #unasked: UnaskedLamps;

  constructor(run: SipRun) {
    this.#run = run;
    this.#busy = new BusyLamps(run.legs);
    this.#unasked = new UnaskedLamps(run, (phone) => this.registered(phone));
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
    const target = readAddress(req.uri).user;
    // A person's messages are his own; who is on the phone may be seen by colleagues.
    const known = event === "dialog" ? this.#busy.has(target) || this.#run.phone(target) : target === watcher;
    if (!known) {
      res.send(404);
      return;
    }
    const own = [...this.#all.values()].filter((s) => s.watcher === watcher).length;
    if (this.#all.size >= mostSubscriptions || own >= mostOfPhone) {
      res.send(503, { headers: { "Retry-After": "60" } });
      return;
    }
    const seconds = secondsOf(req);
    this.#run.srf.createUAS(req, res, { localSdp: "", headers: { Expires: String(seconds) } }, (error, dialog) => {
      if (!error && dialog) this.#begin({ dialog, event, header, target, watcher, endsAtMs: 0 }, seconds);
    });
  }

  messages(phone: PhoneId, waiting: number): void {
    this.#waiting.set(phone, waiting);
    for (const s of this.#all.values()) if (s.event === "message-summary" && s.target === phone) this.#notify(s, "full");
    this.registered(phone);
  }

  /** Where a phone is reached, or whether it asks for its messages, may have changed. */
  registered(phone: PhoneId): void {
    const waiting = this.#waiting.get(phone);
    if (waiting !== undefined) this.#unasked.tell(phone, waiting, this.#asksForMessages(phone));
  }

  #asksForMessages(phone: PhoneId): boolean {
    for (const s of this.#all.values()) if (s.event === "message-summary" && s.target === phone) return true;
    return false;
  }

  /** What a busy lamp shows from now on. */
  lamp(command: LampCommand): void {
    this.#busy.set(command);
    for (const s of this.#all.values()) {
      if (s.event !== "dialog" || s.target !== command.subject) continue;
      // RFC 6665 4.1.3: there is nothing to watch any more, and no use in asking again.
      if (command.dialogs) this.#notify(s, "partial");
      else this.#end(s, "noresource");
    }
  }

  /** Phones that are no longer ours watch nothing. */
  configured(): void {
    for (const s of this.#all.values()) if (!this.#run.phone(s.watcher)) this.#end(s, "rejected");
    for (const phone of this.#waiting.keys()) this.registered(phone);
  }

  /** RFC 6665 4.1.3: watchers are told that it is over, and to come back once the box may be there again. */
  stop(): void {
    for (const s of this.#all.values()) this.#end(s, `probation;retry-after=${restartSec}`);
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
      // RFC 6665 4.1.2.2: over for us (a NOTIFY was not answered) while the watcher still believes in it; this tells it to begin anew.
      if (this.#all.get(dialog.id) !== s) {
        reply.send(481);
        return;
      }
      const more = secondsOf(again);
      reply.send(200, { headers: { Expires: String(more) } });
      this.#extend(s, more);
    });
    dialog.on("unsubscribe", () => {
      if (this.#all.get(dialog.id) === s) this.#extend(s, 0);
    });
    this.#extend(s, seconds);
  }

  #extend(s: Subscription, seconds: number): void {
    s.cancel?.();
    delete s.cancel;
    s.endsAtMs = this.#run.clock.nowMs() + seconds * 1000;
    // RFC 6665 4.4.1: when its time is over, a last NOTIFY says so.
    if (seconds <= 0) this.#end(s, "timeout");
    else {
      s.cancel = this.#run.clock.at(s.endsAtMs, () => this.#end(s, "timeout"));
      this.#notify(s, "full");
    }
  }

  #end(s: Subscription, reason: string): void {
    this.#forget(s);
    this.#send(s, `terminated;reason=${reason}`, "full");
  }

  #forget(s: Subscription): void {
    s.cancel?.();
    delete s.cancel;
    this.#all.delete(s.dialog.id);
  }

  /** One NOTIFY at a time: two on their way may overtake each other, and a busy phone is not to be flooded. */
  #notify(s: Subscription, how: "full" | "partial"): void {
    if (this.#all.get(s.dialog.id) !== s) return;
    if (s.pending) {
      if (s.pending.next !== "full") s.pending.next = how;
      return;
    }
    const leftSec = Math.max(1, Math.round((s.endsAtMs - this.#run.clock.nowMs()) / 1000));
    this.#send(s, `active;expires=${leftSec}`, how);
  }

  #send(s: Subscription, state: string, how: "full" | "partial"): void {
    const body = this.#body(s, how);
    if (body === undefined) return;
    const type = s.event === "dialog" ? "application/dialog-info+xml" : messageSummaryType;
    const headers = { Event: s.header, "Subscription-State": state, "Content-Type": type };
    const pending: NonNullable<Subscription["pending"]> = {};
    s.pending = pending;
    s.dialog.request({ method: "NOTIFY", headers, body }, (error, response) => {
      if (s.pending === pending) delete s.pending;
      // RFC 6665 4.2.2: a watcher that is gone, or doesn't know the subscription, has ended it.
      if (error || !response || endsIt.has(response.status)) {
        if (this.#all.get(s.dialog.id) === s) this.#forget(s);
      } else if (pending.next) this.#notify(s, pending.next);
    });
  }

  #body(s: Subscription, how: "full" | "partial"): string | undefined {
    if (s.event === "message-summary") return messageSummary(this.#waiting.get(s.target as PhoneId) ?? 0);
    const said = this.#busy.body(s.target, this.#run.config().sip.realm, s.told, how === "full");
    if (said) s.told = said.told;
    return said?.text;
  }
}

/** RFC 6665 3.1.1: without Expires, our own; never longer. */
function secondsOf(req: SipRequestView): number {
  const asked = Number.parseInt(req.get("expires") ?? "", 10);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestSec) : longestSec;
}
