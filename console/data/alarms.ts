import { call } from "./call.ts";

export const acknowledge = (id: string) => call("acknowledgeAlarm", { params: { id } });
