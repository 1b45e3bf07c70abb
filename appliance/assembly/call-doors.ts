import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import type { DoctorCommand } from "../contract/doctor.ts";
import type { BoxEvent } from "../contract/effects.ts";
import type { GatewayVendor } from "../contract/gateway.ts";
import type { LineCommand } from "../contract/line.ts";
import type { MediaCommand } from "../contract/media.ts";
import type { Settings } from "../contract/settings.ts";
import type { TextCommand } from "../contract/texts.ts";
import { troubleWords } from "../contract/trouble.ts";
import type { Sentence } from "../contract/words.ts";
import type { TextsState } from "../core/texts/texts-state.ts";
import type { Taps } from "../edge/capture/captures.ts";
import { GatewayTexts } from "../edge/gateway/gateway-texts.ts";
import { type MediaEdge, startMedia } from "../edge/media/start-media.ts";
import { type Signalling, startSignalling } from "../edge/signalling/start-signalling.ts";
import type { SipGateway } from "../edge/sip/gateway.ts";
import { SipEdge } from "../edge/sip/sip-edge.ts";
import type { Store } from "../edge/store/store.ts";
import type { CallId, LineId, PhoneId } from "../kit/ids.ts";
import type { Clock } from "../runtime/clock.ts";
import { Cabinet } from "./cabinet.ts";
import { captureTaps } from "./capture-taps.ts";
import { ownCertificate } from "./certificate.ts";
import { ContactBook } from "./contact-book.ts";
import { rootsOf } from "./find-hardware.ts";
import type { AlarmBoard } from "./found-alarms.ts";
import { gatewayTextHost } from "./gateway-text-host.ts";
import { textGateways } from "./gateway-texts.ts";
import { gatewayTrouble } from "./gateway-trouble.ts";
import { readGatewayVendors } from "./gateway-vendors.ts";
import { Gateways } from "./gateways.ts";
import type { Hardware } from "./hardware.ts";
import { HardwareDesk } from "./hardware-desk.ts";
import type { Options } from "./options.ts";
import { PlantWatch } from "./plant-watch.ts";
import { PortHealth } from "./port-health.ts";
import { phoneSecret, serverSecret } from "./sip-secrets.ts";
import { SipWatch } from "./sip-watch.ts";
import { trustedSources } from "./trusted-sources.ts";

export type CallDoorsParts = {
  hardware: Hardware;
  store: Store;
  clock: Clock;
  options: Options;
  log: Logger;
  settings(): Settings;
  texts(): TextsState;
  hear(event: BoxEvent): void;
  /** A port measures something else than before. */
  portChanged(port: string): void;
} & AlarmBoard;

/** Where calls come in and go out: the SIP server, what speaks to it, and the sound. */
export class CallDoors {
  readonly #parts: CallDoorsParts;
  readonly #contacts: ContactBook;
  readonly #watch: SipWatch;
  readonly #gateways: Gateways;
  readonly #gatewayTexts: GatewayTexts;
  readonly health: PortHealth;
  readonly hardware: HardwareDesk;
  readonly vendors: readonly GatewayVendor[];
  #media: MediaEdge | undefined;
  #sip: SipEdge | undefined;
  #signalling: Signalling | undefined;
  #cabinet: Cabinet | undefined;
  readonly taps: Taps = captureTaps({
    signalling: () => this.#signalling,
    media: () => this.#media,
    modems: () => this.#cabinet?.modems,
    buses: () => this.#plant?.edge,
    profile: () => this.#parts.hardware.profile,
  });
  #plant: PlantWatch | undefined;

  constructor(parts: CallDoorsParts) {
    this.#parts = parts;
    const { clock, options, log } = parts;
    this.#contacts = new ContactBook({
      path: join(options.data, "phones.json"),
      clock,
      log,
      now: () => this.#sip?.contactsNow() ?? [],
    });
    const { vendors, faults } = readGatewayVendors();
    for (const fault of faults) log.warn({ fault }, "a profile of a gateway's maker can't be used");
    const { hardware, hear, raise, clear } = parts;
    this.vendors = [...vendors.values()];
    this.health = new PortHealth((port) => parts.portChanged(port));
    const roots = rootsOf(options.devices);
    this.hardware = new HardwareDesk({ hardware, roots, clock, health: this.health, settings: parts.settings, raise, clear });
    this.#gateways = new Gateways({ vendors, hear, raise, clear });
    const textHost = gatewayTextHost({ ...parts, gateways: this.#gateways, health: this.health });
    this.#gatewayTexts = new GatewayTexts(textHost, clock);
    this.#watch = new SipWatch({
      clock,
      gauges: async () => this.#signalling?.gauges(),
      fault: (text) => parts.raise("sip-fault", "server", text),
      mended: () => parts.clear("sip-fault", "server"),
    });
  }

  /** Rejects with a readable reason. `believed`: phones thought to be there. Resolves with where SIP is heard. */
  async open(settings: Settings, believed: PhoneId[]): Promise<string> {
    const { log, raise, options } = this.#parts;
    const { sip, rtp, sipTls, data } = options;
    const hear = (event: BoxEvent): void => this.#hear(event);
    this.#media = await startMedia({
      address: sip.host,
      ...(settings.sip.externalAddress ? { announce: settings.sip.externalAddress } : {}),
      rtpFrom: rtp.from,
      rtpTo: rtp.to,
      backend: settings.media.backend,
      country: settings.site.country,
      hear,
      trouble: (text, fatal) => {
        log.error({ text, fatal: fatal !== undefined }, "media");
        if (fatal) raise("media-lost", "media", troubleWords(fatal));
      },
    });
    const tls = sipTls ? [{ ...sipTls, ...(await ownCertificate(data, sipTls.host)) }] : [];
    const control =
      settings.sip.server.kind === "embedded"
        ? await this.#embedded(tls, settings)
        : { ...settings.sip.server, secret: serverSecret(this.#parts.store) };
    const gateways = this.#gateways.configure(settings);
    this.#sip = new SipEdge(this.#sipParts(control, hear), { ...settings, gateways });
    await this.#sip.start();
    this.#sip.restoreContacts(this.#contacts.read(), believed);
    this.#watch.start();
    this.#cabinet = this.#openCabinet(settings, hear);
    this.reopenTexts(settings);
    this.hardware.start();
    const port = this.#signalling?.listening.find((l) => l.transport === "udp")?.port ?? sip.port;
    return `${sip.host.includes(":") ? `[${sip.host}]` : sip.host}:${port}`;
  }

  async configure(settings: Settings): Promise<void> {
    const gateways = this.#gateways.configure(settings);
    await this.#sip?.configure({ ...settings, gateways });
    await this.#signalling?.trust(await trustedSources(farSides(settings, gateways)));
    this.#cabinet?.configure(settings);
    this.#plant?.configure(settings);
    this.reopenTexts(settings);
  }

  line(command: LineCommand): void {
    if (!this.#cabinet?.perform(command)) this.#sip?.perform(command);
  }
  doctor(command: DoctorCommand): void {
    const line = this.#parts.settings().lines?.find(({ id }) => id === command.line);
    if (command.do !== "doctor.ask" || (line && line.kind !== "gateway-port")) {
      this.#cabinet?.doctor(command);
      return;
    }
    // What a gateway says of the port is known already; the rest is asked now.
    const known = line ? this.health.of(line.port) : {};
    void this.#sip?.askFarSide(command.line).then((values) => {
      this.#parts.hear({ on: "doctor.health", line: command.line, values: { ...known, ...values } });
    });
  }
  text(command: TextCommand): void {
    if (this.#gatewayTexts.has(command.do === "text.send" ? command.line : command.place.line))
      this.#gatewayTexts.perform(command);
    else this.#cabinet?.text(command);
  }
  media(command: MediaCommand): void {
    const { data } = this.#parts.options;
    this.#media?.perform(command.do === "media.record" ? { ...command, path: join(data, command.path) } : command);
  }

  /** Devices on the buses; none before the doors are open. */
  get plant(): PlantWatch | undefined {
    return this.#plant;
  }

  /** A trunk's password was stored. */
  relink(trunk: string): void {
    this.#sip?.relink(trunk);
  }
  /** Settings, or the password of a gateway's account for texts, have changed. */
  reopenTexts(settings: Settings): void {
    const { able, unable } = textGateways(settings, new Map(this.vendors.map((vendor) => [vendor.id, vendor])));
    this.#gatewayTexts.configure(able);
    for (const { id } of settings.gateways ?? []) if (!able.some((one) => one.id === id)) this.#parts.clear("gateway-sms", id);
    for (const id of unable) this.#parts.raise("gateway-sms", id, gatewayTrouble("no way of texts is known for its maker"));
  }
  /** The PIN of a SIM was stored. */
  reopen(settings: Settings): void {
    this.#cabinet?.configure(settings);
  }
  /** Lets go of a line and takes it up anew; a gateway, if the line is a port of one. False when nobody has it. */
  restart(id: string): boolean {
    const line = this.#parts.settings().lines?.find((l) => l.id === id);
    if (!line) return this.#sip?.restart(id) ?? false;
    if (!line.enabled) return false;
    if (line.kind !== "gateway-port") return this.#cabinet?.restart(id) ?? false;
    const gateway = this.#gateways.gatewayOf(id);
    return gateway !== undefined && (this.#sip?.restart(gateway) ?? false);
  }

  /** Where phones and carriers are now, by name. */
  places({ phones, trunks }: Settings): { name: string; address: string }[] {
    const names = new Map<string, string>(phones.map(({ id, name }) => [id, `${id} ${name}`]));
    const known = this.#sip?.contactsNow() ?? [];
    return [
      ...trunks.flatMap(({ name, acceptFrom }) =>
        acceptFrom.filter((one) => !one.includes("/")).map((address) => ({ name, address })),
      ),
      ...known.flatMap(({ phone, contacts }) => contacts.map(({ address }) => ({ name: names.get(phone) ?? phone, address }))),
    ];
  }

  ladder(callRef: string) {
    return this.#signalling?.ladder(callRef) ?? Promise.resolve([]);
  }

  /** Resolves when the media plane has answered. */
  async mediaAnswers(): Promise<void> {
    await this.#media?.gauges();
  }

  async gauges(): Promise<Record<string, Record<string, number>>> {
    const [signalling, media, ports, buses] = await Promise.all([
      this.#signalling?.gauges(),
      this.#media?.gauges(),
      this.#cabinet?.gauges(),
      this.#plant?.gauges(),
    ]);
    return {
      ...(this.#sip ? { sip: this.#sip.gauges() } : {}),
      ...(signalling ? { signalling: numbersOf(signalling) } : {}),
      ...(media ? { media: numbersOf(media) } : {}),
      ...(ports ? { ports } : {}),
      ...(buses ? { buses } : {}),
    };
  }

  async stop(why: string): Promise<void> {
    this.hardware.stop();
    await this.#gatewayTexts.stop();
    await this.#contacts.stop();
    await this.#cabinet?.stop(why);
    await this.#plant?.stop(why);
    await this.#sip?.stop();
    await this.#signalling?.stop(why);
    await this.#media?.stop(why);
    this.#watch.stop();
  }

  /** While writing lags far behind no call is taken, for it could not be kept: the caller hears 503 and his carrier may try elsewhere. */
  #hear(event: BoxEvent): void {
    if (event.on === "phone.state") this.#contacts.changed();
    if (event.on !== "line.ringing" || !this.#parts.store.behind()) {
      this.#parts.hear(event);
      return;
    }
    // The line is still in the middle of telling us of this call.
    queueMicrotask(() => this.line({ do: "line.hangup", leg: event.leg, why: "overload" }));
  }

  #openCabinet(settings: Settings, hear: (event: BoxEvent) => void): Cabinet {
    const { store, clock, log, raise, clear, options } = this.#parts;
    const { profile, fault } = this.#parts.hardware;
    if (fault) raise("hardware-profile", "hardware", fault);
    else clear("hardware-profile", "hardware");
    const common = { profile, settings, clock, log, ...(options.devices ? { devices: options.devices } : {}) };
    this.#plant = new PlantWatch({ ...common, hear, raise, clear });
    return new Cabinet({
      ...common,
      mediaAddress: portAddress(options.sip.host),
      pinOf: (line) => store.secret("line", line),
      health: this.health,
      hear,
      raise,
      clear,
    });
  }

  #sipParts(control: { host: string; port: number; secret: string }, hear: (event: BoxEvent) => void) {
    const { store, clock, log, raise, clear } = this.#parts;
    return {
      control: { host: control.host, port: control.port, secret: control.secret },
      hear: (event: BoxEvent) => {
        if (!this.#gateways.heard(event)) hear(event);
      },
      clock,
      newCallId: () => `${clock.nowMs().toString(36)}${randomBytes(4).toString("hex")}` as CallId,
      phoneSecret: (phone: PhoneId) => phoneSecret(store, phone),
      trunkPassword: (trunk: LineId) => store.secret("trunk", trunk),
      ban: (address: string, forMs: number) => void this.#signalling?.ban(address, forMs, "wrong passwords").catch(() => {}),
      fault: (code: string, subject: string, text: string | Sentence) =>
        raise(this.#gateways.alarmOf(code, subject), subject, text),
      mended: (code: string, subject: string) => clear(this.#gateways.alarmOf(code, subject), subject),
      log,
    };
  }

  async #embedded(
    tls: { host: string; port: number; cert: string; key: string }[],
    settings: Settings,
  ): Promise<{ host: string; port: number; secret: string }> {
    const { log, raise, options } = this.#parts;
    this.#signalling = await startSignalling({
      udp: [options.sip],
      tcp: [options.sip],
      tls,
      ...(settings.sip.externalAddress ? { externalAddress: settings.sip.externalAddress } : {}),
      trusted: await trustedSources(farSides(settings, this.#gateways.configure(settings))),
      tracePerCall: 60,
      userAgent: "Linebox",
    });
    void this.#signalling.lost.then((why) => {
      log.error({ why }, "the SIP server is gone");
      raise("sip-server", "server", why);
    });
    return this.#signalling;
  }
}

/** Who may call in besides phones: carriers and gateways. */
const farSides = ({ trunks }: Settings, gateways: SipGateway[]) => [...trunks, ...gateways.map(({ trunk }) => trunk)];

/** Where a process on this machine reaches the media plane. */
const portAddress = (host: string): string => (host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host);

const numbersOf = (all: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
