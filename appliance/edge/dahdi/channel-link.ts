import { alawSilence } from "../../wire/audio/g711.ts";
import { blockBytes } from "../ports/port.ts";
import { ChannelFile, type ChannelParams } from "./channel-file.ts";
import { event, pollFor } from "./dahdi-calls.ts";
import { PlayLead } from "./play-lead.ts";
import type { Sys } from "./sys.ts";

export type LinkSettings = { channel: number; signalling: number; gainInDb: number; gainOutDb: number };

export type LinkTells = {
  /** Open and made ready. `alarms`: the span's, 0 when all is well. */
  opened(params: ChannelParams): void;
  event(code: number): void;
  /** 20 ms of the line in A-law. */
  block(block: Uint8Array): void;
  /** The card is gone, or was never there: said once until it is open. */
  gone(why: string): void;
};

const retryMs = 1_000;
/** So many blocks at a time: a process that was late catches up without starving the other lines. */
const mostAtOnce = 16;

/**
 * Holds the file of a channel: opens it, again and again while it isn't there, fetches events before sound, and keeps the card in sound, ahead of it
 * by no more than this process is late.
 */
export class ChannelLink {
  readonly #sys: Sys;
  readonly #root: string;
  readonly #tells: LinkTells;
  settings: LinkSettings;
  #file: ChannelFile | undefined;
  #retryAtMs = 0;
  #isOver = false;
  #isGoneTold = false;
  readonly #in = new Uint8Array(blockBytes);
  readonly #out = new Uint8Array(blockBytes);
  #lead = new PlayLead();
  /** Blocks the card did not take. */
  refused = 0;

  constructor(sys: Sys, root: string, settings: LinkSettings, tells: LinkTells) {
    this.#sys = sys;
    this.#root = root;
    this.settings = settings;
    this.#tells = tells;
  }

  get file(): ChannelFile | undefined {
    return this.#file;
  }

  /** Fills in what the line gets for each block it gives; undefined for silence. */
  sound: ((into: Uint8Array) => void) | undefined;
  /** The sound of now is a message to a device, not talk. */
  isMessage: () => boolean = () => false;

  ready(revents: number): void {
    const isBroken = (revents & (pollFor.hangUp | pollFor.error | pollFor.invalid)) !== 0;
    if (isBroken || revents & pollFor.urgent) this.#events();
    for (let n = 0; n < mostAtOnce && this.#file; n++) {
      const done = this.#file.read(this.#in);
      if (done === "nothing") return isBroken ? this.lose("the card's file is broken") : this.#play();
      if (done === "events") this.#events();
      else if (done === "gone") this.lose("the card is gone");
      else {
        this.#lead.played();
        this.#tells.block(this.#in);
      }
    }
  }

  /** Opens what isn't open, when it is time to. */
  time(nowMs: number): void {
    if (this.#file || this.#isOver || nowMs < this.#retryAtMs) return;
    this.#retryAtMs = nowMs + retryMs;
    const { channel, signalling, gainInDb, gainOutDb } = this.settings;
    const file = ChannelFile.open(this.#sys, this.#root, channel);
    if (typeof file === "number") return this.#tellGone(`channel ${channel}: errno ${-file}`);
    const params = file.prepare() && file.gains(gainInDb, gainOutDb) ? file.params() : undefined;
    if (params && params.signalling & signalling) {
      this.#file = file;
      this.#lead = new PlayLead();
      this.#isGoneTold = false;
      this.#tells.opened(params);
      return;
    }
    file.close();
    this.#tellGone(params ? `channel ${channel} is set up with signalling ${params.signalling}` : `channel ${channel} refuses`);
  }

  lose(why: string): void {
    this.close();
    this.#tellGone(why);
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#sys.wake();
  }

  /** Closes it for good: whoever holds the channel next must not find it taken. */
  end(): void {
    this.#isOver = true;
    this.close();
  }

  #tellGone(why: string): void {
    if (this.#isGoneTold) return;
    this.#isGoneTold = true;
    this.#tells.gone(why);
  }

  #events(): void {
    for (let n = 0; n < mostAtOnce && this.#file; n++) {
      const code = this.#file.nextEvent();
      if (code === event.none) return;
      if (code === event.removed) return this.lose("the card was taken out");
      this.#tells.event(code);
    }
  }

  #play(): void {
    // While the card dials, what is said is not heard; it must not be heard late either.
    if (this.#file?.isDialling()) {
      for (let passing = this.#lead.passedBy(); passing > 0; passing--) this.#next();
      return;
    }
    for (let missing = this.#lead.missing(this.isMessage()); missing > 0 && this.#file; missing--) {
      this.#next();
      let done = this.#file.write(this.#out);
      if (done === "events") {
        this.#events();
        // The block is as good as ever.
        done = this.#file?.write(this.#out) ?? "gone";
      }
      if (done !== "block") this.refused++;
    }
  }

  #next(): void {
    if (this.sound) this.sound(this.#out);
    else this.#out.fill(alawSilence);
  }
}
