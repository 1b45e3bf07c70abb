import { randomUUID } from "node:crypto";
import type { DoctorReport } from "../../contract/doctor.ts";
import { type Proposal, takeOver } from "../../core/doctor/take-over.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { accepted } from "./revision.ts";

type DoctorRoute = "doctorReports" | "doctorReport" | "examineLine" | "stopExamination" | "doctorProposal" | "takeProposal";

export function doctorHandlers(ports: HttpPorts): Pick<Handlers, DoctorRoute> {
  const { doctor, store, settings } = ports;
  const reportOf = (id: string): DoctorReport => {
    const report = [doctor.now(), doctor.newest()].find((one) => one?.id === id) ?? store.doctorReport(id);
    if (!report) throw new HttpFault("not-found");
    return report;
  };
  const proposalOf = (id: string): Proposal => {
    const proposal = takeOver(settings.current().settings, reportOf(id));
    if (!proposal) throw new HttpFault("doctor-nothing-found");
    return proposal;
  };
  return {
    doctorReports({ query }) {
      const rows = store.doctorReports(query);
      const newer = [doctor.now(), doctor.newest()].filter(
        (one): one is DoctorReport => one !== undefined && !rows.some(({ id }) => id === one.id),
      );
      return [...newer.filter(({ line }) => query.line === undefined || query.line === line), ...rows];
    },
    doctorReport: ({ params }) => reportOf(params.id),
    examineLine(asked) {
      const id = randomUUID();
      expectOk(doctor.examine({ id, ...asked.body, by: signedIn(asked).user }));
      return { id };
    },
    stopExamination: (asked) => expectOk(doctor.stop(signedIn(asked).user)),
    async doctorProposal({ params }) {
      const { before, after, settings: proposed } = proposalOf(params.id);
      const { revision } = settings.current();
      const { plan } = accepted(await settings.plan(proposed, revision));
      return { revision, before, after, plan };
    },
    async takeProposal(asked) {
      const { settings: proposed } = proposalOf(asked.params.id);
      return accepted(await settings.apply(proposed, asked.body.revision, signedIn(asked).user));
    },
  };
}
