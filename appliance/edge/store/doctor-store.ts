import type { Database } from "better-sqlite3";
import type { DoctorReport } from "../../contract/doctor.ts";

type Doc = { doc: string };
const mostAtOnce = 100;

/** Reports of the line doctor as rows. Writing is the timeline's. */
export function doctorStore(db: Database) {
  const page = db.prepare<[{ line: string | null; limit: number }], Doc>(
    "SELECT doc FROM doctor_report WHERE :line IS NULL OR line = :line ORDER BY started_ms DESC, id DESC LIMIT :limit",
  );
  const byId = db.prepare<[string], Doc>("SELECT doc FROM doctor_report WHERE id = ?");
  const reportOf = ({ doc }: Doc): DoctorReport => JSON.parse(doc) as DoctorReport;
  return {
    /** Newest first. */
    doctorReports: ({ line, limit = 50 }: { line?: string; limit?: number }): DoctorReport[] =>
      page.all({ line: line ?? null, limit: Math.min(limit, mostAtOnce) }).map(reportOf),
    doctorReport: (id: string): DoctorReport | undefined => byId.all(id).map(reportOf)[0],
  };
}
export type DoctorStore = ReturnType<typeof doctorStore>;
