import type { TextGroup } from "../../appliance/contract/text-states.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { call } from "./call.ts";

export type { TextGroup, TextRow };
export type TextsAsked = { group: TextGroup; text?: string; before?: number; limit: number };

export const fetchTexts = (query: TextsAsked) => call("texts", { query });
export const sendTexts = (to: string[], text: string) => call("sendTexts", { body: { to, text } });
export const cancelText = (id: string) => call("cancelText", { params: { id } });
export const resendText = (id: string) => call("resendText", { params: { id } });
