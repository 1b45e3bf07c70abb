import { exhaustive } from "../../kit/exhaustive.ts";
import { frame } from "./frame.ts";

/** Where a message came from, as the application is told. */
export type Meta = {
  source: "network" | "application";
  bytes: number;
  /** Empty address and port 0 mark an answer the server made itself. */
  protocol: "udp" | "tcp" | "tls";
  address: string;
  port: number;
  /** Epoch time, ms, with fractions for microseconds. */
  atMs: number;
};
type CdrRole = "uac" | "uas";
type CdrReason =
  | "call-rejected"
  | "call-canceled"
  | "normal-release"
  | "session-expired"
  | "ack-timeout"
  | "system-initiated-termination";

/** Everything the server may say. `sip` is the complete message as it is or was on the wire. */
export type ServerMessage =
  | { kind: "ok"; replyTo: string }
  | { kind: "pong"; replyTo: string }
  | { kind: "authenticated"; replyTo: string; hostports: string; version: string; localHostports: string }
  | { kind: "failed"; replyTo: string; why: string }
  | { kind: "unauthorised"; replyTo: string; why: string }
  /** A request that belongs to no dialog yet; `receivedOn` is the local address it arrived at. */
  | { kind: "new-request"; meta: Meta; transactionId: string; receivedOn: { address: string; port: number }; sip: Uint8Array }
  | { kind: "dialog-request"; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "answer"; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "request-sent"; replyTo: string; meta: Meta; transactionId: string; sip: Uint8Array }
  | { kind: "response-sent"; replyTo: string; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "cdr-attempt"; source: Meta["source"]; atMs: number; sip: Uint8Array }
  | { kind: "cdr-start"; source: Meta["source"]; atMs: number; role: CdrRole; sip: Uint8Array }
  | { kind: "cdr-stop"; source: Meta["source"]; atMs: number; reason: CdrReason; sip: Uint8Array };

/** The frame for a message. `id` is a fresh message id. Transaction id `unsolicited` marks a BYE the server sent by itself. */
export function formatServerMessage(id: string, message: ServerMessage): Uint8Array {
  switch (message.kind) {
    case "ok":
      return frame(`${id}|response|${message.replyTo}|OK`);
    case "pong":
      return frame(`${id}|response|${message.replyTo}|OK|pong`);
    case "authenticated":
      return frame(`${id}|response|${message.replyTo}|OK|${message.hostports}|${message.version}|${message.localHostports}`);
    case "failed":
      return frame(`${id}|response|${message.replyTo}|NOK|${oneToken(message.why)}`);
    case "unauthorised":
      return frame(`${id}|response|${message.replyTo}|NO|${oneToken(message.why)}`);
    case "new-request": {
      const { address, port } = message.receivedOn;
      return frame(`${id}|sip|${meta(message.meta)}|${message.transactionId}||${address}|${port}|`, message.sip);
    }
    case "dialog-request":
      return frame(`${id}|sip|${meta(message.meta)}|${message.transactionId}|${message.dialogId}|`, message.sip);
    case "answer":
      // The last bar matters: the client wants more than nine tokens.
      return frame(`${id}|sip|${meta(message.meta)}|${message.transactionId}|${message.dialogId}|`, message.sip);
    case "request-sent":
      return frame(`${id}|response|${message.replyTo}|OK|${meta(message.meta)}|${message.transactionId}|Msg sent:|`, message.sip);
    case "response-sent":
      return frame(
        `${id}|response|${message.replyTo}|OK|${meta(message.meta)}|${message.transactionId}|${message.dialogId}||Msg sent:|`,
        message.sip,
      );
    case "cdr-attempt":
      return frame(`${id}|cdr:attempt|${message.source}|${clock(message.atMs)}`, message.sip);
    case "cdr-start":
      return frame(`${id}|cdr:start|${message.source}|${clock(message.atMs)}|${message.role}`, message.sip);
    case "cdr-stop":
      return frame(`${id}|cdr:stop|${message.source}|${clock(message.atMs)}|${message.reason}`, message.sip);
    default:
      return exhaustive(message);
  }
}

function meta(m: Meta): string {
  return `${m.source}|${m.bytes}|${m.protocol}|${m.address}|${m.port}|${clock(m.atMs)}`;
}

const oneToken = (text: string): string => text.replace(/[|\r\n]/g, " ");
const digits = (value: number, width: number): string => String(value).padStart(width, "0");

/** HH:MM:SS.micros in UTC. */
export function clock(atMs: number): string {
  const micros = Math.floor((atMs % 1_000) * 1_000);
  const seconds = Math.floor(atMs / 1_000) % 86_400;
  return `${digits(Math.floor(seconds / 3_600), 2)}:${digits(Math.floor(seconds / 60) % 60, 2)}:${digits(seconds % 60, 2)}.${digits(micros, 6)}`;
}
