import { decodeUtf8 } from "../../kit/utf8.ts";
import type { AppSip } from "./app-sip.ts";
import { parseAppSip } from "./app-sip.ts";

/** What an application may say, already checked for shape. `id` is the sender's message id, to be named in the reply. */
export type AppMessage =
  | { kind: "authenticate"; id: string; secret: string; tags: string[] }
  | { kind: "route"; id: string; verb: string }
  | { kind: "remove-route"; id: string; verb: string }
  | { kind: "ping"; id: string }
  /** `dialogId` is empty outside a dialog; `nextHop` is the uri to send to instead of the request's own. */
  | { kind: "request"; id: string; dialogId: string; nextHop: string; method: string; uri: string; sip: AppSip }
  | { kind: "cancel"; id: string; transactionId: string; sip: AppSip }
  | { kind: "response"; id: string; transactionId: string; status: number; reason: string; sip: AppSip }
  | { kind: "proxy"; id: string; transactionId: string }
  /** Readable enough to be refused by name. */
  | { kind: "refused"; id: string; why: string }
  /** Not even an id: the connection has nothing to gain from going on. */
  | { kind: "garbage"; why: string };

const VERB = /^[a-z][a-z0-9:_-]{0,31}$/;
const ID_LENGTH_LIMIT = 128;
const TOKEN_LINE_LIMIT = 4_096;

export function parseAppMessage(payload: Uint8Array): AppMessage {
  const text = decodeUtf8(payload);
  const lineEnd = text.indexOf("\r\n");
  const head = lineEnd === -1 ? text : text.slice(0, lineEnd);
  if (head.length > TOKEN_LINE_LIMIT) return { kind: "garbage", why: "token line too long" };
  const tokens = head.split("|");
  const id = tokens[0] ?? "";
  if (tokens.length < 2 || id === "" || id.length > ID_LENGTH_LIMIT) return { kind: "garbage", why: "no message id" };
  switch (tokens[1]) {
    case "authenticate":
      return {
        kind: "authenticate",
        id,
        secret: tokens[2] ?? "",
        tags: (tokens[3] ?? "").split(",").filter((tag) => tag !== ""),
      };
    case "route":
    case "remove_route":
      return parseRoute(tokens[1] === "route" ? "route" : "remove-route", id, (tokens[2] ?? "").toLowerCase());
    case "ping":
      return { kind: "ping", id };
    case "sip":
      return lineEnd === -1 ? { kind: "refused", id, why: "missing SIP message" } : parseSip(id, tokens, text.slice(lineEnd + 2));
    case "proxy":
      return { kind: "proxy", id, transactionId: tokens[2] ?? "" };
    default:
      return { kind: "refused", id, why: `unknown message type '${(tokens[1] ?? "").slice(0, 32)}'` };
  }
}

function parseRoute(kind: "route" | "remove-route", id: string, verb: string): AppMessage {
  return VERB.test(verb) ? { kind, id, verb } : { kind: "refused", id, why: "unreadable verb" };
}

function parseSip(id: string, tokens: string[], text: string): AppMessage {
  const sip = parseAppSip(text);
  if (typeof sip === "string") return { kind: "refused", id, why: sip };
  const transactionId = tokens[2] ?? "";
  if (sip.start.kind === "response") {
    const { status, reason } = sip.start;
    return { kind: "response", id, transactionId, status, reason, sip };
  }
  const { method, uri } = sip.start;
  if (method === "CANCEL") return { kind: "cancel", id, transactionId, sip };
  return { kind: "request", id, dialogId: tokens[3] ?? "", nextHop: tokens[4] ?? "", method, uri, sip };
}
