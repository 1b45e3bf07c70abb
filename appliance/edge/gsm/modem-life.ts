import type { Sentence } from "../../contract/words.ts";
import { families } from "../../wire/at/family.ts";
import { ask } from "../../wire/at/script.ts";
import { isRegistered, type SimState } from "../../wire/at/status.ts";
import { greet, identify, network, radioOffAndOn, setUp, simState, unlock } from "../../wire/at/wake.ts";
import type { SerialLink } from "../ports/serial-link.ts";
import { AtLink } from "./at-link.ts";
import { findPorts, type ModemPaths } from "./find-ports.ts";
import type { ModemParts } from "./modem-parts.ts";
import { modemWords } from "./modem-words.ts";
import { PcmPipe } from "./pcm-pipe.ts";
import { failed, newRecovery, type RecoveryAct, type RecoveryStep, works } from "./recovery.ts";
import { cyclePower, hasPower, resetUsb } from "./usb-power.ts";

export type ModemLifeParts = ModemParts & {
  /** It answers and its SIM is open: calls and messages can be spoken of. */
  ready(at: AtLink): void;
  gone(): void;
  /** It is in a network; told every time that is looked at. */
  registered(): void;
  /** The time to look for messages that were not announced. */
  look(): void;
  pipe(pipe: PcmPipe | undefined): void;
  line(line: string): void;
  digit(digit: string): void;
};

type Links = { at: AtLink; serial: SerialLink[]; over: boolean };

/** Looked for so often while it isn't there; and a SIM that isn't open. */
const absentMs = 1_000;
const simMs = 30_000;
/** A SIM that was lost electrically is often back at once when the radio was off; later only every now and then. */
const simBackMs = 3_000;
const simCuresEvery = 20;
const networkMs = 60_000;
const searchingMs = 5_000;
const settleMs = 300;
/** So many commands without an answer and it is taken for dead. */
const mostSilent = 3;
/** A modem that starts anew leaves the bus meanwhile, and may take so long to begin with it. */
const restartMs = 3_000;
const restartAnswerMs = 2_000;

/**
 * The life of a modem: found, opened, woken, watched, and brought back when it fails. It says up or down once for each change, and why.
 */
export class ModemLife {
  readonly #parts: ModemLifeParts;
  #links: Links | undefined;
  #recovery = newRecovery();
  #timer: NodeJS.Timeout | undefined;
  #state: "up" | "down" | "off" | undefined;
  #words: Sentence | undefined;
  #wrongPin: string | undefined;
  #unregistered = 0;
  #simTries = 0;
  #restarts = 0;
  #stopped = false;
  #busy = false;

  constructor(parts: ModemLifeParts) {
    this.#parts = parts;
    this.#soon(0, () => this.#begin());
  }

  /** Registered in a network, so that calls can be made. */
  get carriesCalls(): boolean {
    return this.#state === "up";
  }

  /** It doesn't do what it should. `from`: nothing gentler would help. */
  fail(why: string, from?: RecoveryAct): void {
    const { config, nowMs, alarm } = this.#parts;
    if (this.#stopped || this.#busy) return;
    this.#busy = true;
    const power = hasPower(config.port);
    const [next, step] = failed(this.#recovery, nowMs(), from ? { power, from } : { power });
    this.#recovery = next;
    if (step.alarm) alarm("modem-failing", true, why);
    this.#mend(why, step);
  }

  /** Its firmware is to start anew, although it does what it is told: no step of the ladder. */
  cure(why: string): void {
    if (this.#stopped || this.#busy) return;
    this.#busy = true;
    this.#mend(why, { act: "restart", afterMs: 0 });
  }

  #mend(why: string, step: Pick<RecoveryStep, "act" | "afterMs">): void {
    const { config, note } = this.#parts;
    this.#parts.hear({ on: "health", values: { restarts: ++this.#restarts } });
    note("warn", `${config.port.id}: ${why}; ${step.act} in ${step.afterMs} ms`);
    this.#say("down", modemWords.failing);
    const links = this.#links;
    this.#parts.gone();
    this.#soon(step.afterMs, async () => {
      await this.#recover(step.act, links).catch((error: Error) =>
        note("warn", `${config.port.id}: ${step.act}: ${error.message}`),
      );
      this.#busy = false;
      if (step.act === "call-off" && links && this.#links === links) await this.#wake(links);
      else this.#begin();
    });
  }

  async stop(_why: string): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#close();
    this.#say("off", modemWords.off);
  }

  #begin(): void {
    if (this.#stopped) return;
    const { config, roots } = this.#parts;
    const paths = findPorts(config.port, roots);
    if (!paths) {
      this.#say("down", modemWords.absent);
      this.#soon(absentMs, () => this.#begin());
      return;
    }
    if (this.#state === undefined) this.#say("down", modemWords.starting);
    void this.#open(paths).then(
      (links) => {
        if (this.#stopped) void this.#close();
        else void this.#wake(links);
      },
      (error: Error) => this.fail(`it can't be opened: ${error.message}`, "reopen"),
    );
  }

  async #open(paths: ModemPaths): Promise<Links> {
    const { config, openSerial, nowMs, tap } = this.#parts;
    const links: Links = { at: undefined as never, serial: [], over: false };
    const closed = (why: string): void => {
      if (!links.over) this.#lost(links, why);
    };
    const early: Uint8Array[] = [];
    try {
      const serial = await openSerial(paths.at, {
        data: (bytes) => {
          tap?.now?.heard(config.port.id, "in", bytes);
          if (links.at) links.at.receive(bytes);
          else early.push(bytes);
        },
        closed,
      });
      links.serial.push(serial);
      links.at = new AtLink({
        link: serial,
        wrote: (bytes) => tap?.now?.heard(config.port.id, "out", bytes),
        nowMs,
        line: this.#parts.line,
        silent: (inARow) => {
          if (inARow >= mostSilent && !links.over && this.#links === links) this.fail("it doesn't answer");
        },
      });
      for (const bytes of early) links.at.receive(bytes);
      const { readDigit, frameMs } = families[config.port.family];
      let pipe: PcmPipe | undefined;
      const sound = await openSerial(paths.pcm, { data: (bytes) => pipe?.receive(bytes, nowMs()), closed });
      links.serial.push(sound);
      pipe = new PcmPipe({
        frameMs: config.port.frameMs ?? frameMs,
        gainInDb: config.gainInDb,
        gainOutDb: config.gainOutDb,
        ...(readDigit ? {} : { digit: this.#parts.digit }),
        write: (bytes) => sound.write(bytes),
        waitingBytes: () => sound.waitingBytes,
      });
      this.#parts.pipe(pipe);
    } catch (error) {
      links.over = true;
      links.at?.close();
      await Promise.all(links.serial.map((one) => one.close()));
      throw error;
    }
    this.#links = links;
    return links;
  }

  /** From the first word to a SIM that is open. */
  async #wake(links: Links): Promise<void> {
    const { config, alarm, hear } = this.#parts;
    const family = families[config.port.family];
    const { at } = links;
    const here = (): boolean => this.#links === links && !links.over && !this.#busy;
    // Whoever was here before may have left the modem asking for a text. It may answer the escape, which must not pass for an answer to the greeting.
    at.escape();
    await new Promise((done) => setTimeout(done, settleMs));
    if (!here()) return;
    const answers = await at.run(greet());
    if (!here()) return;
    if (!answers) return this.fail("it doesn't answer");
    const identity = await at.run(identify());
    const pin = config.pin === this.#wrongPin ? undefined : config.pin;
    const opened = await at.run(unlock(family, pin));
    if (!here()) return;
    hear({ on: "health", values: { ...identity, sim: opened.sim } });
    if (opened.sim !== "ready") {
      if (opened.wrongPin && config.pin !== undefined) this.#wrongPin = config.pin;
      const words =
        this.#wrongPin !== undefined && this.#wrongPin === config.pin ? modemWords.wrongPin : modemWords.sim(opened.sim);
      this.#say("down", words);
      alarm("modem-sim", true, words.en);
      await this.#cureSim(links, opened.sim);
      return;
    }
    this.#simTries = 0;
    alarm("modem-sim", false, "");
    const { sim } = await at.run(setUp(family));
    if (!here()) return;
    hear({ on: "health", values: sim });
    this.#parts.ready(at);
    await this.#watch(links);
  }

  /** Contacts that gave way are made anew with the radio; everything else a person must do. */
  async #cureSim(links: Links, sim: SimState): Promise<void> {
    const lost = sim === "missing" || sim === "broken";
    const tries = this.#simTries++;
    if (lost && (tries < 2 || tries % simCuresEvery === 0)) await links.at.run(radioOffAndOn());
    if (this.#links === links && !links.over && !this.#busy)
      this.#soon(lost && tries < 2 ? simBackMs : simMs, () => this.#wake(links));
  }

  /** It said something of its SIM: looked at now. */
  simNews(): void {
    const links = this.#links;
    if (links && !links.over && !this.#busy && this.#state === "up") this.#soon(0, () => this.#watch(links));
  }

  /** The network, every now and then; that the modem answers at all, its calls and messages are asked for anyway. */
  async #watch(links: Links): Promise<void> {
    const { nowMs, alarm, hear } = this.#parts;
    const now = await links.at.run(network());
    if (this.#links !== links || links.over || this.#busy || this.#stopped) return;
    const { registration, signalDbm, operator } = now;
    hear({
      on: "health",
      values: { registration, ...(signalDbm === undefined ? {} : { signalDbm }), ...(operator ? { operator } : {}) },
    });
    const registered = isRegistered(registration);
    const sim = registered ? "ready" : await links.at.run(simState());
    if (this.#links !== links || links.over || this.#busy || this.#stopped) return;
    if (sim !== "ready" && sim !== "unknown") return this.#wake(links);
    this.#unregistered = registered ? 0 : this.#unregistered + 1;
    if (registered) {
      this.#recovery = works(this.#recovery, nowMs());
      alarm("modem-failing", false, "");
      alarm("modem-network", false, "");
      this.#say("up", modemWords.up);
      this.#parts.registered();
    } else {
      this.#say("down", modemWords.searching);
      if (this.#unregistered * searchingMs >= networkMs) alarm("modem-network", true, registration);
    }
    this.#soon(registered ? networkMs : searchingMs, () => this.#again(links));
  }

  #again(links: Links): Promise<void> | undefined {
    if (this.#links !== links || links.over) return undefined;
    this.#parts.look();
    return this.#watch(links);
  }

  /** Its port is gone: pulled out, or started anew. */
  #lost(links: Links, why: string): void {
    links.over = true;
    if (this.#stopped || this.#busy || this.#links !== links) return;
    this.#parts.note("warn", `${this.#parts.config.port.id}: ${why}`);
    this.#say("down", modemWords.absent);
    this.#parts.gone();
    // Closed first: names are given anew only when the old ones are free.
    void this.#close().then(() => this.#soon(absentMs, () => this.#begin()));
  }

  async #recover(act: RecoveryAct, links: Links | undefined): Promise<void> {
    const { config, roots } = this.#parts;
    switch (act) {
      case "call-off":
        // The greeting that follows begins with an escape.
        return;
      case "reopen":
        await this.#close();
        return;
      case "restart":
        // It may say OK or be gone before; both will do.
        await links?.at.run(ask(families[config.port.family].restart, { timeoutMs: restartAnswerMs }));
        await this.#close();
        await new Promise((done) => setTimeout(done, restartMs));
        return;
      case "usb-reset":
        await this.#close();
        await resetUsb(config.port, roots);
        return;
      case "power":
        await this.#close();
        await cyclePower(config.port, roots);
        return;
    }
  }

  async #close(): Promise<void> {
    const links = this.#links;
    if (!links) return;
    this.#links = undefined;
    links.over = true;
    this.#parts.pipe(undefined);
    links.at.close();
    await Promise.all(links.serial.map((one) => one.close()));
  }

  #say(state: "up" | "down" | "off", words: Sentence): void {
    if (this.#state === state && this.#words === words) return;
    this.#state = state;
    this.#words = words;
    this.#parts.hear({ on: "state", state, words });
  }

  #soon(afterMs: number, act: () => void | Promise<void> | undefined): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void act(), afterMs);
  }
}
