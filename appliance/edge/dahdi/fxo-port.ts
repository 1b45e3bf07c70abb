import type { ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import type { AnalogLine } from "../../contract/line-settings.ts";
import type { Sentence } from "../../contract/words.ts";
import type { Port, PortAct, PortNews, PortSound } from "../ports/port.ts";
import type { CardPort } from "./card-port.ts";
import { ChannelLink } from "./channel-link.ts";
import { event, hook, signalling } from "./dahdi-calls.ts";
import { FxoEar, type FxoHears } from "./fxo-ear.ts";
import { type FxoHappening, type FxoOrder, leftFxo, newFxo, stepFxo } from "./fxo-machine.ts";
import { FxoProbe } from "./fxo-probe.ts";
import type { Sys } from "./sys.ts";

export type FxoPortParts = {
  sys: Sys;
  root: string;
  channel: number;
  line: AnalogLine;
  /** ISO 3166, for the exchange's tones. */
  country: string;
  nowMs(): number;
  tell(port: Port, news: PortNews): void;
  /** What the line doctor sees while the line is lent to him. */
  saw?(saw: ProbeSaw): void;
};

/** Taps of the echo canceller: 32 ms, longer than any line of a building. */
const echoTaps = 256;

/** A line from the exchange in a socket of a card. */
export class FxoPort implements Port, CardPort {
  readonly channel: number;
  readonly #parts: FxoPortParts;
  readonly #link: ChannelLink;
  readonly #ear: FxoEar;
  #state;
  #sound: PortSound | undefined;
  #calls = 0;
  #alarms = 0;
  #probe: FxoProbe | undefined;
  /** The doctor waits for the exchange to see that the line was put down, or for the card to answer for the first time. */
  #isAwaited = false;
  #isFresh = true;

  constructor(parts: FxoPortParts) {
    this.#parts = parts;
    this.channel = parts.channel;
    this.#state = newFxo(parts.nowMs());
    const { line } = parts;
    this.#ear = new FxoEar(line, parts.country, (heard) => this.#heard(heard));
    const settings = {
      channel: parts.channel,
      signalling: signalling.fxs,
      gainInDb: line.gainInDb ?? 0,
      gainOutDb: line.gainOutDb ?? 0,
    };
    this.#link = new ChannelLink(parts.sys, parts.root, settings, {
      opened: ({ alarms }) => this.#opened(alarms),
      event: (code) => this.#event(code),
      block: (block) => this.#block(block),
      gone: (why) => this.#down({ en: `The card does not answer: ${why}.`, zh: `板卡无响应：${why}。` }),
    });
  }

  get fd(): number | undefined {
    return this.#link.file?.fd;
  }
  get isBusy(): boolean {
    return this.#probe !== undefined || !["down", "idle", "letting-go"].includes(this.#state.phase);
  }
  get refusedBlocks(): number {
    return this.#link.refused;
  }

  perform(act: PortAct): void {
    // Whoever needs the line for a call comes first.
    if (act.do === "dial") this.#giveBack("call");
    this.#step({ on: "act", act });
  }

  /** An order of the line doctor. He gets a line only while nothing is on it. */
  probe(order: ProbeOrder): void {
    if (order.do === "take") return this.#lend();
    if (order.do === "give-back") return this.#giveBack("asked");
    this.#probe?.perform(order);
  }

  connect(sound: PortSound | undefined): void {
    this.#sound = sound;
    this.#link.sound = sound && ((into) => sound.next(into));
  }

  ready(revents: number): void {
    this.#link.ready(revents);
  }

  time(nowMs: number): void {
    this.#link.time(nowMs);
    this.#step({ on: "time" });
  }

  async stop(): Promise<void> {
    this.#giveBack("line");
    // A call that only rings is left to ring: taking it would cost the caller.
    if (this.#state.phase === "ringing") this.#step({ on: "failed" });
    else this.#step({ on: "act", act: { do: "hang-up", why: "shutdown" } });
    this.#link.file?.hook(hook.on);
    this.#link.end();
  }

  #opened(alarms: number): void {
    this.#isFresh = false;
    this.#link.file?.hook(hook.on);
    this.#alarms = alarms;
    if (alarms === 0) this.#mended();
    else this.#down(noBattery);
  }

  #mended(): void {
    this.#step({ on: "mended" });
    this.#parts.tell(this, { on: "state", state: "up", words: { en: "The line is ready.", zh: "线路就绪。" } });
  }

  #lend(): void {
    const saw = this.#parts.saw ?? (() => {});
    if (this.#probe) return;
    this.#isAwaited = this.#isFresh || (this.#state.phase === "letting-go" && !this.#state.dial);
    if (this.#isAwaited) return;
    if (this.#state.phase !== "idle") {
      // The card answers and has an alarm: there is no battery to be found.
      if (this.#link.file && this.#alarms !== 0) saw({ saw: "taken", battery: false, atMs: 0 });
      return saw({ saw: "given-back", why: this.#state.phase === "down" ? "line" : "busy", atMs: 0 });
    }
    const probe = new FxoProbe(
      {
        hook: (isOff) => this.#link.file?.hook(isOff ? hook.off : hook.on),
        dial: (digits) => this.#link.file?.dial(digits),
      },
      saw,
    );
    this.#probe = probe;
    // An echo is to be measured, not cancelled.
    this.#link.file?.echoCanceller(0);
    this.#link.sound = (into) => probe.next(into);
    probe.see({ saw: "taken", battery: true });
  }

  /** The line is what it is for again; a caller who rings is offered as if nobody had looked. */
  #giveBack(why: "call" | "line" | "asked"): void {
    const probe = this.#probe;
    if (this.#isAwaited) {
      this.#isAwaited = false;
      this.#parts.saw?.({ saw: "given-back", why, atMs: 0 });
    }
    if (!probe) return;
    const { isRinging, isOffHook, caller } = probe;
    this.#probe = undefined;
    this.connect(this.#sound);
    if (isOffHook) {
      this.#link.file?.hook(hook.on);
      this.#state = leftFxo(this.#parts.nowMs());
    }
    probe.see({ saw: "given-back", why: isRinging ? "call" : why });
    if (isRinging) this.#step({ on: "ring-begins" });
    // A number told by keys comes before the first ring.
    if (caller) {
      const { number = "", name, withheld } = caller;
      this.#step({ on: "caller", caller: { number, withheld, ...(name === undefined ? {} : { name }) } });
    }
    if (isRinging) this.#step({ on: "ring-ends" });
  }

  #down(words: Sentence): void {
    this.#isFresh = false;
    this.#giveBack("line");
    this.#step({ on: "failed" });
    this.#parts.tell(this, { on: "state", state: "down", words });
  }

  #event(code: number): void {
    if (this.#probe && code !== event.alarm && code !== event.noAlarm) return this.#probe.event(code);
    switch (code) {
      case event.ringBegin:
        return this.#step({ on: "ring-begins" });
      case event.ringOffHook:
        return this.#step({ on: "ring-ends" });
      case event.polarity:
        return this.#step({ on: "polarity" });
      case event.onHook:
        return this.#step({ on: "battery-gone" });
      case event.dialComplete:
        return this.#step({ on: "dialled" });
      case event.alarm:
        this.#alarms = 1;
        return this.#down(noBattery);
      case event.noAlarm:
        if (this.#alarms !== 0) this.#mended();
        this.#alarms = 0;
        return;
    }
  }

  #block(block: Uint8Array): void {
    if (this.#probe) return this.#probe.block(block);
    this.#ear.block(block);
    this.#sound?.heard(block);
    this.#step({ on: "time" });
  }

  #heard(heard: FxoHears): void {
    if ("caller" in heard) this.#step({ on: "caller", caller: heard.caller });
    else if ("tone" in heard) this.#step({ on: "tone", tone: heard.tone });
    else if ("quiet" in heard) this.#step({ on: "quiet" });
    else if (this.#state.phase === "talking") this.#parts.tell(this, { on: "digit", digit: heard.digit });
  }

  #step(happening: FxoHappening): void {
    const { line, nowMs } = this.#parts;
    const { state, orders } = stepFxo(this.#state, happening, line, nowMs());
    this.#state = state;
    for (const order of orders) this.#obey(order);
    if (this.#isAwaited) this.#lend();
    if (state.phase === "idle" || (state.phase === "ringing" && !state.inRing)) this.#ear.listen("caller");
    else this.#ear.listen(["seizing", "calling", "talking"].includes(state.phase) ? "call" : "nothing");
  }

  #obey(order: FxoOrder): void {
    const file = this.#link.file;
    if ("tell" in order) {
      const news = order.tell;
      const ref = `card${this.channel}-${this.#parts.nowMs().toString(36)}-${this.#calls}`;
      if (news.on === "incoming") this.#calls++;
      const to = this.#parts.line.ownNumber;
      this.#parts.tell(this, news.on === "incoming" ? { ...news, ref, ...(to ? { to } : {}) } : news);
      return;
    }
    switch (order.set) {
      case "off-hook":
        file?.hook(hook.off);
        file?.echoCanceller(this.#parts.line.echoCanceller ? echoTaps : 0);
        return;
      case "on-hook":
        file?.hook(hook.on);
        file?.echoCanceller(0);
        return;
      case "dial":
        if (file && !file.dial(order.digits)) this.#step({ on: "undialled" });
        return;
    }
  }
}

const noBattery: Sentence = { en: "The line has no battery: it is not plugged in, or dead.", zh: "线路无馈电：未接入或已断线。" };
