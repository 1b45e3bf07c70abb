import type { DoctorChoice, DoctorFinding, DoctorReport, DoctorTest, FoundHabits } from "../../appliance/contract/doctor.ts";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";
import { fetchSettings } from "./settings.ts";

export type { DoctorChoice, DoctorFinding, DoctorReport, DoctorTest, FoundHabits };
export type Proposal = RouteReply<"doctorProposal">;
/** What is examined: a line, or with `phone` a telephone. */
export type ExamWish = { line: string; phone?: boolean; partner?: string; tests?: DoctorChoice[] };

export const fetchReports = async (line: string): Promise<DoctorReport[]> =>
  (await call("doctorReports", { query: { line, limit: 20 } })) as DoctorReport[];
export const examine = (wish: ExamWish) => call("examineLine", { body: wish });
export const stopExamination = () => call("stopExamination");
export const fetchProposal = (id: string): Promise<Proposal> => call("doctorProposal", { params: { id } });

/** A change of the settings like every other: it may have to be kept. */
export async function takeOver(id: string, revision: number): Promise<void> {
  await call("takeProposal", { params: { id }, body: { revision } });
  await fetchSettings();
}
