import type { SettingsProblem } from "../../contract/settings.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type ShiftRoute = "shifts" | "shiftTemplates" | "putShifts" | "copyShifts" | "attendance" | "correctAttendance";

function planned<T extends object>(outcome: T | { problems: SettingsProblem[] }): T {
  if ("problems" in outcome) throw new HttpFault("shift-refused", outcome.problems);
  return outcome;
}

export function shiftHandlers({ shifts, settings }: HttpPorts): Pick<Handlers, ShiftRoute> {
  return {
    shifts: ({ query: { from, to } }) => planned(shifts.shifts(from, to)),
    shiftTemplates: () => settings.current().settings.shifts?.templates ?? [],
    putShifts: async (asked) => planned(await shifts.put(asked.body, signedIn(asked).user)),
    copyShifts: async (asked) => planned(await shifts.copyWeek(asked.body.from, asked.body.to, signedIn(asked).user)),
    attendance: ({ query: { of, agent } }) => planned(shifts.attendance(of, agent)),
    async correctAttendance(asked) {
      const refused = await shifts.correct({ ...asked.body, by: signedIn(asked).user });
      if (refused) planned(refused);
    },
  };
}
