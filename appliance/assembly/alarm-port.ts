import { careOf } from "../core/box/alarm-care.ts";
import type { AlarmPort } from "../edge/http/alarm-port.ts";
import type { BoxProgram } from "./box-program.ts";

/** The live state first, rows for what is over. */
export function alarmPort({ timeline, store }: BoxProgram): AlarmPort {
  return {
    open: (id) => Object.values(timeline.state.alarms).find((row) => row.id === id),
    tests: () => careOf(timeline.state).tests,
    act: async (event) => {
      if (!timeline.hear(event)) return "busy";
      // Whoever is told that it was taken may rely on it.
      await store.flushed();
      return "ok";
    },
  };
}
