import { callsOnLine } from "../core/calls/call.ts";
import { outsideLine } from "../core/lines/outside-lines.ts";
import type { DoctorPort } from "../edge/http/doctor-port.ts";
import type { LineId } from "../kit/ids.ts";
import type { BoxProgram } from "./box-program.ts";

/** Joins the line doctor on the timeline to the console. */
export function doctorPort({ timeline, store }: BoxProgram): DoctorPort {
  return {
    now: () => timeline.state.doctor?.exam?.report,
    examine({ line, partner, ...ask }) {
      const { settings, doctor, calls } = timeline.state;
      if (doctor?.exam) return "doctor-busy";
      const lines = [line, ...(partner === undefined ? [] : [partner])];
      const known = lines.map((id) => outsideLine(settings, id));
      if (known.some((one) => one === undefined) || partner === line) return "not-found";
      const kinds = known.map((one) => one!.kind);
      // Only two analog lines are lent to the doctor at once, and the partner must have a number to be called by.
      if (partner !== undefined && (kinds.some((kind) => kind !== "analog-line") || known[1]?.number === undefined))
        return "doctor-partner";
      if (known.some((one) => !one!.enabled)) return "doctor-line-off";
      if (lines.some((id) => callsOnLine(calls, id) > 0)) return "doctor-line-busy";
      const former = store.doctorReports({ line, limit: 20 }).find((one) => one.state === "done");
      timeline.hear({
        on: "doctor.asked",
        ...ask,
        line: line as LineId,
        ...(partner === undefined ? {} : { partner: partner as LineId }),
        ...(former ? { former } : {}),
      });
      return "ok";
    },
    stop(by) {
      timeline.hear({ on: "doctor.stopped", by });
      return "ok";
    },
  };
}
