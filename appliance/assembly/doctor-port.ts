import type { DoctorReport } from "../contract/doctor.ts";
import type { Settings } from "../contract/settings.ts";
import { callsOnLine } from "../core/calls/call.ts";
import { outsideLine } from "../core/lines/outside-lines.ts";
import type { DoctorPort } from "../edge/http/doctor-port.ts";
import type { LineId } from "../kit/ids.ts";
import type { BoxProgram } from "./box-program.ts";

/** Joins the line doctor on the timeline to the console. */
export function doctorPort({ timeline, store }: BoxProgram): DoctorPort {
  /** Trunks of every kind are one to the doctor. */
  const formerOf = (line: string, kind: string): { former?: DoctorReport } => {
    const isPhone = kind === "phone";
    const former = store
      .doctorReports({ line, limit: 20 })
      .find((one) => one.state === "done" && (one.kind === "phone") === isPhone);
    return former ? { former } : {};
  };
  return {
    now: () => timeline.state.doctor?.exam?.report,
    newest: () => timeline.state.doctor?.last,
    examine({ line, partner, phone, tests = [], ...ask }) {
      const { settings, doctor, calls } = timeline.state;
      if (doctor?.exam) return "doctor-busy";
      if (phone) {
        if (!settings.phones.some((one) => one.id === line)) return "not-found";
        timeline.hear({ on: "doctor.asked", ...ask, line: line as LineId, phone: true, ...formerOf(line, "phone") });
        return "ok";
      }
      const lines = [line, ...(partner === undefined ? [] : [partner])];
      const known = lines.map((id) => outsideLine(settings, id));
      if (known.some((one) => one === undefined) || partner === line) return "not-found";
      const kinds = known.map((one) => one!.kind);
      const [first, second] = known;
      // Analog lines are lent two at once; all others call each other like anybody. Whoever is called must have a number.
      const isAnalog = kinds[0] === "analog-line";
      if (partner !== undefined && (second?.number === undefined || (isAnalog && kinds[1] !== "analog-line")))
        return "doctor-partner";
      if (tests.includes("call") && (partner === undefined || first?.number === undefined)) return "doctor-partner";
      if (tests.includes("text") && !canText(settings, line, partner)) return "doctor-text";
      if (known.some((one) => !one!.enabled)) return "doctor-line-off";
      if (lines.some((id) => callsOnLine(calls, id) > 0)) return "doctor-line-busy";
      timeline.hear({
        on: "doctor.asked",
        ...ask,
        line: line as LineId,
        ...(partner === undefined ? {} : { partner: partner as LineId }),
        ...(tests.length > 0 ? { tests } : {}),
        ...formerOf(line, kinds[0] ?? ""),
      });
      return "ok";
    },
    stop(by) {
      timeline.hear({ on: "doctor.stopped", by });
      return "ok";
    },
  };
}

/** The line may send texts, and one of the two receives them under a number it has. */
function canText({ lines = [] }: Settings, line: string, partner: string | undefined): boolean {
  const able = lines.filter((one) => one.kind !== "analog-line");
  const receives = (id: string | undefined): boolean =>
    able.some((one) => one.id === id && one.sms?.receive === true && one.ownNumber !== undefined);
  return able.some(({ id, sms }) => id === line && sms?.send === true) && (receives(partner) || receives(line));
}
