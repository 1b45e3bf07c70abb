import Type, { type Static, type TSchema } from "typebox";
import { Check } from "typebox/value";
import { decodeUtf8 } from "../../kit/utf8.ts";
import type { GatewayPortInfo, GatewayText, Read } from "./gateway-text.ts";
import { hexOf, isPlain } from "./readable.ts";
import { textPrint } from "./text-print.ts";
import { wallMoment } from "./wall-moment.ts";

const mostItems = 500;
const list = <T extends TSchema>(of: T) => Type.Array(of, { maxItems: mostItems });
const Port = Type.Integer({ minimum: 0, maximum: 127 });
const UserId = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });

const Taken = Type.Object({ error_code: Type.Integer({ minimum: 100, maximum: 999 }) });
const Results = Type.Object({ error_code: Type.Literal(200), result: list(Type.Unknown()) });
const Result = Type.Object({
  port: Port,
  number: Type.String({ maxLength: 40 }),
  user_id: UserId,
  time: Type.String({ maxLength: 19 }),
  status: Type.String({ maxLength: 20 }),
  succ_count: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
  ref_id: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
});
const Report = Type.Object({
  port: Port,
  number: Type.String({ maxLength: 40 }),
  time: Type.String({ maxLength: 19 }),
  ref_id: Type.Integer({ minimum: 0, maximum: 65_535 }),
  status_code: Type.Integer({ minimum: 0, maximum: 255 }),
});
const Inbox = Type.Object({ error_code: Type.Literal(200), sms: list(Type.Unknown()) });
const Incoming = Type.Object({ incoming_sms_id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }), port: Port });
const Content = Type.Object({
  number: Type.String({ minLength: 1, maxLength: 40 }),
  timestamp: Type.String({ maxLength: 19 }),
  text: Type.String({ maxLength: 5000 }),
});
const Ports = Type.Object({ error_code: Type.Literal(200), info: list(Type.Unknown()) });
const PortInfo = Type.Object({
  port: Port,
  reg: Type.String({ pattern: "^[A-Z_]{2,30}$" }),
  signal: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
});

/** A text of a port of ours whose end the gateway knows. `wallMs`: by its clock. */
export type GatewayResult = {
  userId: number;
  state: "sending" | "sent" | "delivered" | "failed";
  wallMs: number;
  /** Its report will name it. */
  reference?: number;
  /** Parts that have left. */
  left: number;
};
/** What the recipient's network said (TS 23.040 9.2.3.15). */
export type GatewayReport = { reference: number; wallMs: number; status: number; outcome: "delivered" | "trying" | "failed" };
/** Nothing for what is no answer. */
export function readTaken(body: Uint8Array): { ok: true } | { ok: false; retry: "later" | "never"; why: string } | undefined {
  const said = parsed(Taken, body);
  if (!said) return undefined;
  const { error_code: code } = said;
  if (code === 202 || code === 200) return { ok: true };
  // 400: not understood, 413: too many or too long. They will be so the next time.
  return { ok: false, retry: code === 400 || code === 413 ? "never" : "later", why: `gateway ${code}` };
}

const stateWords: Readonly<Record<string, GatewayResult["state"]>> = {
  SENDING: "sending",
  SENT_OK: "sent",
  DELIVERED: "delivered",
  FAILED: "failed",
};

/** What became of those asked about, by the number we gave them; what is said of others is left out. `port` counts from 1. */
export function readResults(
  body: Uint8Array,
  asked: readonly { userId: number; port: number; to: string }[],
): Read<GatewayResult> | undefined {
  const items: GatewayResult[] = [];
  const odd = each(parsed(Results, body)?.result, Result, (said) => {
    const mine = asked.find(({ userId }) => userId === said.user_id);
    if (!mine) return true;
    const state = Object.hasOwn(stateWords, said.status) ? stateWords[said.status] : undefined;
    const wallMs = wallMoment(said.time);
    if (said.port !== mine.port - 1 || !isSame(said.number, mine.to) || state === undefined || wallMs === undefined) return false;
    const reference = said.ref_id === undefined ? {} : { reference: said.ref_id };
    items.push({ userId: said.user_id, state, wallMs, ...reference, left: said.succ_count ?? 0 });
    return true;
  });
  return odd === undefined ? undefined : { items, odd };
}

/** Reports of what this port sent to this number. */
export function readReports(body: Uint8Array, asked: { port: number; to: string }): Read<GatewayReport> | undefined {
  const items: GatewayReport[] = [];
  const odd = each(parsed(Results, body)?.result, Report, (said) => {
    const wallMs = wallMoment(said.time);
    if (wallMs === undefined) return false;
    if (said.port !== asked.port - 1 || !isSame(said.number, asked.to)) return true;
    const { status_code: status, ref_id: reference } = said;
    // 9.2.3.15: below 32 it is over and well, below 64 still tried, above over and in vain.
    items.push({ reference, wallMs, status, outcome: status < 32 ? "delivered" : status < 64 ? "trying" : "failed" });
    return true;
  });
  return odd === undefined ? undefined : { items, odd };
}

/** What lies in the gateway for a port, each once and in order; `last` is where the next page begins. Nothing when indices can't be told. */
export function readInbox(body: Uint8Array, port: number): (Read<GatewayText> & { last: number }) | undefined {
  const said = parsed(Inbox, body)?.sms;
  if (!said) return undefined;
  const found = new Map<number, GatewayText>();
  let last = 0;
  let odd = 0;
  for (const one of said) {
    if (!Check(Incoming, one)) return undefined;
    const index = one.incoming_sms_id;
    last = Math.max(last, index);
    if (one.port !== port - 1) continue;
    const text = incoming(index, one);
    const twin = found.get(index);
    // The same number for two texts: nobody knows which is right.
    if (twin && twin.print !== text.print) return undefined;
    if (!twin && "unreadable" in text) odd++;
    found.set(index, text);
  }
  return { items: [...found.values()].sort((a, b) => a.index - b.index), odd, last };
}

function incoming(index: number, said: object): GatewayText {
  const raw = JSON.stringify(said);
  const unreadable = { index, print: hexOf(raw), unreadable: hexOf(raw) };
  if (!Check(Content, said)) return unreadable;
  const { number, timestamp, text } = said;
  const wallMs = wallMoment(timestamp);
  if (wallMs === undefined || !isPlain(number, false) || !isPlain(text, true) || number.trim() === "") return unreadable;
  return { index, print: textPrint(number, timestamp, text), from: number, text, wallMs };
}

export function readPorts(body: Uint8Array): Read<GatewayPortInfo> | undefined {
  const items: GatewayPortInfo[] = [];
  const odd = each(parsed(Ports, body)?.info, PortInfo, ({ port, reg, signal = 99 }) => {
    // TS 27.007 8.5: 0 to 31; 99 is not known.
    const signalDbm = signal <= 31 ? { signalDbm: -113 + 2 * signal } : {};
    items.push({ port: port + 1, registered: reg === "REGISTER_OK", word: reg, ...signalDbm });
    return signal <= 31 || signal === 99;
  });
  return odd === undefined ? undefined : { items, odd };
}

function parsed<T extends TSchema>(schema: T, body: Uint8Array): Static<T> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(body));
  } catch {
    return undefined;
  }
  return Check(schema, value) ? value : undefined;
}

/** How many were odd; nothing when there was no list. */
function each<T extends TSchema>(
  items: readonly unknown[] | undefined,
  schema: T,
  take: (item: Static<T>) => boolean,
): number | undefined {
  if (!items) return undefined;
  let odd = 0;
  for (const item of items) if (!Check(schema, item) || !take(item)) odd++;
  return odd;
}

/** They may leave out the plus. */
const isSame = (a: string, b: string): boolean => a.replace(/^\+/, "") === b.replace(/^\+/, "");
