import type { AlarmPort } from "../../appliance/edge/http/alarm-port.ts";

/** Alarms as the console's server asks for them: none is open, one test call has failed, whatever is done is taken. */
export const httpAlarms: AlarmPort = {
  open: () => undefined,
  tests: () => [
    {
      id: "t1",
      person: "wang",
      number: "13800138000",
      by: "admin",
      atMs: 1,
      state: "failed",
      why: { zh: "无人接听", en: "no answer" },
    },
  ],
  act: async () => "ok",
};
