import type { MediaEvent } from "../../contract/media.ts";
import { DigitSender } from "./digit-sender.ts";
import type { LegOutput } from "./leg-output.ts";
import type { Player } from "./player.ts";

type How = Extract<MediaEvent, { on: "media.played" }>["how"];

const frame = new Int16Array(160);
const silence = new Int16Array(160);

/** What a leg is sent by ourselves, frame by frame: digits go before prompts, prompts before the mix of a room. */
export class LegVoice {
  /** A prompt or digits are on their way: it wants its tick. */
  sounding = false;
  readonly #output: LegOutput;
  readonly #played: (player: Player, how: How) => void;
  readonly #digits = new DigitSender();
  #player: Player | undefined;

  constructor(output: LegOutput, played: (player: Player, how: How) => void) {
    this.#output = output;
    this.#played = played;
  }

  get player(): Player | undefined {
    return this.#player;
  }

  play(player: Player): void {
    this.end("stopped");
    this.#player = player;
    this.#output.occupied = true;
    this.sounding = true;
  }

  /** Ends the prompt, if one is running. */
  end(how: How): void {
    const player = this.#player;
    if (player === undefined) return;
    this.#player = undefined;
    this.#output.occupied = this.#digits.busy;
    this.#played(player, how);
  }

  sendDigits(digits: string, asEvents: boolean): void {
    this.#digits.send(digits, asEvents);
    this.sounding = true;
  }

  tick(tickMs: number, mix: Int16Array | undefined, kept?: Int16Array): void {
    if (this.#digits.busy && this.#sendDigit(tickMs)) return;
    const player = this.#player;
    this.#output.occupied = player !== undefined;
    this.sounding = player !== undefined;
    if (player !== undefined) {
      const state = player.fill(frame);
      if (state === "frame") this.#output.frame(frame, tickMs);
      if (state !== "over") return;
      this.end(player.faults.length > 0 ? "failed" : "finished");
    }
    if (mix !== undefined) this.#output.frame(mix, tickMs, kept);
  }

  /** So that address translators on the way keep the path open. */
  keepAlive(tickMs: number): void {
    this.#output.frame(silence, tickMs);
  }

  #sendDigit(tickMs: number): boolean {
    const output = this.#output;
    output.occupied = true;
    const what = this.#digits.tick(output.stream.ownTimestamp(tickMs), frame);
    if (what === "nothing") return false;
    if (what === "event") output.event(this.#digits.packet, tickMs);
    else output.frame(what === "tone" ? frame : silence, tickMs);
    return true;
  }
}
