import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { BoxEvent, Effect } from "../contract/effects.ts";
import type { Settings } from "../contract/settings.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { lampsNow } from "../core/box/office.ts";
import { publicEvents } from "../core/box/public-events.ts";
import { stepBox } from "../core/box/step-box.ts";
import { withoutSecrets } from "../core/box/without-secrets.ts";
import { Business } from "../edge/business/business.ts";
import { type MediaEdge, startMedia } from "../edge/media/start-media.ts";
import { type Signalling, startSignalling } from "../edge/signalling/start-signalling.ts";
import { SipEdge } from "../edge/sip/sip-edge.ts";
import { Speech } from "../edge/speech/speech.ts";
import type { Store } from "../edge/store/store.ts";
import { Webhooks } from "../edge/webhooks/webhooks.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { CallId, LineId, PhoneId } from "../kit/ids.ts";
import { AlarmClock } from "../runtime/alarm-clock.ts";
import { type Clock, hostClock } from "../runtime/clock.ts";
import { Timeline } from "../runtime/timeline.ts";
import { alarmOf } from "./alarm-catalogue.ts";
import { ownCertificate } from "./certificate.ts";
import { ContactBook } from "./contact-book.ts";
import { DiskWatch } from "./disk-watch.ts";
import { EventFeed } from "./event-feed.ts";
import { FiguresPart } from "./figures-part.ts";
import { keepHouse } from "./housekeeping.ts";
import { LiveFeed } from "./live-feed.ts";
import { OfficeDesk } from "./office-desk.ts";
import type { Options } from "./options.ts";
import { checkPin } from "./pin-check.ts";
import { PlainSound } from "./plain-sound.ts";
import { recoverBox } from "./recover.ts";
import { ScriptRunner } from "./script-runner.ts";
import { phoneSecret, serverSecret } from "./sip-secrets.ts";
import { SipWatch } from "./sip-watch.ts";
import { todayOf } from "./today.ts";
import { trustedSources } from "./trusted-sources.ts";

/** A snapshot is the whole state and costs some milliseconds; a tail of this length is replayed in less than a second. */
const snapshotEvery = 20_000;

/** The running box: the timeline in the middle, the edges around it. */
export class BoxProgram {
  readonly clock: Clock = hostClock();
  readonly store: Store;
  readonly log: Logger;
  readonly timeline: Timeline<BoxState>;
  readonly live: LiveFeed;
  readonly events: EventFeed;
  readonly webhooks: Webhooks;
  readonly figures: FiguresPart;
  readonly business: Business;
  readonly speech: Speech;
  readonly scripts: ScriptRunner;
  readonly office: OfficeDesk;
  readonly sounds: PlainSound;
  readonly #alarms: AlarmClock;
  readonly #options: Options;
  #media: MediaEdge | undefined;
  #sip: SipEdge | undefined;
  #signalling: Signalling | undefined;
  #sinceSnapshot = 0;
  #stopSweep: (() => void) | undefined;
  readonly #contacts: ContactBook;
  readonly #disk: DiskWatch;
  readonly #sipWatch: SipWatch;

  constructor(store: Store, settings: Settings, options: Options, log: Logger) {
    this.store = store;
    this.log = log;
    this.#options = options;
    this.scripts = new ScriptRunner(store, this.clock);
    const recovery = store.recover();
    const recovered = recoverBox(recovery, settings);
    for (const text of recovered.notes) log.warn(text);
    store.put(recovered.changes);
    this.events = new EventFeed(store, this.clock);
    this.webhooks = new Webhooks({
      clock: this.clock,
      store,
      secret: (id) => store.secret("webhook", id),
      fault: (code, subject, text) => this.raise(code, subject, text),
      mended: (code, subject) => this.clear(code, subject),
    });
    this.events.onMore(() => this.webhooks.poke());
    this.#alarms = new AlarmClock(this.clock, (key) => this.timeline.hear({ on: "timer.due", key }));
    this.timeline = new Timeline<BoxState>({
      state: recovered.box,
      step: stepBox,
      keep: (stamped, changes) => {
        const told = publicEvents(stamped, changes);
        const rows = told.map((row) => ({ put: "public-event" as const, row }));
        store.append(withoutSecrets(this.timeline.state, stamped), [...changes, ...rows]);
        this.events.kept(told);
        if (++this.#sinceSnapshot >= snapshotEvery) this.#snapshot(stamped.seq);
      },
      perform: (effect) => this.#perform(effect),
      clock: this.clock,
      firstSeq: recovered.nextSeq,
      fault: (stamped, error) => {
        log.error({ seq: stamped.seq, on: stamped.event.on, error: String((error as Error).stack ?? error) }, "a step failed");
        if (stamped.event.on !== "alarm.raised") this.raise("fault", stamped.event.on, String(error));
      },
    });
    this.live = new LiveFeed(
      this.timeline.state,
      this.clock,
      todayOf(store, () => this.timeline.state.settings, this.clock),
      (agent) => this.figures.breakOf(agent),
    );
    const hear = (event: BoxEvent) => void this.timeline.hear(event);
    this.figures = new FiguresPart({
      store,
      settings: () => this.settings,
      clock: this.clock,
      live: () => this.live,
      hear,
      push: (effect) => this.live.push(effect),
    });
    this.business = new Business({ hear });
    this.sounds = new PlainSound(options.data, this.clock);
    this.speech = new Speech({
      cacheDir: join(options.data, "sounds"),
      recordingFile: (path) => this.sounds.file(path),
      promptsDir: join(options.data, "prompts"),
      hear,
      fault: (code, subject, text) => this.raise(code, subject, text),
      mended: (code, subject) => this.clear(code, subject),
    });
    this.office = new OfficeDesk({
      store,
      clock: this.clock,
      recording: (path) => this.sounds.bytes(path),
      settings: () => this.settings,
      hear,
      raise: (code, subject, detail) => this.raise(code, subject, detail),
      clear: (code, subject) => this.clear(code, subject),
    });
    this.#contacts = new ContactBook({
      path: join(options.data, "phones.json"),
      clock: this.clock,
      log,
      now: () => this.#sip?.contactsNow() ?? [],
    });
    this.#disk = new DiskWatch({
      dir: options.data,
      clock: this.clock,
      keepFreeMb: () => this.settings.recording.keepFreeMb,
      tell: (low, freeMb) => {
        this.timeline.hear({ on: "disk.room", low, freeMb });
        if (low) this.raise("disk-low", "disk", `${freeMb} MB`);
        else this.clear("disk-low", "disk");
      },
    });
    this.#sipWatch = new SipWatch({
      clock: this.clock,
      gauges: async () => this.#signalling?.gauges(),
      fault: (text) => this.raise("sip-fault", "server", text),
      mended: () => this.clear("sip-fault", "server"),
    });
    this.#resume(recovery.cleanStop, recovery.lastAliveMs, settings);
  }

  get settings(): Settings {
    return this.timeline.state.settings;
  }

  /** Opens the media and SIP doors. Rejects with a readable reason. */
  async open(settings: Settings): Promise<string> {
    const { sip, rtp, sipTls, data } = this.#options;
    const hear = (event: BoxEvent) => this.#hearEdge(event);
    mkdirSync(join(data, "prompts"), { recursive: true });
    this.business.configure(settings.connectors);
    this.webhooks.configure(settings.webhooks ?? []);
    this.#media = await startMedia({
      address: sip.host,
      ...(settings.sip.externalAddress ? { announce: settings.sip.externalAddress } : {}),
      rtpFrom: rtp.from,
      rtpTo: rtp.to,
      backend: settings.media.backend,
      country: settings.site.country,
      hear,
      trouble: (text, fatal) => {
        this.log.error({ text, fatal }, "media");
        if (fatal) this.raise("media-lost", "media", text);
      },
    });
    const tls = sipTls ? [{ ...sipTls, ...(await ownCertificate(data, sipTls.host)) }] : [];
    const control =
      settings.sip.server.kind === "embedded"
        ? await this.#embedded(tls, settings)
        : { ...settings.sip.server, secret: serverSecret(this.store) };
    this.#sip = new SipEdge(
      {
        control: { host: control.host, port: control.port, secret: control.secret },
        hear,
        clock: this.clock,
        newCallId: () => `${this.clock.nowMs().toString(36)}${randomBytes(4).toString("hex")}` as CallId,
        phoneSecret: (phone) => phoneSecret(this.store, phone),
        trunkPassword: (trunk: LineId) => this.store.secret("trunk", trunk),
        ban: (address, forMs) => void this.#signalling?.ban(address, forMs, "wrong passwords").catch(() => {}),
        fault: (code, subject, text) => this.raise(code, subject, text),
        mended: (code, subject) => this.clear(code, subject),
        log: this.log,
      },
      settings,
    );
    await this.#sip.start();
    this.#sip.restoreContacts(this.#contacts.read(), Object.keys(this.timeline.state.lines.phones) as PhoneId[]);
    await this.#disk.look();
    this.#sipWatch.start();
    this.#stopSweep = keepHouse(this.store, this.clock);
    this.figures.watch.start();
    this.#takeUpTimers();
    for (const lamp of lampsNow(this.timeline.state)) this.#sip.perform(lamp);
    this.office.start();
    return `${sip.host.includes(":") ? `[${sip.host}]` : sip.host}:${this.#signalling?.listening.find((l) => l.transport === "udp")?.port ?? sip.port}`;
  }

  /** Takes changed settings into force, without a restart. */
  async put(settings: Settings): Promise<void> {
    await this.#sip?.configure(settings);
    await this.#signalling?.trust(await trustedSources(settings.trunks));
    this.business.configure(settings.connectors);
    this.webhooks.configure(settings.webhooks ?? []);
    this.timeline.hear({ on: "settings.applied", settings });
    void this.speech.configure(settings.prompts);
  }

  raise(code: string, subject: string, detail: string): void {
    this.timeline.hear({ on: "alarm.raised", code, subject, ...alarmOf(code, detail) });
  }
  clear(code: string, subject: string): void {
    if (this.timeline.state.alarms[`${code}|${subject}`]) this.timeline.hear({ on: "alarm.cleared", code, subject });
  }

  /** A trunk's password was stored. */
  relink(trunk: string): void {
    this.#sip?.relink(trunk);
  }

  ladder(callRef: string) {
    return this.#signalling?.ladder(callRef) ?? Promise.resolve([]);
  }

  /** What the parts hold: all of it goes back to rest when the calls are over. */
  async gauges(): Promise<Record<string, Record<string, number>>> {
    const { state } = this.timeline;
    const [signalling, media] = await Promise.all([this.#signalling?.gauges(), this.#media?.gauges()]);
    return {
      calls: {
        live: Object.keys(state.calls.calls).length,
        waiting: Object.keys(state.queues.entries).length,
        timers: Object.keys(state.timers).length,
      },
      process: { openFiles: readdirSync("/proc/self/fd").length, memoryBytes: process.memoryUsage.rss() },
      ...(this.#sip ? { sip: this.#sip.gauges() } : {}),
      ...(signalling ? { signalling: numbersOf(signalling) } : {}),
      ...(media ? { media: numbersOf(media) } : {}),
    };
  }

  /** Ends calls politely, closes the doors, leaves a clean database. */
  async stop(): Promise<void> {
    this.timeline.hear({ on: "box.stopping" });
    await this.#contacts.stop();
    await this.#sip?.stop();
    await this.#signalling?.stop("the box is stopping");
    await this.#media?.stop("the box is stopping");
    await this.business.stop("the box is stopping");
    await this.office.stop("the box is stopping");
    await this.speech.stop();
    await this.sounds.stop();
    this.webhooks.stop();
    this.events.stop();
    this.#disk.stop();
    this.#sipWatch.stop();
    this.figures.watch.stop();
    this.#stopSweep?.();
    this.#alarms.stop();
    this.keepState();
    await this.store.flushed();
    await this.store.markCleanStop();
    await this.store.close();
  }

  /** Keeps the whole state now: the journal before it is no longer needed. */
  keepState(): void {
    this.#snapshot(this.timeline.seq);
  }

  /** While writing lags far behind no call is taken, for it could not be kept: the caller hears 503 and his carrier may try elsewhere. */
  #hearEdge(event: BoxEvent): void {
    if (event.on === "phone.state") this.#contacts.changed();
    if (event.on !== "line.ringing" || !this.store.behind()) {
      this.timeline.hear(event);
      return;
    }
    // The line is still in the middle of telling us of this call.
    queueMicrotask(() => this.#sip?.perform({ do: "line.hangup", leg: event.leg, why: "overload" }));
  }

  #perform(effect: Exclude<Effect, { do: "store" }>): void {
    switch (effect.do) {
      case "timer.set":
        return this.#alarms.set(effect.key, effect.atMs);
      case "timer.clear":
        return this.#alarms.clear(effect.key);
      case "push":
        return this.live.push(effect);
      case "speech.render":
        return this.speech.perform(effect);
      case "pin.check":
        return void checkPin(effect, this).then((event) => this.timeline.hear(event));
      case "lookup.ask":
        return this.business.perform(effect);
      case "transcribe.ask":
      case "mail.wake":
        return this.office.perform(effect);
      case "media.record":
        return this.#media?.perform({ ...effect, path: join(this.#options.data, effect.path) });
      case "media.open":
      case "media.update":
      case "media.play":
      case "media.stop":
      case "media.digits":
      case "media.bridge":
      case "media.unbridge":
      case "media.room":
      case "media.recordPause":
      case "media.recordStop":
      case "media.close":
        return this.#media?.perform(effect);
      case "line.progress":
      case "line.answer":
      case "line.accept":
      case "line.refuse":
      case "line.dial":
      case "line.reoffer":
      case "line.hangup":
      case "line.referOutcome":
      case "line.messages":
        return this.#sip?.perform(effect);
      default:
        exhaustive(effect);
    }
  }

  async #embedded(
    tls: { host: string; port: number; cert: string; key: string }[],
    settings: Settings,
  ): Promise<{ host: string; port: number; secret: string }> {
    const { sip } = this.#options;
    this.#signalling = await startSignalling({
      udp: [sip],
      tcp: [sip],
      tls,
      ...(settings.sip.externalAddress ? { externalAddress: settings.sip.externalAddress } : {}),
      trusted: await trustedSources(settings.trunks),
      tracePerCall: 60,
      userAgent: "Linebox",
    });
    void this.#signalling.lost.then((why) => {
      this.log.error({ why }, "the SIP server is gone");
      this.raise("sip-server", "server", why);
    });
    return this.#signalling;
  }

  /** What was up when the box last ran is over; the rest goes on where it was. */
  #resume(cleanStop: boolean, lastAliveMs: number, settings: Settings): void {
    this.timeline.hear({ on: "box.started", bootId: this.store.bootId, cleanStop, lastAliveMs });
    // A state that begins anew beside rows of an older one: what waits for people is taken up from there.
    if (!this.timeline.state.office?.loaded) this.timeline.hear({ on: "office.loaded", ...this.store.officeRows() });
    if (JSON.stringify(this.timeline.state.settings) !== JSON.stringify(settings))
      this.timeline.hear({ on: "settings.applied", settings });
  }

  #takeUpTimers(): void {
    for (const [key, atMs] of Object.entries(this.timeline.state.timers)) this.#alarms.set(key, atMs);
  }

  #snapshot(seq: number): void {
    this.#sinceSnapshot = 0;
    this.store.snapshot(seq, JSON.stringify(this.timeline.state));
  }
}

const numbersOf = (all: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
