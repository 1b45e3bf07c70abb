import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { decodeUtf8 } from "../../kit/utf8.ts";
import type { GatewayPortInfo, GatewayText, Read } from "./gateway-text.ts";
import { lenientJson } from "./lenient-json.ts";
import { hexOf, isPlain } from "./readable.ts";
import { textPrint } from "./text-print.ts";
import { wallMoment } from "./wall-moment.ts";

/** Every answer is this; what is meant stands in `content`, in a form of each question's own. */
const Answer = Type.Object({
  result: Type.Union([Type.Literal("ok"), Type.Literal("error")]),
  content: Type.String({ maxLength: 64_000 }),
});
const senseless = "its inbox makes no sense";
const mostTexts = 2000;
const mostPorts = 128;

/** Nothing for what is no answer. What it refuses, and why, is in words of its own. */
export function readSynwayTaken(body: Uint8Array): { ok: true } | { ok: false; why: string } | undefined {
  const said = answerOf(body);
  if (said?.result === "error") return { ok: false, why: `gateway: ${shown(said.content)}` };
  return said && /^taskid:\d{1,10}\b/i.test(said.content) ? { ok: true } : undefined;
}

/** `20261122091230:2(C)(-1):10086:` or with a moment as in a calendar. */
const head =
  /(?:^|\|E;)(\d{14}|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}):(\d{1,3})(?:[ ]?\([^():;|]{0,40}\)){0,4}[ ]?:([^:;|\r\n]{1,40}):/g;

/**
 * Texts of a port, each once and in the order of their moments; `index` is that moment in seconds since 2000 by the gateway's clock. `apart` when
 * they are not as many as it says: then a text holds what parts texts here, and nobody knows where one ends.
 */
export function readSynwayInbox(body: Uint8Array, port: number): Read<GatewayText> | { why: string; apart: boolean } {
  const said = answerOf(body);
  if (said?.result !== "ok") return { why: said ? `gateway: ${shown(said.content)}` : senseless, apart: false };
  const [all, count = ""] = /^total:(\d{1,5})(?:;|$)/.exec(said.content) ?? [];
  const total = Number(count);
  if (all === undefined || total > mostTexts) return { why: senseless, apart: total > mostTexts };
  const rest = said.content.slice(all.length);
  const heads = [...rest.matchAll(head)];
  if (heads.length !== total || (heads[0]?.index ?? rest.length) !== 0)
    return { why: "texts in its inbox can't be told apart", apart: true };
  const found = new Map<string, GatewayText>();
  let odd = 0;
  heads.forEach((one, i) => {
    const [whole, time = "", at, from = ""] = one;
    if (Number(at) !== port) return;
    const text = rest.slice(one.index + whole.length, heads[i + 1]?.index).replace(/\|E;?$/, "");
    const read = textOf(time, from, text);
    if (read === undefined || "unreadable" in read) odd++;
    if (read) found.set(`${read.index} ${read.print}`, read);
  });
  return { items: [...found.values()].sort((a, b) => a.index - b.index), odd };
}

/** Nothing without a moment: it could not be found again. */
function textOf(time: string, from: string, text: string): GatewayText | undefined {
  const wallMs = wallMoment(/^\d{14}$/.test(time) ? calendarForm(time) : time);
  if (wallMs === undefined) return undefined;
  const index = secondsOf(wallMs);
  const raw = hexOf(`${time}:${from}:${text}`);
  if (from.trim() === "" || !isPlain(from, false) || !isPlain(text, true)) return { index, print: raw, unreadable: raw };
  return { index, print: textPrint(from, calendarForm(time.replace(/\D/g, "")), text), from, text, wallMs };
}

const calendarForm = (digits: string): string =>
  digits.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, "$1-$2-$3 $4:$5:$6");
const since2000Ms = 946_684_800_000;
export const secondsOf = (wallMs: number): number => Math.floor((wallMs - since2000Ms) / 1000);
export const wallMsOf = (seconds: number): number => since2000Ms + seconds * 1000;

const connections = ["unconnected", "connected", "connecting", "rejected", "unknown", "roaming"] as const;

/** How each port stands with its network, from port 1 on. */
export function readSynwayPorts(body: Uint8Array): Read<GatewayPortInfo> | undefined {
  const said = answerOf(body);
  const [, count, list] = /^total:(\d{1,3});connectstate:([\d,]{1,600});?$/i.exec(said?.content ?? "") ?? [];
  if (said?.result !== "ok" || list === undefined) return undefined;
  const states = list.split(",");
  if (states.length !== Number(count) || states.length > mostPorts) return undefined;
  const items = states.flatMap((state, i) => {
    const word = /^\d$/.test(state) ? connections[Number(state)] : undefined;
    return word === undefined ? [] : [{ port: i + 1, registered: word === "connected" || word === "roaming", word }];
  });
  return { items, odd: states.length - items.length };
}

function answerOf(body: Uint8Array): Static<typeof Answer> | undefined {
  const value = lenientJson(decodeUtf8(body));
  return Check(Answer, value) ? value : undefined;
}

const shown = (why: string): string => (isPlain(why, false) ? why.slice(0, 80) : hexOf(why).slice(0, 80));
