import type { AlarmEvent, AlarmNote, AlarmRow, CareTest } from "../../contract/alarm-row.ts";
import type { FaultCode } from "../../contract/faults.ts";

export type AlarmRowsPort = {
  alarms(): AlarmRow[];
  alarm(id: string): AlarmRow | undefined;
  alarmHistory(query: { severity?: string; codes?: string[]; text?: string; beforeMs?: number; limit?: number }): AlarmRow[];
  alarmNotes(id: string): AlarmNote[];
};

export type AlarmPort = {
  /** As it is at this moment, while it is open. */
  open(id: string): AlarmRow | undefined;
  tests(): CareTest[];
  act(event: AlarmEvent): Promise<"ok" | FaultCode>;
};
