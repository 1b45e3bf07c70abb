import type { MessageRow, VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { voicemailDefaults } from "../../contract/voicemail.ts";

/** One box as it is now. Plain data. */
export type BoxLive = {
  /** All that are not deleted, oldest first. */
  messages: MessageRow[];
  /** Recorded by its owner from a phone; relative to the data folder. */
  greeting?: string;
  /** Wrong PINs in a row. */
  wrongPins: number;
  /** Nobody may try before this. */
  lockedUntilMs?: number;
  /** Its owner was told that it is full. */
  fullTold?: boolean;
};

export type MessagesState = {
  boxes: Record<string, BoxLive>;
  /** New messages as each phone's lamp shows them. */
  lamps: Record<string, number>;
};
export const newMessages = (): MessagesState => ({ boxes: {}, lamps: {} });

const nothing: BoxLive = { messages: [], wrongPins: 0 };
/** To look at only. */
export const boxNow = (state: MessagesState, box: string): Readonly<BoxLive> =>
  Object.hasOwn(state.boxes, box) ? state.boxes[box]! : nothing;
/** To be changed. */
export function boxOf(state: MessagesState, box: string): BoxLive {
  if (!Object.hasOwn(state.boxes, box)) state.boxes[box] = { messages: [], wrongPins: 0 };
  return state.boxes[box]!;
}

export const isFull = (
  state: MessagesState,
  { id, mostMessages = voicemailDefaults.mostMessages }: VoicemailBoxSettings,
): boolean => boxNow(state, id).messages.length >= mostMessages;

export const newCount = (state: MessagesState, box: string): number =>
  boxNow(state, box).messages.filter((m) => m.state === "new").length;

export function messageNow(state: MessagesState, id: string): MessageRow | undefined {
  for (const { messages } of Object.values(state.boxes)) {
    const found = messages.find((m) => m.id === id);
    if (found) return found;
  }
  return undefined;
}
