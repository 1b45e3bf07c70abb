import type { MessageRow } from "../../appliance/contract/voicemail.ts";
import { address, call } from "./call.ts";

const at = (id: string) => ({ params: { id } });
export type MessageState = MessageRow["state"];

export const fetchBoxes = () => call("voicemailBoxes");
export const fetchMessages = (box: string, state: MessageState | undefined, before?: number) =>
  call("messages", {
    ...at(box),
    query: { limit: 50, ...(state ? { state } : {}), ...(before === undefined ? {} : { before }) },
  });
export const markMessage = (id: string, state: "new" | "heard", kept?: boolean) =>
  call("markMessage", { ...at(id), body: { state, ...(kept === undefined ? {} : { kept }) } });
export const dropMessage = (id: string) => call("deleteMessage", at(id));
export const transcribeMessage = (id: string) => call("transcribeMessage", at(id));
export const messageSound = (id: string): string => address("messageAudio", { id });
/** `mark` changes when the greeting does. */
export const greetingSound = (id: string, mark: number): string => `${address("greetingSound", { id })}?v=${mark}`;
export const putGreeting = (id: string, sound: Blob) => call("putGreeting", { ...at(id), sound });
export const dropGreeting = (id: string) => call("dropGreeting", at(id));
export const setBoxPin = (id: string, pin: string) => call("setVoicemailPin", { ...at(id), body: { pin } });
