import type { QueueRow } from "../../contract/records.ts";
import type { CallOut } from "./scene.ts";

/** A stay in a queue; written when it begins and once more, with its outcome, when it ends. */
export const queueRow = (out: CallOut[], row: QueueRow): void => {
  out.push({ do: "store", change: { put: "queue", row } }, { do: "push", topic: "queues", id: row.queue });
};
