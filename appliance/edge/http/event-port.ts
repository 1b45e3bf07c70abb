import type { PublicEvent } from "../../contract/public-event.ts";

/** Public events as they are kept: what other programs are told, from any point still there. */
export type EventPort = {
  after(seq: number, limit: number): PublicEvent[];
  ends(): { first: number; last: number } | undefined;
  /** Called when there may be more. Returns how to stop listening. */
  onMore(listener: () => void): () => void;
};
