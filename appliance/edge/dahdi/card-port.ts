/** A socket of a card, as the driver's loop sees it. */
export interface CardPort {
  readonly channel: number;
  /** Its file while it is open; undefined while the card isn't there. */
  readonly fd: number | undefined;
  readonly isBusy: boolean;
  /** Blocks of sound the card did not take. */
  readonly refusedBlocks: number;
  /** The file has something: sound, or events first. `revents` as poll gives them. */
  ready(revents: number): void;
  /** Time has passed; also tries to open what isn't there. */
  time(nowMs: number): void;
  /** Ends what is up and lets the file go. */
  stop(why: string): Promise<void>;
}
