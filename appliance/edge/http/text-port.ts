import type { FaultCode } from "../../contract/faults.ts";
import type { TextEvent, TextQuery, TextRow } from "../../contract/texts.ts";

export type TextRowsPort = { texts(query: TextQuery): TextRow[] };

export type TextPort = {
  /** As it is at this moment, also when it is over. */
  text(id: string): TextRow | undefined;
  /** How many parts a text goes out in; nothing when it can't be sent at all. */
  parts(number: string, text: string): number | undefined;
  /** "ok" when it is on disk; "busy" when too many wait already. */
  act(event: Extract<TextEvent, { on: "text.asked" | "text.cancelled" | "text.resent" }>): Promise<"ok" | FaultCode>;
};
