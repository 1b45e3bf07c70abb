import { exhaustive } from "../../kit/exhaustive.ts";
import { type ModemCall, readCallLine } from "../../wire/at/call-list.ts";
import { readCallOver } from "../../wire/at/call-over.ts";
import { type Family, families } from "../../wire/at/family.ts";
import type { AtFailure } from "../../wire/at/final-result.ts";
import { type AtAnswer, type AtScript, ask } from "../../wire/at/script.ts";
import type { Port, PortAct, PortSound } from "../ports/port.ts";
import type { AtLink } from "./at-link.ts";
import { type Call, type CallAct, type CallNews, pollMsOf, stepCall } from "./call-control.ts";
import { ModemBalance } from "./modem-balance.ts";
import { ModemLife } from "./modem-life.ts";
import { ModemMessages } from "./modem-messages.ts";
import type { ModemParts } from "./modem-parts.ts";
import type { PcmPipe } from "./pcm-pipe.ts";

const tickMs = 500;
const soundTickMs = 20;
/** Taking a call can be refused for this long while the network makes up its mind. */
const answerMs = 20_000;
const dialMs = 30_000;
const hangUpMs = 8_000;
/** Keys of one go. */
const mostDigits = 64;

/** A second's frames; who leaves more of them than he takes is mute. */
const muteFrames = 50;
type SoundCounts = { written: number; dropped: number };

/** One modem as a port: one call at a time, its sound, its messages. It comes up by itself, and again after whatever happens to it. */
export class Modem implements Port {
  readonly #parts: ModemParts;
  readonly #family: Family;
  readonly #life: ModemLife;
  readonly messages: ModemMessages;
  readonly #balance: ModemBalance;
  readonly #tick: NodeJS.Timeout;
  #at: AtLink | undefined;
  #pipe: PcmPipe | undefined;
  #sound: PortSound | undefined;
  #soundTick: NodeJS.Timeout | undefined;
  #call: Call = { phase: "idle" };
  #soundBefore: SoundCounts = { written: 0, dropped: 0 };
  #asking = false;
  #askAgain = false;
  #askedMs = 0;
  #stopped = false;

  constructor(parts: ModemParts) {
    this.#parts = parts;
    this.#family = families[parts.config.port.family];
    const health = (values: Record<string, number | string>): void => parts.hear({ on: "health", values });
    this.messages = new ModemMessages({ line: parts.config.line, family: this.#family, own: parts.own, health });
    this.#balance = new ModemBalance({
      wish: parts.config.balance,
      nowMs: parts.nowMs,
      ask: (code) => this.messages.ussd(code),
      health,
      alarm: parts.alarm,
    });
    this.#life = new ModemLife({
      ...parts,
      ready: (at) => this.#ready(at),
      gone: () => this.#gone(),
      registered: () => {
        if (!this.busy) this.#balance.look();
      },
      look: () => this.messages.look(),
      pipe: (pipe) => this.#joined(pipe),
      line: (line) => this.#line(line),
      digit: (digit) => this.#parts.hear({ on: "digit", digit }),
    });
    this.#tick = setInterval(() => this.#ticked(), tickMs);
  }

  get busy(): boolean {
    return this.#call.phase !== "idle";
  }

  get soundDropped(): number {
    return this.#pipe?.dropped ?? 0;
  }

  perform(act: PortAct): void {
    switch (act.do) {
      case "dial":
        if (this.#at && this.#life.carriesCalls) this.#step({ on: "dial", number: dialable(act.number), giveUpMs: act.giveUpMs });
        else this.#parts.hear({ on: "ended", why: "line-failed", by: "box" });
        return;
      case "answer":
        this.#step({ on: "answer" });
        return;
      case "hang-up":
        this.#step({ on: "hang-up", why: act.why });
        return;
      case "digits":
        this.#press(act.digits);
        return;
      // The network rings him anyway; and nothing is handed on from here.
      case "alert":
      case "handed-on":
        return;
      default:
        exhaustive(act);
    }
  }

  connect(sound: PortSound | undefined): void {
    if (this.#sound && !sound) this.#judgeSound();
    else if (sound && !this.#sound) this.#soundBefore = this.#soundCounts();
    this.#sound = sound;
    this.#pipe?.connect(sound, this.#parts.nowMs());
    clearInterval(this.#soundTick);
    this.#soundTick = sound && setInterval(() => this.#pipe?.tick(this.#parts.nowMs()), soundTickMs);
  }

  #soundCounts = (): SoundCounts => ({ written: this.#pipe?.written ?? 0, dropped: this.#pipe?.dropped ?? 0 });

  /** A call is over whose far end heard nothing, as far as can be seen from here: some firmware takes no sound until it starts anew. */
  #judgeSound(): void {
    const { written, dropped } = this.#soundCounts();
    const [taken, left] = [written - this.#soundBefore.written, dropped - this.#soundBefore.dropped];
    if (taken + left < muteFrames) return;
    const mute = left >= muteFrames && left > taken;
    if (mute) this.#mute(`it took ${taken} of ${taken + left} frames`);
    else this.#parts.alarm("modem-sound", false, "");
  }

  /** Between calls a new start costs nobody anything. */
  #mute(why: string): void {
    this.#parts.alarm("modem-sound", true, why);
    if (!this.busy || this.#call.phase === "ending") this.#life.cure(why);
  }

  async stop(why: string): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#tick);
    const at = this.#at;
    if (at && this.busy) await at.run(ask(this.#family.hangUp, { timeoutMs: hangUpMs }));
    await this.#life.stop(why);
    this.#step({ on: "gone" });
    this.connect(undefined);
  }

  #ready(at: AtLink): void {
    this.#at = at;
    this.#asking = false;
    this.#ask();
    this.messages.connect(at);
  }

  #gone(): void {
    this.#at = undefined;
    this.messages.connect(undefined);
    this.#step({ on: "gone" });
  }

  #joined(pipe: PcmPipe | undefined): void {
    this.#pipe = pipe;
    pipe?.connect(this.#sound, this.#parts.nowMs());
  }

  #line(line: string): void {
    if (this.#family.isCallNews(line)) {
      const why = readCallOver(line);
      if (why) this.#step({ on: "cause", why });
      this.#ask();
      return;
    }
    const digit = this.#family.readDigit?.(line);
    if (digit !== undefined) this.#parts.hear({ on: "digit", digit });
    // TS 27.007 8.3, told by itself: the SIM went or came back.
    else if (line.startsWith("+CPIN:")) this.#life.simNews();
    else this.messages.hear(line);
  }

  #ticked(): void {
    if (!this.#at) return;
    this.#step({ on: "tick" });
    if (this.#parts.nowMs() - this.#askedMs >= pollMsOf(this.#call)) this.#ask();
  }

  #step(news: CallNews): void {
    const at = { nowMs: this.#parts.nowMs(), soundLate: this.#family.soundOn.activeOnly };
    const [call, ...acts] = stepCall(this.#call, news, at);
    this.#call = call;
    this.messages.quiet(call.phase === "idle" || call.phase === "active");
    for (const act of acts) this.#do(act);
  }

  #do(act: CallAct): void {
    const at = this.#at;
    switch (act.do) {
      case "tell":
        this.#parts.hear(act.news);
        return;
      case "restart":
        if (act.sound) this.#mute(act.why);
        else this.#life.fail(act.why, "restart");
        return;
      case "ask":
        this.#ask();
        return;
      case "dial":
        at?.first(this.#stillIn("placing", this.#family.dial(act.number), dialMs), (answer) =>
          this.#step(answer.ok ? { on: "placed", ok: true } : { on: "placed", ok: false, why: reasonOf(answer.why) }),
        );
        return;
      case "answer":
        at?.first(this.#stillIn("answering", "A", answerMs), ({ ok }) => this.#step({ on: "taken", ok }));
        return;
      case "let-go":
        at?.first(ask(this.#family.hangUp, { timeoutMs: hangUpMs }), () => this.#step({ on: "let-go" }));
        return;
      case "sound-on":
        at?.first(ask(this.#family.soundOn.command), ({ ok }) => this.#step({ on: "sound", ok }));
        return;
      case "sound-off":
        if (this.#family.soundOff) at?.next(ask(this.#family.soundOff), () => {});
        return;
      default:
        exhaustive(act);
    }
  }

  /** For the list of calls. One at a time; what happens meanwhile asks once more. */
  #ask(): void {
    const at = this.#at;
    if (!at) return;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    this.#askedMs = this.#parts.nowMs();
    at.first(callList(), (calls) => {
      if (at !== this.#at) return;
      this.#asking = false;
      if (calls) this.#step({ on: "list", calls });
      if (!this.#askAgain) return;
      this.#askAgain = false;
      this.#ask();
    });
  }

  /** A command for the call at hand. When its turn comes another call may be there, which it must not meet. */
  *#stillIn(phase: Call["phase"], command: string, timeoutMs: number): AtScript<AtAnswer> {
    if (this.#call.phase !== phase) return { ok: false, why: { kind: "no-carrier" }, lines: [] };
    return yield* ask(command, { timeoutMs });
  }

  #press(digits: string): void {
    const { phase } = this.#call;
    if (phase !== "active" && phase !== "dialing") return;
    const index = this.#call.index ?? 1;
    for (const digit of digits.slice(0, mostDigits)) {
      if (/^[0-9*#A-D]$/.test(digit)) this.#at?.next(ask(this.#family.digit(digit, index)), () => {});
    }
  }
}

/** Nothing when the modem didn't tell. */
function* callList(): AtScript<ModemCall[] | undefined> {
  const answer = yield* ask("+CLCC", { answer: "+CLCC" });
  if (!answer.ok) return undefined;
  return answer.lines.map(readCallLine).filter((call) => call !== undefined);
}

/** Only what can be part of a number: it goes into a command line. */
const dialable = (number: string): string => number.replace(/[^0-9+*#]/g, "").slice(0, 40);

const reasonOf = ({ kind }: AtFailure) =>
  kind === "busy" ? "busy" : kind === "no-answer" ? "no-answer" : kind === "no-carrier" ? "rejected" : "line-failed";
