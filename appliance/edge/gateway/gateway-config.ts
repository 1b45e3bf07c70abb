import type { GatewayTextApi } from "../../contract/gateway.ts";
import type { TextCommand, TextEvent } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";

/** A line of the box at a port of a gateway; `port` counts from 1, `name` is the port as settings name it. */
export type GatewayTextLine = { line: LineId; port: number; name: string; send: boolean; receive: boolean };

/** A gateway that is spoken to about texts. */
export type TextGateway = {
  id: string;
  api: GatewayTextApi;
  /** Its web server: `http://192.0.2.7:80`. */
  base: string;
  user: string;
  everyMs: number;
  lines: GatewayTextLine[];
};

/** The last text read of a port. */
export type ReadMark = { index: number; hex: string; sentAtMs: number };

/** What the box knows and awaits; asked each time, for it is what is stored. */
export type GatewayKnowledge = {
  readMark(port: string): ReadMark | undefined;
  /** Attempts nobody knows the end of. `hurry`: a text waits for it. */
  attempts(lines: ReadonlySet<string>): { id: string; line: LineId; to: string; hurry: boolean }[];
  /** Texts that left and may be reported on; `attempt` is the one they left by. */
  unreported(lines: ReadonlySet<string>): { attempt: string; line: LineId; to: string; reference: number; atMs: number }[];
};

export type PortSaid = { registered: boolean; word: string; signalDbm?: number };

/** What whoever runs it gives. `gateway-sms` is raised and cleared by `trouble`. */
export type GatewayHost = {
  known: GatewayKnowledge;
  /** The vault's; nothing until it is entered. */
  password(gateway: string): string | undefined;
  /** A moment of a clock in the box's zone, as if it stood in Greenwich → epoch milliseconds. */
  momentOf(wallMs: number): number;
  hear(event: TextEvent): void;
  trouble(gateway: string, text: string | undefined): void;
  ports(gateway: string, said: ReadonlyMap<number, PortSaid>): void;
};

/** A gateway as it is spoken to in its maker's way. */
export type TextLink = {
  start(): void;
  stop(): void;
  /** Ends in one `text.answered`, now or later. */
  send(command: Extract<TextCommand, { do: "text.send" }>): Promise<void>;
};
