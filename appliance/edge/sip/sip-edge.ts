import type { LineCommand } from "../../contract/line.ts";
import { endReasons } from "../../contract/end-reason.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { Edge } from "../../runtime/edge.ts";
import { answer, hangUp, progress } from "./answering.ts";
import { type Contact, Contacts } from "./contacts.ts";
import { dial } from "./dial.ts";
import { accept, refuse, referOutcome, reoffer } from "./in-dialog.ts";
import { heardInvite, heardOptions } from "./inbound.ts";
import { Legs } from "./legs.ts";
import type { SipConfig, SipParts, SipRun } from "./parts.ts";
import { PhoneGate } from "./phone-gate.ts";
import { heardRegister, tellPhone } from "./registrar.ts";
import { Sources } from "./sources.ts";
import { newSrf } from "./srf.ts";
import { Subscriptions } from "./subscriptions.ts";
import { TrunkLink } from "./trunk-link.ts";

const sweepMs = 1_000;
const connectMs = 10_000;

/** SIP lines and phones, through drachtio-srf and whatever server stands behind it. */
export class SipEdge implements Edge<LineCommand> {
  readonly #run: SipRun;
  readonly #subscriptions: Subscriptions;
  #config: SipConfig;
  #links = new Map<string, { settings: string; link: TrunkLink }>();
  #cancelSweep: (() => void) | undefined;
  #stopping = false;

  constructor(parts: SipParts, config: SipConfig) {
    this.#config = config;
    const legs = new Legs();
    const contacts = new Contacts();
    this.#run = {
      ...parts,
      // Every line event passes here, so a leg that ends frees what hangs on it.
      hear: (event) => {
        parts.hear(event);
        this.#subscriptions.heard(event);
      },
      srf: newSrf(),
      legs,
      contacts,
      sources: new Sources(),
      gate: new PhoneGate(parts, () => this.#config),
      config: () => this.#config,
      phone: (id) => this.#config.phones.find((p) => p.id === id && p.enabled),
      trunk: (id) => this.#config.trunks.find((t) => t.id === id),
    };
    this.#subscriptions = new Subscriptions(this.#run);
  }

  /** Connects to the SIP server; rejects when it can't. */
  async start(): Promise<void> {
    const { srf, control } = this.#run;
    const run = this.#run;
    srf.invite((req, res) => heardInvite(run, req, res));
    srf.register((req, res) => void heardRegister(run, req, res));
    srf.options((req, res) => heardOptions(run, req, res));
    srf.subscribe((req, res) => void this.#subscriptions.heardSubscribe(req, res));
    const refused = (_req: unknown, res: { send(status: number, options?: object): void }) => res.send(405, { headers: { Allow: "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, SUBSCRIBE" } });
    srf.message(refused);
    srf.publish(refused);
    srf.refer(refused);
    srf.notify(refused);
    await new Promise<void>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error("the SIP server did not answer")), connectMs);
      srf.on("connect", (error: Error | null) => {
        clearTimeout(giveUp);
        if (error) return reject(error);
        run.mended("sip-server", "server");
        resolve();
      });
      srf.on("error", (error: Error) => {
        if (this.#stopping) return;
        run.fault("sip-server", "server", `SIP server: ${error.message}`);
      });
      srf.on("disconnect", () => this.#lostServer());
      srf.connect({ ...control });
    });
    await this.configure(this.#config);
    this.#sweep();
  }

  /** Takes up changed settings: trunks that changed are linked anew, phones that went are forgotten. */
  async configure(config: SipConfig): Promise<void> {
    this.#config = config;
    const { sources, contacts } = this.#run;
    await Promise.all(sources.configure(config.trunks, (trunk, text) => this.#run.fault("trunk-host", trunk.id, `${trunk.name}: ${text}`)));
    const wanted = new Map(config.trunks.filter((t) => t.enabled).map((t) => [t.id, t]));
    for (const [id, { settings, link }] of this.#links) {
      const now = wanted.get(id);
      if (now && JSON.stringify(now) === settings) {
        wanted.delete(id);
        continue;
      }
      link.stop();
      this.#links.delete(id);
      if (!now) this.#run.hear({ on: "line.state", line: id as never, state: "off", text: "", busy: 0 });
    }
    for (const trunk of wanted.values()) {
      const link = new TrunkLink(this.#run, trunk);
      this.#links.set(trunk.id, { settings: JSON.stringify(trunk), link });
      link.start();
    }
    for (const phone of contacts.phones()) if (!this.#run.phone(phone) && contacts.remove(phone)) tellPhone(this.#run, phone);
  }

  /** Registrations of a former run, so that phones are reachable before they register again. */
  restoreContacts(phone: PhoneId, contacts: Contact[]): void {
    this.#run.contacts.restore(phone, contacts);
    tellPhone(this.#run, phone);
  }
  contactsNow(): { phone: PhoneId; contacts: Contact[] }[] {
    return this.#run.contacts.phones().map((phone) => ({ phone, contacts: this.#run.contacts.of(phone, this.#run.clock.nowMs()) }));
  }

  perform(command: LineCommand): void {
    const run = this.#run;
    if (command.do === "line.dial") return dial(run, command);
    if (command.do === "line.messages") return this.#subscriptions.messages(command.phone, command.waiting);
    const leg = run.legs.get(command.leg);
    // The leg may have ended while the command was on its way.
    if (!leg) return;
    switch (command.do) {
      case "line.progress":
        return progress(leg, command.how, command.local);
      case "line.answer":
        return answer(run, leg, command.local);
      case "line.accept":
        return accept(leg, command.local);
      case "line.refuse":
        return refuse(leg, endReasons[command.why].status);
      case "line.reoffer":
        return reoffer(run, leg, command.local);
      case "line.hangup":
        return hangUp(run, leg, command.why);
      case "line.referOutcome":
        return referOutcome(leg, command.status);
      default:
        exhaustive(command);
    }
  }

  /** Ends what still stands, takes back registrations at carriers, and leaves. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelSweep?.();
    for (const leg of this.#run.legs.all()) hangUp(this.#run, leg, "shutdown");
    for (const { link } of this.#links.values()) link.stop();
    this.#links.clear();
    // The goodbyes go out before the link to the server closes.
    await new Promise<void>((done) => setTimeout(done, 50));
    this.#run.srf.disconnect();
  }

  gauges(): { legs: number; phones: number } {
    return { legs: this.#run.legs.size, phones: this.#run.contacts.phones().length };
  }

  #sweep(): void {
    const { clock, contacts } = this.#run;
    for (const phone of contacts.sweep(clock.nowMs())) tellPhone(this.#run, phone);
    this.#cancelSweep = clock.at(clock.nowMs() + sweepMs, () => this.#sweep());
  }

  /** drachtio-srf rejects nothing that was under way when the link drops: what stood is over, and is said to be. */
  #lostServer(): void {
    if (this.#stopping) return;
    this.#run.fault("sip-server", "server", "The link to the SIP server was lost; calls in progress are over.");
    for (const leg of this.#run.legs.all()) {
      leg.phase = "ended";
      this.#run.legs.delete(leg.id);
      this.#run.hear({ on: "line.ended", leg: leg.id, why: "line-failed", by: "box" });
    }
  }
}
