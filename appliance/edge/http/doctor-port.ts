import type { DoctorChoice, DoctorReport } from "../../contract/doctor.ts";
import type { FaultCode } from "../../contract/faults.ts";

export type DoctorRowsPort = {
  doctorReports(query: { line?: string; limit?: number }): DoctorReport[];
  doctorReport(id: string): DoctorReport | undefined;
};

export type DoctorPort = {
  /** The examination under way. */
  now(): DoctorReport | undefined;
  /** The newest that is over: its row may still be on its way to the disk. */
  newest(): DoctorReport | undefined;
  /** Begins one; a fault when a line isn't free, or there is none of that name. */
  examine(ask: {
    id: string;
    line: string;
    phone?: boolean;
    partner?: string;
    tests?: DoctorChoice[];
    by: string;
  }): "ok" | FaultCode;
  /** "ok" also when none is under way. */
  stop(by: string): "ok";
};
