import type { AtFailure } from "./final-result.ts";
import { type AtScript, ask } from "./script.ts";

/** A message as it lies on the SIM. */
export type StoredPdu = { index: number; hex: string };

/** The network may take this long to accept one (TS 27.005 leaves it open; operators say up to a minute). */
const sendMs = 60_000;
const listMs = 20_000;

/** All messages of the memory (`+CMGL=4`); undefined when the modem didn't tell. */
export function* listMessages(): AtScript<StoredPdu[] | undefined> {
  const answer = yield* ask("+CMGL=4", { answer: "+CMGL", timeoutMs: listMs });
  if (!answer.ok) return undefined;
  const found: StoredPdu[] = [];
  for (const [i, line] of answer.lines.entries()) {
    const index = /^\+CMGL: *(\d{1,3}),/.exec(line)?.[1];
    const hex = answer.lines[i + 1];
    if (index !== undefined && hex !== undefined && /^[0-9A-F]+$/i.test(hex)) found.push({ index: Number(index), hex });
  }
  return found;
}

/** One message; undefined when it isn't there or wasn't told. */
export function* readMessage(index: number): AtScript<StoredPdu | undefined> {
  const answer = yield* ask(`+CMGR=${index}`, { answer: "+CMGR", timeoutMs: listMs });
  const hex = answer.ok ? answer.lines[1] : undefined;
  return hex === undefined ? undefined : { index, hex };
}

/** Only after it was stored for good. True when it is gone. */
export function* deleteMessage(index: number): AtScript<boolean> {
  const answer = yield* ask(`+CMGD=${index}`, { timeoutMs: listMs });
  return answer.ok;
}

/** `+CMTI: "SM",3` or `+CDSI: "SR",3`: something came, and where it lies. */
export const readArrival = (line: string): number | undefined => {
  const found = /^\+C(?:MTI|DSI): *"[A-Z]{2}",(\d{1,3})$/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** `used` of `total` places in the memory messages arrive in. */
export function* memory(): AtScript<{ used: number; total: number } | undefined> {
  const answer = yield* ask("+CPMS?", { answer: "+CPMS" });
  const found = /^\+CPMS: *"[A-Z]{2}",(\d{1,3}),(\d{1,3})/.exec(answer.lines[0] ?? "");
  return answer.ok && found ? { used: Number(found[1]), total: Number(found[2]) } : undefined;
}

/**
 * What became of a PDU that was handed over. "unknown": the modem fell silent after it had the text; the network may have it or not, and sending
 * it again can make it two. `of`: whether others on this line would fare the same, or it may be this text or its recipient alone.
 */
export type Sent =
  | { ok: true; reference: number }
  | { ok: false; retry: "later" | "never" | "unknown"; of: "line" | "text"; why: AtFailure };

export function* sendPdu(hex: string, octets: number): AtScript<Sent> {
  const answer = yield* ask(`+CMGS=${octets}`, { answer: "+CMGS", text: hex, timeoutMs: sendMs });
  const reference = /^\+CMGS: *(\d{1,3})/.exec(answer.lines[0] ?? "")?.[1];
  // TS 23.040 9.2.3.6: one octet.
  if (answer.ok && reference !== undefined && Number(reference) <= 255) return { ok: true, reference: Number(reference) };
  if (answer.ok) return { ok: false, retry: "unknown", of: "line", why: { kind: "error" } };
  const { why } = answer;
  return { ok: false, retry: retryOf(why), of: troubleOf(why), why };
}

/** TS 27.005 3.2.5 with TS 24.011 E-2: refusals for good, and troubles that pass. */
const forGood: ReadonlySet<number> = new Set([1, 8, 10, 21, 28, 29, 50, 69, 81, 95, 96, 97, 98, 99, 111, 302, 303, 304, 305]);

function retryOf(why: AtFailure): "later" | "never" | "unknown" {
  if (why.kind === "timeout" || why.kind === "gone") return "unknown";
  return why.kind === "cms" && forGood.has(why.code) ? "never" : "later";
}

/**
 * Of the line: the network is out of order (38), without room (42, 47) or out of reach (331, 332), the SIM is in trouble (310-318), the modem was
 * away. Whatever else a network says may be of one recipient or one text: TS 24.011 E-2 lets a temporary failure (41) be tried again almost at once.
 */
const ofLine: ReadonlySet<number> = new Set([38, 42, 47, 310, 311, 312, 313, 314, 315, 316, 317, 318, 331, 332]);

function troubleOf(why: AtFailure): "line" | "text" {
  if (why.kind === "cms") return ofLine.has(why.code) ? "line" : "text";
  return why.kind === "error" || why.kind === "cme" ? "text" : "line";
}
