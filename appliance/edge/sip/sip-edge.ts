import { endReasons } from "../../contract/end-reason.ts";
import type { LineCommand } from "../../contract/line.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import type { Edge } from "../../runtime/edge.ts";
import { answer, hangUp, progress } from "./answering.ts";
import { type Contact, Contacts } from "./contacts.ts";
import { dial } from "./dial.ts";
import { gatewayWay } from "./gateway.ts";
import { Goodbyes } from "./goodbyes.ts";
import { accept, refuse, reoffer } from "./in-dialog.ts";
import { heardInvite, heardOptions } from "./inbound.ts";
import { legOver } from "./leg-over.ts";
import { Legs } from "./legs.ts";
import type { SipConfig, SipParts, SipRun } from "./parts.ts";
import { PhoneGate } from "./phone-gate.ts";
import { referOutcome, referredOutside } from "./refer.ts";
import { heardRegister, tellPhone } from "./registrar.ts";
import { ServerLink } from "./server-link.ts";
import { Sources } from "./sources.ts";
import { newSrf, type SipReply, type SipRequestView, type SipResponseView } from "./srf.ts";
import { Subscriptions } from "./subscriptions.ts";
import { TrunkLink } from "./trunk-link.ts";
import { askCarrier } from "./trunk-request.ts";
import { allowed } from "./user-agent.ts";

const sweepMs = 1_000;
/** Whoever asks by hand waits no longer for an answer. */
const askedForMs = 8_000;
/** Longest wait for the answers to our goodbyes. */
const goodbyeMs = 2_000;

/** SIP lines and phones, through drachtio-srf and whatever server stands behind it. */
export class SipEdge implements Edge<LineCommand> {
  readonly #run: SipRun;
  readonly #subscriptions: Subscriptions;
  readonly #server: ServerLink;
  readonly #links = new Map<string, { settings: string; link: TrunkLink }>();
  #config: SipConfig;
  #cancelSweep: (() => void) | undefined;

  constructor(parts: SipParts, config: SipConfig) {
    this.#config = config;
    this.#run = {
      ...parts,
      hear: (event) => {
        parts.hear(event);
        if (event.on === "phone.state") this.#subscriptions.registered(event.phone);
      },
      srf: newSrf(),
      legs: new Legs(),
      contacts: new Contacts(),
      sources: new Sources(),
      gate: new PhoneGate(parts, () => this.#config),
      goodbyes: new Goodbyes(),
      config: () => this.#config,
      phone: (id) => this.#config.phones.find((p) => p.id === id && p.enabled),
      trunk: (id) => this.#trunks().find((t) => t.id === id) ?? this.#run.way(id)?.gateway.trunk,
      way: (id) => gatewayWay(this.#config.gateways ?? [], id),
    };
    this.#subscriptions = new Subscriptions(this.#run);
    this.#server = new ServerLink({ ...parts, srf: this.#run.srf, lost: () => this.#lostServer() });
  }

  /** Connects to the SIP server; rejects when it can't. */
  async start(): Promise<void> {
    const run = this.#run;
    const { srf } = run;
    srf.invite(this.#heard((req, res) => heardInvite(run, req, res)));
    srf.register(this.#heard((req, res) => heardRegister(run, req, res)));
    srf.options(this.#heard((_req, res) => heardOptions(res)));
    srf.subscribe(this.#heard((req, res) => this.#subscriptions.heardSubscribe(req, res)));
    // RFC 3261 21.4.6: outside of a dialog none of these means anything here.
    const refused = this.#heard((_req, res) => res.send(405, { headers: { Allow: allowed } }));
    srf.message(refused);
    srf.publish(refused);
    srf.refer(this.#heard((req, res) => referredOutside(run, req, res)));
    srf.notify(refused);
    await this.#server.connect();
    await this.configure(this.#config);
    this.#sweep();
  }

  /** Takes up changed settings: trunks that changed are linked anew, phones that went are forgotten. */
  async configure(config: SipConfig): Promise<void> {
    const { sources, contacts } = this.#run;
    const trunks = farSides(config);
    await sources.configure(trunks, (trunk, text) => this.#run.fault("trunk-host", trunk.id, `${trunk.name}: ${text}`));
    this.#config = config;
    const wanted = new Map(trunks.filter((t) => t.enabled).map((t) => [t.id, t]));
    for (const [id, { settings, link }] of this.#links) {
      const now = wanted.get(id);
      if (now && JSON.stringify(now) === settings) {
        wanted.delete(id);
        continue;
      }
      link.stop();
      this.#links.delete(id);
      if (!now) this.#run.hear({ on: "line.state", line: id as LineId, state: "off", text: "", busy: 0 });
    }
    for (const trunk of wanted.values()) this.#link(trunk);
    for (const phone of contacts.phones()) if (!this.#run.phone(phone) && contacts.remove(phone)) tellPhone(this.#run, phone);
    this.#subscriptions.configured();
  }

  /** A trunk's password is another one: whoever registers with it does so anew. */
  relink(id: string): void {
    const trunk = this.#trunks().find((t) => t.id === id && t.enabled);
    if (trunk?.kind === "register") this.restart(id);
  }

  /** A trunk or gateway is linked anew; its calls go on. False when there is none of that name in use. */
  restart(id: string): boolean {
    const trunk = this.#trunks().find((t) => t.id === id && t.enabled);
    if (!trunk) return false;
    this.#links.get(id)?.link.stop();
    this.#link(trunk);
    return true;
  }

  /** Asks the far side of a line whether it is there (RFC 3261 11), and how long the answer takes. Nothing where it has no address. */
  async askFarSide(line: string): Promise<Record<string, number>> {
    const run = this.#run;
    const trunk = run.trunk(line);
    if (!trunk?.host) return {};
    const registers: Record<string, number> = trunk.kind === "register" ? { registers: 1 } : {};
    const sinceMs = run.clock.nowMs();
    const response = await new Promise<SipResponseView | undefined>((done) => {
      const stop = askCarrier(run, trunk, { method: "OPTIONS" }, (answer) => {
        cancel();
        done(answer);
      });
      const cancel = run.clock.at(sinceMs + askedForMs, () => {
        stop();
        done(undefined);
      });
    });
    // 408 and 503 the server makes up when nobody is there.
    const isThere = response !== undefined && response.status !== 408 && response.status !== 503;
    return {
      ...registers,
      optionsAsked: 1,
      ...(isThere ? { optionsMs: run.clock.nowMs() - sinceMs, optionsStatus: response.status } : {}),
    };
  }

  /** Registrations of a former run, so that phones are reachable before they register again. `believed`: phones that are thought to be there; of those that aren't it is told. */
  restoreContacts(known: { phone: PhoneId; contacts: Contact[] }[], believed: PhoneId[]): void {
    const { contacts, clock } = this.#run;
    for (const { phone, contacts: former } of known) if (this.#run.phone(phone)) contacts.restore(phone, former, clock.nowMs());
    for (const phone of new Set([...contacts.phones(), ...believed])) tellPhone(this.#run, phone);
  }
  contactsNow(): { phone: PhoneId; contacts: Contact[] }[] {
    const { contacts, clock } = this.#run;
    return contacts.phones().map((phone) => ({ phone, contacts: contacts.of(phone, clock.nowMs()) }));
  }

  perform(command: LineCommand): void {
    const run = this.#run;
    if (command.do === "line.dial") {
      dial(run, command);
      return;
    }
    if (command.do === "line.messages") {
      this.#subscriptions.messages(command.phone, command.waiting);
      return;
    }
    if (command.do === "line.lamp") {
      this.#subscriptions.lamp(command);
      return;
    }
    const leg = run.legs.get(command.leg);
    // The leg may have ended while the command was on its way.
    if (!leg) return;
    switch (command.do) {
      case "line.progress":
        progress(leg, command.how, command.local);
        return;
      case "line.answer":
        answer(run, leg, command.local);
        return;
      case "line.accept":
        accept(leg, command.local);
        return;
      case "line.refuse":
        refuse(leg, endReasons[command.why].status);
        return;
      case "line.reoffer":
        reoffer(run, leg, command.local);
        return;
      case "line.hangup":
        hangUp(run, leg, command.why);
        return;
      case "line.referOutcome":
        referOutcome(leg, command.status);
        return;
      default:
        exhaustive(command);
    }
  }

  /** Ends what still stands, takes back registrations at carriers, and leaves when the answers are there. */
  async stop(): Promise<void> {
    this.#server.leaves();
    this.#cancelSweep?.();
    for (const leg of this.#run.legs.all()) hangUp(this.#run, leg, "shutdown");
    this.#subscriptions.stop();
    for (const { link } of this.#links.values()) link.stop();
    this.#links.clear();
    await this.#run.goodbyes.settled(this.#run.clock, goodbyeMs);
    this.#server.leave();
  }

  gauges(): { legs: number; phones: number; subscriptions: number } {
    const { legs, contacts } = this.#run;
    return { legs: legs.size, phones: contacts.phones().length, subscriptions: this.#subscriptions.size };
  }

  /** A request that sets off a fault of ours is answered all the same. */
  #heard(work: (req: SipRequestView, res: SipReply) => void): (req: SipRequestView, res: SipReply) => void {
    return (req, res) => {
      try {
        work(req, res);
      } catch (error) {
        this.#run.log.warn(
          { method: req.method, error: String((error as Error).stack ?? error) },
          "a SIP request could not be worked",
        );
        if (!res.finalResponseSent) res.send(500);
      }
    };
  }

  #trunks(): TrunkSettings[] {
    return farSides(this.#config);
  }

  #link(trunk: TrunkSettings): void {
    const link = new TrunkLink(this.#run, trunk);
    this.#links.set(trunk.id, { settings: JSON.stringify(trunk), link });
    link.start();
  }

  #sweep(): void {
    const { clock, contacts } = this.#run;
    for (const phone of contacts.sweep(clock.nowMs())) tellPhone(this.#run, phone);
    this.#cancelSweep = clock.at(clock.nowMs() + sweepMs, () => this.#sweep());
  }

  /** drachtio-srf rejects nothing that was under way when the link drops: what stood is over, and is said to be. */
  #lostServer(): void {
    this.#subscriptions.forgetAll();
    for (const leg of this.#run.legs.all()) legOver(this.#run, leg, { why: "line-failed", by: "box" });
  }
}

/** Who is called and may call besides phones: carriers and gateways. */
const farSides = ({ trunks, gateways = [] }: SipConfig): TrunkSettings[] => [...trunks, ...gateways.map(({ trunk }) => trunk)];
