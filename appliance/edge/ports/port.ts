import type { EndReason } from "../../contract/end-reason.ts";
import type { RingKind } from "../../contract/line.ts";
import type { Sentence } from "../../contract/words.ts";

/** Who calls, as far as the line tells. */
export type CallerShown = { number: string; name?: string; withheld: boolean };

/** What is asked of a port's driver. It carries one call at a time; what doesn't fit its state it leaves alone. */
export type PortAct =
  | { do: "dial"; number: string; from: { number: string; name?: string }; ring: RingKind; giveUpMs: number }
  /** Only where the line can say so before it is answered; others ignore it. A telephone that was given sound before hears that instead of a tone. */
  | { do: "alert" }
  | { do: "answer" }
  | { do: "digits"; digits: string }
  /** What became of `handed-on`. */
  | { do: "handed-on"; done: boolean }
  | { do: "hang-up"; why: EndReason };

/** What a driver tells of its port. Every call that was told of ends with exactly one `ended`. */
export type PortNews =
  | { on: "incoming"; from: CallerShown; to?: string; ref: string }
  /** The far end rings, or can be heard before it answers. */
  | { on: "progressed"; how: "ringing" | "early" }
  /** `assumed`: the line can't tell, it is taken for answered. */
  | { on: "answered"; assumed: boolean }
  | { on: "digit"; digit: string }
  /** A telephone's flash: the far end waits, or is taken up again. */
  | { on: "held"; held: boolean }
  /** A telephone hands the call on to whom it talks with on its other appearance. */
  | { on: "hands-on"; to: Port }
  | { on: "ended"; why: EndReason; by: "far" | "us" | "box" }
  | { on: "state"; state: "up" | "down" | "off"; words: Sentence }
  /** Measured values by name (`signalDbm`, `lineVolts`): the newest is enough. */
  | { on: "health"; values: Readonly<Record<string, number | string>> };

/** Bytes of one block: 20 ms of A-law at 8 kHz (ITU-T G.711). */
export const blockBytes = 160;

/** The sound of the call at hand, from the driver's side. The line is the clock. */
export interface PortSound {
  /** A block came from the line. */
  heard(block: Uint8Array): void;
  /** The next block for the line; silence where none came in time. */
  next(into: Uint8Array): void;
}

/** One call's worth of a line: a modem, an analog line, a B channel, one of the two appearances of a telephone. */
export interface Port {
  perform(act: PortAct): void;
  /** From the first sound of a call to its end; nothing in between calls. */
  connect(sound: PortSound | undefined): void;
  /** Ends what is up and lets the device go. */
  stop(why: string): Promise<void>;
}
