import type { CallbackRow } from "../../../contract/callback.ts";
import type { WaitingCaller } from "../../../contract/waiting.ts";
import type { CallId } from "../../../kit/ids.ts";
import type { Facts } from "../queue-event.ts";

/** Somebody who has hung up and keeps his place. One for a number, over all queues: so there is never more than one attempt for it. */
export type Callback = {
  row: CallbackRow;
  from: WaitingCaller;
  priority: number;
  facts: Facts;
  /** Decides between callers of the same moment. */
  seq: number;
  /** Names the call of his next stay in the line. */
  nextCall: number;
  /** The call under which he stands in the line now. */
  entry?: CallId;
  /** Left in peace after an attempt. */
  pauseUntilMs?: number;
  timerAtMs?: number;
};
