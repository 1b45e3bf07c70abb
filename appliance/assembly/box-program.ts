import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { BoxEvent, Effect } from "../contract/effects.ts";
import type { StoreChange } from "../contract/records.ts";
import type { Settings } from "../contract/settings.ts";
import type { Sentence } from "../contract/words.ts";
import { careAwake } from "../core/box/alarm-care.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { busyLampsNow } from "../core/box/busy-lamps.ts";
import { lampsNow, textsOf } from "../core/box/office.ts";
import { publicEvents } from "../core/box/public-events.ts";
import { stepBox } from "../core/box/step-box.ts";
import { withoutSecrets } from "../core/box/without-secrets.ts";
import { Business } from "../edge/business/business.ts";
import { Speech } from "../edge/speech/speech.ts";
import type { Store } from "../edge/store/store.ts";
import { Webhooks } from "../edge/webhooks/webhooks.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { PhoneId } from "../kit/ids.ts";
import { AlarmClock } from "../runtime/alarm-clock.ts";
import { HostClock } from "../runtime/host-clock.ts";
import { Timeline } from "../runtime/timeline.ts";
import { alarmOf } from "./alarm-catalogue.ts";
import { CalendarWatch } from "./calendar-watch.ts";
import { CallDoors } from "./call-doors.ts";
import { watchClock } from "./clock-watch.ts";
import { DiagnosticsDesk } from "./diagnostics-desk.ts";
import { DiskWatch } from "./disk-watch.ts";
import { EventFeed } from "./event-feed.ts";
import { FiguresPart } from "./figures-part.ts";
import type { AlarmBoard } from "./found-alarms.ts";
import { readHardware } from "./hardware.ts";
import { HostDesk } from "./host-desk.ts";
import { keepHouse } from "./housekeeping.ts";
import { LiveFeed } from "./live-feed.ts";
import { MqttDesk } from "./mqtt-desk.ts";
import { OfficeDesk } from "./office-desk.ts";
import type { Options } from "./options.ts";
import { checkPin } from "./pin-check.ts";
import { PlainSound } from "./plain-sound.ts";
import { recoverBox } from "./recover.ts";
import { ScriptRunner } from "./script-runner.ts";
import { todayOf } from "./today.ts";

/** A snapshot is the whole state and costs some milliseconds; a tail of this length is replayed in less than a second. */
const snapshotEvery = 20_000;

/** The running box: the timeline in the middle, the edges around it. */
export class BoxProgram {
  readonly clock = new HostClock();
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
  readonly mqtt: MqttDesk;
  readonly host: HostDesk;
  readonly version: string;
  /** Whoever started it ends it: the reset button is held, or the machine is to be switched off. */
  onEnd: (why: "restart" | "power-off") => void = () => {};
  readonly sounds: PlainSound;
  readonly doors: CallDoors;
  readonly diagnostics: DiagnosticsDesk;
  readonly #alarms: AlarmClock;
  readonly #options: Options;
  #sinceSnapshot = 0;
  #stopSweep: (() => void) | undefined;
  readonly #calendars: CalendarWatch;
  #clockWatch: (() => void) | undefined;
  readonly #disk: DiskWatch;

  constructor(store: Store, settings: Settings, options: Options, log: Logger, version: string) {
    this.store = store;
    this.version = version;
    this.log = log;
    this.#options = options;
    this.scripts = new ScriptRunner(store, this.clock);
    const recovery = store.recover();
    const recovered = recoverBox(recovery, settings);
    for (const text of recovered.notes) log.warn(text);
    store.put(recovered.changes);
    const hear = (event: BoxEvent): void => void this.timeline.hear(event);
    const board: AlarmBoard = {
      raise: (code, subject, detail) => this.raise(code, subject, detail),
      clear: (code, subject) => this.clear(code, subject),
    };
    const hardware = readHardware(options.hardware, join(options.data, "hardware.yaml"));
    this.events = new EventFeed(store, this.clock);
    this.webhooks = new Webhooks({
      clock: this.clock,
      store,
      secret: (id) => store.secret("webhook", id),
      fault: board.raise,
      mended: board.clear,
    });
    this.events.onMore(() => this.webhooks.poke());
    this.mqtt = new MqttDesk({
      store,
      clock: this.clock,
      version,
      state: () => this.timeline.state,
      hear,
      ...board,
    });
    this.#alarms = new AlarmClock(this.clock, (key) => this.timeline.hear({ on: "timer.due", key }));
    this.timeline = new Timeline<BoxState>({
      state: recovered.box,
      step: stepBox,
      keep: (stamped, changes) => {
        const told = publicEvents(stamped, changes);
        const rows = told.map((row) => ({ put: "public-event" as const, row }));
        const messages = this.mqtt.rows(stamped, changes, told);
        store.append(withoutSecrets(this.timeline.state, stamped), [...changes, ...rows, ...messages]);
        this.events.kept(told);
        this.mqtt.stored(messages);
        if (changesLights(stamped.event, changes)) queueMicrotask(() => this.host.light());
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
      (port) => this.doors.health.of(port),
    );
    this.figures = new FiguresPart({
      dir: options.data,
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
      fault: board.raise,
      mended: board.clear,
    });
    this.office = new OfficeDesk({
      store,
      clock: this.clock,
      recording: (path) => this.sounds.bytes(path),
      settings: () => this.settings,
      hear,
      ...board,
    });
    this.doors = new CallDoors({
      hardware,
      store,
      clock: this.clock,
      options,
      log,
      hear,
      settings: () => this.settings,
      texts: () => textsOf(this.timeline.state),
      portChanged: (port) => {
        for (const line of this.settings.lines ?? [])
          if (line.port === port) this.live.push({ do: "push", topic: "lines", id: line.id });
      },
      ...board,
    });
    this.diagnostics = new DiagnosticsDesk({
      hardware,
      options,
      version,
      clock: this.clock,
      settings: () => this.settings,
      taps: this.doors.taps,
      places: () => this.doors.places(this.settings),
      live: async () => ({ gauges: await this.gauges(), ...this.live.state() }),
      note: (text) => log.warn(text),
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
    this.clock.idle = () => Object.keys(this.timeline.state.calls.calls).length === 0;
    this.#calendars = new CalendarWatch({
      clock: this.clock,
      settings: () => this.settings,
      ...board,
    });
    this.host = new HostDesk({
      profile: hardware.profile,
      options,
      clock: this.clock,
      state: () => this.timeline.state,
      hear,
      ...board,
      end: (why) => this.onEnd(why),
    });
    this.mqtt.configure(settings);
    this.#resume(recovery.cleanStop, recovery.lastAliveMs, settings);
  }

  get settings(): Settings {
    return this.timeline.state.settings;
  }

  /** Opens the doors. Rejects with a readable reason; resolves with where SIP is heard. */
  async open(settings: Settings): Promise<string> {
    mkdirSync(join(this.#options.data, "prompts"), { recursive: true });
    this.business.configure(settings.connectors);
    this.webhooks.configure(settings.webhooks ?? []);
    const sipAt = await this.doors.open(settings, Object.keys(this.timeline.state.lines.phones) as PhoneId[]);
    await this.diagnostics.start();
    await this.#disk.look();
    this.#calendars.look();
    this.#clockWatch = watchClock(this.clock, (text) =>
      text === undefined ? this.clear("clock-set", "clock") : this.raise("clock-set", "clock", text),
    );
    this.#stopSweep = keepHouse(this.store, this.clock, () => this.settings, {
      hear: (event) => this.timeline.hear(event),
      snapshot: () => this.keepState(),
    });
    this.figures.watch.start();
    this.#takeUpTimers();
    const { state } = this.timeline;
    for (const lamp of [...lampsNow(state), ...busyLampsNow(state, this.clock.nowMs())]) this.doors.line(lamp);
    this.office.start();
    this.host.start();
    this.timeline.hear({ on: "timer.due", key: careAwake });
    return sipAt;
  }

  /** Takes changed settings into force, without a restart. */
  async put(settings: Settings): Promise<void> {
    await this.doors.configure(settings);
    this.business.configure(settings.connectors);
    this.webhooks.configure(settings.webhooks ?? []);
    // Before the step, so that what it changes is told already.
    this.mqtt.configure(settings);
    this.timeline.hear({ on: "settings.applied", settings });
    this.#calendars.look();
    void this.speech.configure(settings.prompts);
  }

  raise(code: string, subject: string, detail: string | Sentence): void {
    this.timeline.hear({ on: "alarm.raised", code, subject, ...alarmOf(code, detail) });
  }
  clear(code: string, subject: string): void {
    if (this.timeline.state.alarms[`${code}|${subject}`]) this.timeline.hear({ on: "alarm.cleared", code, subject });
  }

  /** What the parts hold: all of it goes back to rest when the calls are over. */
  async gauges(): Promise<Record<string, Record<string, number>>> {
    const { state } = this.timeline;
    return {
      calls: {
        live: Object.keys(state.calls.calls).length,
        waiting: Object.keys(state.queues.entries).length,
        timers: Object.keys(state.timers).length,
      },
      process: { openFiles: readdirSync("/proc/self/fd").length, memoryBytes: process.memoryUsage.rss() },
      ...(await this.doors.gauges()),
    };
  }

  /** Ends calls politely, closes the doors, leaves a clean database. */
  async stop(): Promise<void> {
    this.timeline.hear({ on: "box.stopping" });
    await this.host.stop();
    await this.diagnostics.stop();
    await this.doors.stop("the box is stopping");
    await this.business.stop("the box is stopping");
    await this.office.stop("the box is stopping");
    await this.speech.stop();
    await this.sounds.stop();
    this.webhooks.stop();
    await this.mqtt.stop();
    this.events.stop();
    this.#disk.stop();
    await this.figures.stop();
    this.#stopSweep?.();
    this.#clockWatch?.();
    this.#calendars.stop();
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
      case "text.send":
      case "text.delete":
        // Neither may a modem forget what we have not kept, nor may a text leave twice because we forgot that it left.
        return void this.store.flushed().then(() => this.doors.text(effect));
      case "doctor.probe":
      case "doctor.ask":
      case "doctor.askBalance":
        return this.doors.doctor(effect);
      case "media.record":
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
        return this.doors.media(effect);
      case "line.progress":
      case "line.answer":
      case "line.accept":
      case "line.refuse":
      case "line.dial":
      case "line.reoffer":
      case "line.hangup":
      case "line.referOutcome":
      case "line.messages":
      case "line.lamp":
        return this.doors.line(effect);
      default:
        exhaustive(effect);
    }
  }

  /** What was up when the box last ran is over; the rest goes on where it was. */
  #resume(cleanStop: boolean, lastAliveMs: number, settings: Settings): void {
    this.timeline.hear({ on: "box.started", bootId: this.store.bootId, cleanStop, lastAliveMs });
    // A state that begins anew beside rows of an older one: what waits for people is taken up from there.
    if (!this.timeline.state.office?.loaded)
      this.timeline.hear({ on: "office.loaded", ...this.store.officeRows(), bulletins: this.store.bulletinRows() });
    if (!this.timeline.state.office?.texts?.loaded) this.timeline.hear({ on: "texts.loaded", rows: this.store.liveTexts() });
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

const changesLights = (event: BoxEvent, changes: readonly StoreChange[]): boolean =>
  event.on === "line.state" || event.on === "settings.applied" || changes.some(({ put }) => put === "alarm");
