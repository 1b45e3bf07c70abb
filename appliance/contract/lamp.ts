import type { LegId } from "../kit/ids.ts";

/** One dialog of what a lamp watches, as RFC 4235 3.7 tells it. */
export type LampDialog = {
  /** The same while it lasts. */
  id: string;
  state: "trying" | "early" | "confirmed";
  direction: "initiator" | "recipient";
  /** Put on hold by whom the lamp watches (RFC 4235 4.1.6.2: not rendering). */
  held?: true;
  /** Who is on the other side, where the settings allow to show it. */
  remote?: { number: string; name?: string };
  /** Rings, and whoever watches may take it: the leg whose dialog a Replaces may name (RFC 3891). */
  takes?: LegId;
};

/** What is seen of a phone (its number), a parking place or a box (as dialled), or a queue (its id). Without `dialogs` there is nothing of that name any more. */
export type LampCommand = { do: "line.lamp"; subject: string; dialogs?: LampDialog[] };
