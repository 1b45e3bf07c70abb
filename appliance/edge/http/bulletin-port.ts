import type { Bulletin, BulletinEvent } from "../../contract/bulletins.ts";
import type { FaultCode } from "../../contract/faults.ts";

export type BulletinRowsPort = {
  bulletins(query: {
    for?: { user: string; agent?: string };
    to?: string;
    text?: string;
    beforeMs?: number;
    limit?: number;
  }): Bulletin[];
};

export type BulletinPort = {
  /** As it is at this moment, also when it is over. */
  bulletin(id: string): Bulletin | undefined;
  /** "ok" when it is on disk; "busy" when there are too many already. */
  act(event: BulletinEvent): Promise<"ok" | FaultCode>;
};
