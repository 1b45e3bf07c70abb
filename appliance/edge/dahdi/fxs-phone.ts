import type { AnalogPhone } from "../../contract/line-settings.ts";
import type { Sentence } from "../../contract/words.ts";
import { DtmfDetector } from "../../wire/audio/dtmf-detector.ts";
import { decodeAlaw, encodeAlaw } from "../../wire/audio/g711.ts";
import { toneFor } from "../../wire/audio/tone-plans.ts";
import { dtmfTone, ToneGenerator, type ToneSpec } from "../../wire/audio/tones.ts";
import { blockBytes, type Port, type PortAct, type PortNews, type PortSound } from "../ports/port.ts";
import type { CardPort } from "./card-port.ts";
import type { ChannelParams } from "./channel-file.ts";
import { ChannelLink } from "./channel-link.ts";
import { call, event, hook, neonLamp, signalling } from "./dahdi-calls.ts";
import { FxsBell } from "./fxs-bell.ts";
import {
  type Appearance,
  type FxsHappening,
  type FxsOrder,
  type FxsPhase,
  type FxsState,
  newFxs,
  stepFxs,
} from "./fxs-machine.ts";
import type { Sys } from "./sys.ts";

export type FxsPhoneParts = {
  sys: Sys;
  root: string;
  channel: number;
  phone: AnalogPhone;
  /** ISO 3166, for the tones it hears. */
  country: string;
  localTime(): { month: number; day: number; hour: number; minute: number };
  nowMs(): number;
  tell(port: Port, news: PortNews): void;
};

/** Taps of the echo canceller: 32 ms, longer than any line of a building. */
const echoTaps = 256;
/** Longest flash: ETSI ES 201 729 and most keys stay below, and whoever hangs up is gone within a second. The kernel's own is 1250 ms. */
const flashLimitMs = 800;
/** The lamp is set when the telephone has been left alone for so long. */
const lampAfterMs = 1_500;
/** No telephone is called like this: what an off-hook one hears at last, louder step by step. */
const howler: ToneSpec = {
  parts: [-20, -15, -10, -5, 0].map((levelDbm0) => ({ frequenciesHz: [950], levelDbm0, onMs: 3_000, offMs: 0 })),
  repeat: true,
};
const hearsKeys: readonly FxsPhase[] = ["dial-tone", "collecting", "talking"];

/** A telephone in a socket of a card: two appearances, one bell, one ear. */
export class FxsPhone implements CardPort {
  readonly channel: number;
  readonly #parts: FxsPhoneParts;
  readonly #link: ChannelLink;
  readonly #bell: FxsBell;
  readonly #keys = new DtmfDetector();
  readonly #appearances: readonly [PhoneAppearance, PhoneAppearance];
  readonly #samples = new Int16Array(blockBytes);
  #state: FxsState;
  #tone: ToneGenerator | undefined;
  #toneName: ToneName = "none";
  /** Keys the box presses for the telephone to hear. */
  #pressed: ToneGenerator | undefined;
  #calls = 0;
  #isLampWanted = false;
  #isLampOn: boolean | undefined;

  constructor(parts: FxsPhoneParts) {
    this.#parts = parts;
    this.channel = parts.channel;
    this.#state = newFxs(parts.nowMs());
    const { phone } = parts;
    this.#appearances = [this.#appearance(0), this.#appearance(1)];
    this.#bell = new FxsBell({
      way: phone.callerId,
      ring: (on) => this.#link.file?.hook(on ? hook.ring : hook.ringOff),
      transfer: (forMs) => this.#link.file?.set(call.onHookTransfer, forMs),
      localTime: parts.localTime,
    });
    const settings = {
      channel: parts.channel,
      signalling: signalling.fxo,
      gainInDb: phone.gainInDb ?? 0,
      gainOutDb: phone.gainOutDb ?? 0,
    };
    this.#link = new ChannelLink(parts.sys, parts.root, settings, {
      opened: (params) => this.#opened(params),
      event: (code) => this.#event(code),
      block: (block) => this.#block(block),
      gone: (why) => this.#down({ en: `The card does not answer: ${why}.`, zh: `板卡无响应：${why}。` }),
    });
    this.#link.sound = (into) => this.#speak(into);
    this.#link.isMessage = () => this.#bell.isBusy;
  }

  get fd(): number | undefined {
    return this.#link.file?.fd;
  }
  get isBusy(): boolean {
    return this.#state.calls.some(({ stage }) => stage !== "free");
  }
  get refusedBlocks(): number {
    return this.#link.refused;
  }

  /** Where the next call to it goes; a telephone in use says itself that it is busy. */
  dialPort(): Port {
    return this.#appearances[this.#state.calls[0].stage === "free" ? 0 : 1];
  }

  /** Messages wait for it, or no more. */
  lamp(isOn: boolean): void {
    this.#isLampWanted = isOn;
  }

  ready(revents: number): void {
    this.#link.ready(revents);
  }

  time(nowMs: number): void {
    this.#link.time(nowMs);
    this.#step({ on: "time" });
    this.#showLamp(nowMs);
  }

  async stop(): Promise<void> {
    for (const at of [0, 1] as const) this.#step({ on: "act", at, act: { do: "hang-up", why: "shutdown" } });
    this.#bell.stop();
    this.#link.end();
  }

  #appearance(at: Appearance): PhoneAppearance {
    return new PhoneAppearance(
      (act) => this.#step({ on: "act", at, act }),
      () => this.stop(),
    );
  }

  #opened({ alarms, isOffHook }: ChannelParams): void {
    this.#isLampOn = undefined;
    this.#link.file?.flashLimit(flashLimitMs);
    if (this.#parts.phone.messageLamp === "neon") this.#link.file?.set(call.vmwiConfig, neonLamp);
    if (alarms === 0) this.#mended(isOffHook);
    else this.#down(noLine);
  }

  #mended(isOff: boolean): void {
    this.#step({ on: "mended", isOff });
    this.#tell(0, { on: "state", state: "up", words: { en: "The telephone is ready.", zh: "话机就绪。" } });
  }

  #down(words: Sentence): void {
    this.#step({ on: "failed" });
    this.#tell(0, { on: "state", state: "down", words });
  }

  #event(code: number): void {
    const file = this.#link.file;
    switch (code) {
      case event.ringOffHook:
        file?.hook(hook.off);
        file?.echoCanceller(echoTaps);
        return this.#step({ on: "lifted" });
      case event.onHook:
        file?.hook(hook.on);
        file?.echoCanceller(0);
        return this.#step({ on: "replaced" });
      case event.winkFlash:
        return this.#step({ on: "flash" });
      case event.alarm:
        return this.#down(noLine);
      case event.noAlarm:
        if (this.#state.phase === "down") this.#mended(file?.params()?.isOffHook ?? false);
        return;
    }
  }

  #block(block: Uint8Array): void {
    const { phase, turned } = this.#state;
    if (hearsKeys.includes(phase)) {
      decodeAlaw(block, 0, this.#samples, 0, blockBytes);
      const code = this.#keys.feed(this.#samples, 0, blockBytes);
      if (code !== 0) this.#step({ on: "key", key: String.fromCharCode(code) });
    }
    if (phase === "talking" || phase === "calling") this.#appearances[turned].sound?.heard(block);
    this.#step({ on: "time" });
  }

  /** What the telephone hears for the next 20 ms. */
  #speak(into: Uint8Array): void {
    const { phase, turned } = this.#state;
    const { sound } = this.#appearances[turned];
    const samples = this.#samples.fill(0);
    if (this.#bell.next(samples)) return encodeAlaw(samples, 0, into, 0, blockBytes);
    if (this.#pressed) {
      if (!this.#pressed.render(samples, 0, blockBytes)) this.#pressed = undefined;
    } else if (sound && (phase === "talking" || phase === "calling")) return sound.next(into);
    else this.#tone?.render(samples, 0, blockBytes);
    encodeAlaw(samples, 0, into, 0, blockBytes);
  }

  #step(happening: FxsHappening): void {
    const before = this.#state;
    const { state, orders } = stepFxs(before, happening, this.#parts.nowMs());
    this.#state = state;
    this.#turnTo(before, state);
    for (const order of orders) this.#obey(order);
  }

  /** Bell, tone and ear follow the state. */
  #turnTo(before: FxsState, state: FxsState): void {
    const { phase, ring } = state;
    if (phase !== before.phase) {
      if (hearsKeys.includes(phase) && !hearsKeys.includes(before.phase)) this.#keys.reset();
      if (phase !== "talking") this.#pressed = undefined;
      if (phase === "ringing" && ring) this.#bell.start(ring.kind, ring.from);
      else if (phase === "ringing-back") this.#bell.start("recall");
      else if (this.#bell.isBusy) {
        // A message for the lamp that was broken off is sent again.
        this.#isLampOn = undefined;
        this.#bell.stop();
      }
    }
    const name = toneOf(state);
    if (name === this.#toneName) return;
    this.#toneName = name;
    const spec = name === "none" ? undefined : name === "howler" ? howler : toneFor(this.#parts.country, name);
    this.#tone = spec && new ToneGenerator(spec);
  }

  #obey(order: FxsOrder): void {
    if ("tell" in order) this.#tell(order.tell, order.news);
    else if ("hand" in order) this.#tell(order.hand, { on: "hands-on", to: this.#appearances[order.to] });
    else if ("keys" in order) this.#pressed = new ToneGenerator(dtmfTone(order.keys));
    else {
      const { channel, phone, nowMs } = this.#parts;
      const ref = `card${channel}-${nowMs().toString(36)}-${this.#calls++}`;
      this.#tell(order.dialled, { on: "incoming", from: { number: phone.phone, withheld: false }, to: order.to, ref });
    }
  }

  #tell(at: Appearance, news: PortNews): void {
    this.#parts.tell(this.#appearances[at], news);
  }

  #showLamp(nowMs: number): void {
    const way = this.#parts.phone.messageLamp;
    const file = this.#link.file;
    const wanted = this.#isLampWanted;
    if (way === "none" || !file || wanted === this.#isLampOn) return;
    if (this.#state.phase !== "idle" || nowMs - this.#state.sinceMs < lampAfterMs) return;
    this.#isLampOn = wanted;
    if (way === "neon") file.set(call.vmwi, wanted ? 1 : 0);
    else this.#bell.lamp(wanted);
  }
}

/** One of the two calls of a telephone, as the legs see it. */
class PhoneAppearance implements Port {
  readonly perform: (act: PortAct) => void;
  readonly stop: () => Promise<void>;
  sound: PortSound | undefined;

  constructor(perform: (act: PortAct) => void, stop: () => Promise<void>) {
    this.perform = perform;
    this.stop = stop;
  }

  connect(sound: PortSound | undefined): void {
    this.sound = sound;
  }
}

type ToneName = "dial" | "ringback" | "busy" | "howler" | "none";

function toneOf({ phase, calls, turned }: FxsState): ToneName {
  switch (phase) {
    case "dial-tone":
      return "dial";
    case "calling":
      return calls[turned].stage === "alerting" ? "ringback" : "none";
    case "busy-tone":
      return "busy";
    case "howling":
      return "howler";
    default:
      return "none";
  }
}

const noLine: Sentence = { en: "The socket reports an alarm of its card.", zh: "插口所在板卡报警。" };
