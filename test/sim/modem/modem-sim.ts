import type { ModemFamily } from "../../../appliance/contract/hardware.ts";
import type { ModemFaults } from "./modem-faults.ts";
import { Pty } from "./pty.ts";
import { SimCall, type SimState } from "./sim-call.ts";
import { SimCard } from "./sim-card.ts";
import { type SimFamily, simFamilies } from "./sim-family.ts";
import { type SentPdu, SimMessages } from "./sim-messages.ts";

const clccStates: Record<SimState, number> = { active: 0, dialing: 2, alerting: 3, incoming: 4 };
const ringEveryMs = 3_000;
/** The network knows of a dialled call after so long. */
const earlyMs = 300;
const falseEndMs = 500;
const sentence = "$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n";

/** A modem at the end of two ptys: it speaks as its family does, with its faults, and the network behind it is the test's. */
export class ModemSim {
  readonly family: SimFamily;
  readonly faults: ModemFaults;
  readonly sim: SimCard;
  readonly messages: SimMessages;
  readonly imei: string;
  /** Commands as they came. */
  readonly commands: string[] = [];
  restarts = 0;
  /** What follows `+CUSD: `, for the next codes. */
  readonly ussdAnswers: string[] = [];
  /** Called when the firmware starts anew: the device leaves the bus and comes back. */
  onRestart: () => void = () => {};
  #at: Pty | undefined;
  #pcm: Pty | undefined;
  #line = "";
  #call: SimCall | undefined;
  #calls = 0;
  #dialledMs = 0;
  #untold = false;
  #sound = false;
  #refused = 0;
  #odd: number[] = [];
  #ring: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  #framesSent = 0;
  #soundSinceMs = 0;
  #waiting: ((call: SimCall) => void)[] = [];
  #dialledCalls: SimCall[] = [];

  constructor(family: ModemFamily, faults: ModemFaults = {}, sim = new SimCard(), imei = "861234567890123") {
    this.family = simFamilies[family];
    this.faults = faults;
    this.sim = sim;
    this.imei = imei;
    this.messages = new SimMessages(
      {
        answer: (...lines) => this.#answer(...lines),
        fail: (why) => this.#fail(why),
        write: (text) => this.#write(text),
      },
      sim,
    );
  }

  get isBusy(): boolean {
    return this.#call !== undefined;
  }

  /** Texts the network took. */
  get sent(): readonly SentPdu[] {
    return this.messages.sent;
  }

  /** Puts it into its socket; gives the paths of its two ports. */
  plugIn(): { at: string; pcm: string } {
    this.#at = new Pty((bytes) => this.#command(bytes));
    this.#pcm = new Pty((bytes) => this.#heard(bytes));
    if (this.faults.stuckPrompt) this.messages.stick();
    if (this.faults.silentUplink) this.#pcm.pause();
    this.#clock = setInterval(() => this.#speak(), 10);
    return { at: this.#at.path, pcm: this.#pcm.path };
  }

  pullOut(): void {
    this.#call?.hangUp();
    clearInterval(this.#clock);
    clearInterval(this.#ring);
    this.#at?.close();
    this.#pcm?.close();
    this.#at = undefined;
    this.#pcm = undefined;
    this.#line = "";
    this.messages.reset();
    this.#sound = false;
    this.#calls = 0;
    this.#refused = 0;
  }

  /** The network calls the modem. */
  callIn(from: string): SimCall {
    if (this.#call) throw new Error("the modem is in a call");
    const call = this.#newCall(false, from);
    const ring = (): void => {
      this.#byItself("RING");
      this.#byItself(`+CLIP: "${from}",129,,,,0`);
    };
    this.#tell(call);
    ring();
    this.#ring = setInterval(ring, ringEveryMs);
    return call;
  }

  /** The next call the modem makes, or one it has made already. */
  nextCall(): Promise<SimCall> {
    const made = this.#dialledCalls.shift();
    if (made) return Promise.resolve(made);
    return new Promise((done) => this.#waiting.push(done));
  }

  /** A message arrives. */
  deliver(hex: string, announce = true): void {
    const place = this.sim.store(hex);
    if (place !== undefined && announce) this.#byItself(`+CMTI: "SM",${place}`);
  }

  /** A line nobody asked for. */
  say(line: string): void {
    this.#byItself(line);
  }

  #newCall(outgoing: boolean, number: string): SimCall {
    this.#calls++;
    const call = new SimCall(
      {
        changed: (changed) => {
          if (changed.state === "active") clearInterval(this.#ring);
          this.#tell(changed);
        },
        ended: (over) => this.#callOver(over),
        tellKey: (digit) => {
          const line = this.family.key?.(digit);
          if (line) this.#byItself(line);
          return line !== undefined;
        },
      },
      { outgoing, number },
    );
    this.#call = call;
    return call;
  }

  #callOver(call: SimCall): void {
    clearInterval(this.#ring);
    if (this.#call === call) this.#call = undefined;
    if (this.faults.oddEnds) this.#pcm?.write(Buffer.of(0x55));
    const silent = this.faults.silentEnds || this.#untold;
    this.#untold = false;
    if (!silent) for (const line of this.family.callNews(call, 6)) this.#byItself(line);
  }

  #tell(call: SimCall): void {
    if (call.over) return;
    if (call.state === "active" && this.faults.falseEnds)
      for (const line of this.family.callNews(call, 6)) setTimeout(() => this.#byItself(line), falseEndMs);
    for (const line of this.family.callNews(call, clccStates[call.state])) this.#byItself(line);
  }

  #byItself(line: string): void {
    const { lateMs } = this.faults;
    if (lateMs) setTimeout(() => this.#write(`\r\n${line}\r\n`), lateMs);
    else this.#write(`\r\n${line}\r\n`);
  }

  #write(text: string): void {
    if (this.faults.deaf) return;
    const bytes = Buffer.from(text, "latin1");
    if (!this.faults.splitReads) this.#at?.write(bytes);
    else for (const byte of bytes) this.#at?.write(Buffer.of(byte));
  }

  #command(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.messages.take(byte)) continue;
      if (byte === 13) {
        const line = this.#line.replace(/[^\x20-\x7e]/g, "");
        this.#line = "";
        if (/^AT/i.test(line)) this.#run(line.slice(2));
      } else this.#line += String.fromCharCode(byte);
    }
  }

  #answer(...lines: string[]): void {
    this.#write(`${lines.map((line) => `\r\n${line}\r\n`).join("")}\r\nOK\r\n`);
  }
  #fail(why = "ERROR"): void {
    this.#write(`\r\n${why}\r\n`);
  }

  #run(command: string): void {
    this.commands.push(command);
    if (command === "" || command === "E0") this.#answer();
    else if (
      !this.#status(command) &&
      !this.#calling(command) &&
      !this.messages.run(command) &&
      !this.#codes(command) &&
      !this.#own(command)
    )
      this.#fail();
  }

  #status(command: string): boolean {
    const answers: Record<string, string[]> = {
      "+CMEE=1": [],
      "+CGMI": [this.family.maker],
      "+CGMM": [this.family.model],
      "+CGMR": ["SIMULATED 1.0"],
      "+CGSN": [this.imei],
      "+CIMI": ["460001234567890"],
      "+CNUM": ['+CNUM: "","13912345678",129'],
      "+CSCA?": ['+CSCA: "+8613800755500",145'],
      "+CREG?": [`+CREG: 1,${this.#registration()}`],
      "+CEREG?": [`+CEREG: 1,${this.#registration()}`],
      "+CSQ": ["+CSQ: 23,99"],
      "+COPS?": ['+COPS: 0,0,"CHINA MOBILE",7'],
    };
    const answer = answers[command];
    if (answer) this.#answer(...answer);
    else if (/^\+(COPS=3,0|CREG=1|CEREG=1|CLIP=1|CCWA=0,0,1|CSSN=0,0)$/.test(command)) this.#answer();
    else if (command === "+CPIN?" && this.sim.dropped) this.#fail("+CME ERROR: 10");
    else if (command === "+CFUN=0" || command === "+CFUN=1") {
      if (command === "+CFUN=1") this.sim.dropped = false;
      this.#answer();
    } else if (command === "+CPIN?") this.#answer(`+CPIN: ${this.sim.state}`);
    else if (command.startsWith("+CPIN=")) {
      if (this.sim.enter(command.slice(7, -1))) this.#answer();
      else this.#fail("+CME ERROR: 16");
    } else if (this.family.restart.test(command)) this.#restart();
    else return false;
    return true;
  }

  #registration = (): number => (this.sim.dropped ? 0 : this.faults.unregistered ? 2 : 1);

  /** The contacts of the card give way for a moment. */
  dropSim(tell: boolean): void {
    this.sim.dropped = true;
    if (tell) this.#byItself("+CPIN: NOT READY");
  }

  #restart(): void {
    this.restarts++;
    this.#answer();
    this.onRestart();
  }

  #calling(command: string): boolean {
    const call = this.#call;
    const key = this.family.keyOut.exec(command)?.[1];
    if (command === "+CLCC") {
      const line = call && `+CLCC: 1,${call.outgoing ? 0 : 1},${clccStates[call.state]},0,0,"${call.number}",129`;
      this.#answer(...(line ? [line] : []));
    } else if (command === "A") {
      if (call?.state !== "incoming") this.#fail("NO CARRIER");
      else {
        this.#answer();
        call.become("active");
      }
    } else if (command === "+CHUP") {
      const { earlyHangUp } = this.faults;
      const isEarly = call?.outgoing === true && performance.now() - this.#dialledMs < earlyMs;
      this.#untold = isEarly && earlyHangUp === "untold";
      this.#answer();
      if (!isEarly || earlyHangUp !== "lost") call?.hangUp();
    } else if (/^\+CHLD=1/.test(command)) {
      if (this.faults.diesOfEarlyHold && call?.state === "dialing") this.faults.deaf = true;
      else {
        this.#answer();
        call?.hangUp();
      }
    } else if (/^D[0-9+*#]+;$/.test(command)) this.#dial(command.slice(1, -1));
    else if (key) {
      call?.keyed(key);
      this.#answer();
    } else return this.#switchSound(command);
    return true;
  }

  #dial(number: string): void {
    if (this.#call || this.faults.unregistered) {
      this.#fail("NO CARRIER");
      return;
    }
    this.#dialledMs = performance.now();
    const call = this.#newCall(true, number);
    this.#answer();
    // The network has to be asked first.
    setTimeout(() => this.#tell(call), earlyMs);
    const wanted = this.#waiting.shift();
    if (wanted) wanted(call);
    else this.#dialledCalls.push(call);
  }

  #switchSound(command: string): boolean {
    const { soundOn, soundOff, soundLate } = this.family;
    if (soundOff.test(command)) {
      this.#sound = false;
      this.#answer();
      return true;
    }
    if (!soundOn.test(command)) return false;
    const dead = this.faults.halfDead && this.#calls > 1;
    const refused = this.#refused++ < (this.faults.soundRefusals ?? 0);
    if ((soundLate && this.#call?.state !== "active") || dead || refused) this.#fail();
    else {
      this.#sound = true;
      this.#soundSinceMs = performance.now();
      this.#framesSent = 0;
      this.#answer();
    }
    return true;
  }

  #codes(command: string): boolean {
    const code = /^\+CUSD=1,"([^"]*)",15$/.exec(command)?.[1];
    if (code === undefined) return false;
    if (code !== this.family.ussd.code) this.#fail("+CME ERROR: 100");
    else {
      this.#answer();
      this.#byItself(`+CUSD: ${this.ussdAnswers.shift() ?? this.family.ussd.answer}`);
    }
    return true;
  }

  #own(command: string): boolean {
    const known = this.family.own.find(([pattern]) => pattern.test(command));
    if (!known) return false;
    if (this.faults.hidesTries && known[1].some((line) => line.includes("TRIES"))) this.#fail();
    else this.#answer(...known[1].map((line) => line.replace("TRIES", String(this.sim.triesLeft))));
    return true;
  }

  /** As much sound as time has passed, so that a stalled process doesn't slow the stream down. */
  #speak(): void {
    const { frameBytes } = this.family;
    const frameMs = frameBytes / 16;
    while (this.#sound && this.#framesSent * frameMs <= performance.now() - this.#soundSinceMs) {
      this.#framesSent++;
      const samples = this.#call?.state === "active" ? this.#call.speak(frameBytes / 2) : new Int16Array(frameBytes / 2);
      const bytes = Buffer.from(samples.buffer);
      if (this.faults.sentences && this.#framesSent % 10 === 0) this.#pcm?.write(Buffer.from(sentence, "latin1"));
      if (!this.faults.splitReads) this.#pcm?.write(bytes);
      else {
        const cut = 1 + ((this.#framesSent * 37) % (frameBytes - 1));
        this.#pcm?.write(bytes.subarray(0, cut));
        this.#pcm?.write(bytes.subarray(cut));
      }
    }
  }

  #heard(bytes: Uint8Array): void {
    const all = [...this.#odd, ...bytes];
    const count = all.length >> 1;
    this.#odd = all.slice(2 * count);
    const samples = Int16Array.from({ length: count }, (_, i) => ((all[2 * i]! | (all[2 * i + 1]! << 8)) << 16) >> 16);
    if (this.#sound && this.#call?.state === "active") this.#call.hear(samples);
  }
}
