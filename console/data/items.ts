import { call } from "./call.ts";

const at = (id: string) => ({ params: { id } });

export const item = (id: string) => call("item", at(id));
export const takeItem = (id: string) => call("takeItem", at(id));
export const finishItem = (id: string, note?: string) => call("finishItem", { ...at(id), body: note ? { note } : {} });
export const reopenItem = (id: string) => call("reopenItem", at(id));
export const assignItem = (id: string, agent?: string) => call("assignItem", { ...at(id), body: agent ? { agent } : {} });
export const remind = (wish: { reason: string; dueAtMs: number; number?: string; call?: string }) =>
  call("remind", { body: wish });
export const postpone = (id: string, dueAtMs: number) => call("changeItem", { ...at(id), body: { dueAtMs } });
export const boxes = () => call("voicemailBoxes");
