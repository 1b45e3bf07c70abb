import type { LineCommand, LineEvent, Party } from "../../../appliance/contract/line.ts";

/** One call seen from the far side of the line: the exchange, the mobile network, the carrier. */
export interface FarCall {
  /** What the box dialled; empty for a call the far side made. */
  readonly dialled: string;
  ring(): void;
  answer(): void;
  refuse(why: "busy"): void;
  hangUp(): void;
  /** Presses keys; resolves when they are through. */
  press(digits: string): Promise<void>;
  /** Keys the box pressed so far. */
  pressed(): string;
  /** Says so much of a tone; resolves when it was sent. */
  say(frequencyHz: number, forMs: number): Promise<void>;
  /** All that was heard so far, 8 kHz. */
  heard(): Int16Array;
  /** The box ended the call, or the line did. */
  readonly ended: Promise<void>;
}

/** The other side of a line, simulated in its own bytes. */
export interface FarSide {
  /** Calls the line; resolves as soon as the line is seized. */
  callIn(from: string): Promise<FarCall>;
  /** The next call the box makes over the line. */
  nextCall(): Promise<FarCall>;
  /** Takes the line away as it happens in cellars: the modem pulled, the card's cable out, the carrier's server dead. */
  pull(): Promise<void>;
  putBack(): Promise<void>;
  stop(): Promise<void>;
}

/** What a line can't do because of what it is; everything else it must. */
export type LineLimits = {
  /** Comes without a caller's number. */
  noCallerId?: true;
  /** Taken for answered when it has dialled: no busy, no ringing, no answer from the far end. */
  answerAssumed?: true;
  /** The far end's hanging up is heard as a tone and takes so long. */
  hangUpHeardMs?: number;
  /** A far side that is gone without a word is found out by its silence: the media plane ends the call. */
  deathHeardInSound?: true;
  /** Carries more than one call. */
  manyCalls?: true;
};

export type LineUnderTest = {
  far: FarSide;
  party: Party & { kind: "line" };
  limits: LineLimits;
  perform(command: LineCommand): void;
  /** What the driver holds: goes back to zero when no call is up. */
  gauges(): Promise<Record<string, number>>;
  stop(): Promise<void>;
};

/** Brings up a driver and its far side. `hear` gets every event of the line. */
export type OpenLine = (hear: (event: LineEvent) => void) => Promise<LineUnderTest>;
