import type { ModemPort } from "../../contract/hardware.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Sent } from "../../wire/at/messages.ts";
import type { DeviceRoots } from "./find-ports.ts";

/** A modem and what it is for. */
export type ModemConfig = {
  port: ModemPort;
  line: LineId;
  /** Opens its SIM. */
  pin?: string;
  gainInDb: number;
  gainOutDb: number;
  /** Asked for by this code so often; an alarm below the amount. */
  balance?: { code: string; everyHours: number; alarmBelow?: number };
};

export type GsmConfig = {
  /** Address of the media plane's sockets. */
  mediaAddress: string;
  roots: DeviceRoots;
  modems: ModemConfig[];
};

/** What is asked of modems besides calls. */
export type GsmCommand =
  /** One PDU (TS 23.040), `octets` as `+CMGS` wants them: without the service centre. Answered by `sms.sent` with the same `id`. */
  | { do: "sms.send"; id: string; line: LineId; hex: string; octets: number }
  /** It was stored for good. Deleted only if it is still this one that lies there. */
  | { do: "sms.delete"; line: LineId; index: number; hex: string }
  /** Answered by `ussd.answer` with the same `id`. */
  | { do: "ussd.ask"; id: string; line: LineId; code: string };

export type GsmEvent =
  /** A PDU lies in the modem's memory. Told again until it is deleted. */
  | { on: "sms.stored"; line: LineId; index: number; hex: string }
  | ({ on: "sms.sent"; id: string; line: LineId } & Sent)
  /** The memory for messages: when it is full, nothing more arrives. */
  | { on: "sms.memory"; line: LineId; used: number; total: number }
  | { on: "ussd.answer"; id: string; line: LineId; ok: true; text: string; asks: boolean }
  | { on: "ussd.answer"; id: string; line: LineId; ok: false };
