import type { ModemFamily } from "../../../appliance/contract/hardware.ts";
import type { ModemFaults } from "./modem-faults.ts";
import { Pty } from "./pty.ts";
import { SimCall, type SimState } from "./sim-call.ts";
import { SimCard } from "./sim-card.ts";
import { type SimFamily, simFamilies } from "./sim-family.ts";

const clccStates: Record<SimState, number> = { active: 0, dialing: 2, alerting: 3, incoming: 4 };
const ringEveryMs = 3_000;
const early = 300;
const escapeByte = 27;
const endOfText = 26;
const sentence = "$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n";

export type SentPdu = { hex: string; octets: number };

/** A modem at the end of two ptys: it speaks as its family does, with its faults, and the network behind it is the test's. */
export class ModemSim {
  readonly family: SimFamily;
  readonly faults: ModemFaults;
  readonly sim: SimCard;
  readonly sent: SentPdu[] = [];
  /** Commands as they came. */
  readonly commands: string[] = [];
  restarts = 0;
  /** Called when the firmware starts anew: the device leaves the bus and comes back. */
  onRestart: () => void = () => {};
  #at: Pty | undefined;
  #pcm: Pty | undefined;
  #line = "";
  #prompt: { octets: number; text: string } | undefined;
  #call: SimCall | undefined;
  #calls = 0;
  #dialledMs = 0;
  #sound = false;
  #refused = 0;
  #odd: number[] = [];
  #ring: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  #framesSent = 0;
  #soundSinceMs = 0;
  #sentMessages = 0;
  #waiting: ((call: SimCall) => void)[] = [];
  #dialledCalls: SimCall[] = [];

  constructor(family: ModemFamily, faults: ModemFaults = {}, sim = new SimCard()) {
    this.family = simFamilies[family];
    this.faults = faults;
    this.sim = sim;
  }

  /** Puts it into its socket; gives the paths of its two ports. */
  plugIn(): { at: string; pcm: string } {
    this.#at = new Pty((bytes) => this.#command(bytes));
    this.#pcm = new Pty((bytes) => this.#heard(bytes));
    if (this.faults.stuckPrompt) this.#prompt = { octets: 0, text: "" };
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
    this.#prompt = undefined;
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
    if (!this.faults.silentEnds) for (const line of this.family.callNews(call, 6)) this.#byItself(line);
  }

  #tell(call: SimCall): void {
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
      if (this.#prompt) this.#text(byte);
      else if (byte === 13) {
        const line = this.#line.replace(/[^\x20-\x7e]/g, "");
        this.#line = "";
        if (/^AT/i.test(line)) this.#run(line.slice(2));
      } else this.#line += String.fromCharCode(byte);
    }
  }

  #text(byte: number): void {
    const prompt = this.#prompt!;
    if (byte === escapeByte) {
      this.#prompt = undefined;
      this.#write("\r\nOK\r\n");
    } else if (byte === endOfText) {
      this.#prompt = undefined;
      this.sent.push({ hex: prompt.text, octets: prompt.octets });
      this.#answer(`+CMGS: ${++this.#sentMessages}`);
    } else prompt.text += String.fromCharCode(byte);
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
    else if (!this.#status(command) && !this.#calling(command) && !this.#messages(command) && !this.#own(command)) this.#fail();
  }

  #status(command: string): boolean {
    const answers: Record<string, string[]> = {
      "+CMEE=1": [],
      "+CGMI": [this.family.maker],
      "+CGMM": [this.family.model],
      "+CGMR": ["SIMULATED 1.0"],
      "+CGSN": ["861234567890123"],
      "+CIMI": ["460001234567890"],
      "+CNUM": ['+CNUM: "","13912345678",129'],
      "+CSCA?": ['+CSCA: "+8613800755500",145'],
      "+CREG?": [`+CREG: 1,${this.faults.unregistered ? 2 : 1}`],
      "+CEREG?": [`+CEREG: 1,${this.faults.unregistered ? 2 : 1}`],
      "+CSQ": ["+CSQ: 23,99"],
      "+COPS?": ['+COPS: 0,0,"CHINA MOBILE",7'],
    };
    const answer = answers[command];
    if (answer) this.#answer(...answer);
    else if (/^\+(COPS=3,0|CREG=1|CEREG=1|CLIP=1|CCWA=0,0,1|CSSN=0,0)$/.test(command)) this.#answer();
    else if (command === "+CPIN?") this.#answer(`+CPIN: ${this.sim.state}`);
    else if (command.startsWith("+CPIN=")) {
      if (this.sim.enter(command.slice(7, -1))) this.#answer();
      else this.#fail("+CME ERROR: 16");
    } else if (this.family.restart.test(command)) this.#restart();
    else return false;
    return true;
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
      const lost = this.faults.losesEarlyHangUp && call?.outgoing && performance.now() - this.#dialledMs < early;
      this.#answer();
      if (!lost) call?.hangUp();
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
    this.#tell(call);
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

  #messages(command: string): boolean {
    const { stored } = this.sim;
    const index = Number(/^\+CMG[RD]=(\d+)$/.exec(command)?.[1] ?? -1);
    if (/^\+(CMGF=0|CNMI=2,1,0,2,0|CSCS="UCS2")$/.test(command)) this.#answer();
    else if (command.startsWith('+CPMS="ME"')) this.#fail("+CMS ERROR: 302");
    else if (command.startsWith('+CPMS="SM"')) this.#answer(`+CPMS: ${stored.size},30,${stored.size},30,${stored.size},30`);
    else if (command === "+CPMS?") this.#answer(`+CPMS: "SM",${stored.size},30,"SM",${stored.size},30,"SM",${stored.size},30`);
    else if (command === "+CMGL=4")
      this.#answer(...[...stored].flatMap(([place, hex]) => [`+CMGL: ${place},1,,${hex.length / 2}`, hex]));
    else if (command.startsWith("+CMGR=")) {
      const hex = stored.get(index);
      if (hex) this.#answer(`+CMGR: 0,,${hex.length / 2}`, hex);
      else this.#fail("+CMS ERROR: 321");
    } else if (command.startsWith("+CMGD=")) {
      stored.delete(index);
      this.#answer();
    } else if (command.startsWith("+CMGS=")) {
      this.#prompt = { octets: Number(command.slice(6)), text: "" };
      this.#write("\r\n> ");
    } else if (command.startsWith("+CUSD=1,")) {
      this.#answer();
      this.#byItself('+CUSD: 0,"4F59989D00310032002E00350030",72');
    } else return false;
    return true;
  }

  #own(command: string): boolean {
    const known = this.family.own.find(([pattern]) => pattern.test(command));
    if (!known) return false;
    this.#answer(...known[1].map((line) => line.replace("TRIES", String(this.sim.triesLeft))));
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
