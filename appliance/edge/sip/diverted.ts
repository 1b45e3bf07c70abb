import type { Diverted, DivertedWhy } from "../../contract/diverted.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import { formatDiversions, parseDiversions } from "../../wire/sip/message/diversion.ts";
import { formatHistory, type HistoryEntry, parseHistory } from "../../wire/sip/message/history-info.ts";
import { parsePrivacy } from "../../wire/sip/message/privacy.ts";
import { escapedUser, readAddress } from "./sip-uri.ts";
import type { SipHeaders, SipRequestView } from "./srf.ts";

/** RFC 5806 section 4 beside RFC 4458 section 2, as RFC 7544 section 7 pairs them. */
const reasons: Record<DivertedWhy, { diversion: string; cause: number }> = {
  unconditional: { diversion: "unconditional", cause: 302 },
  busy: { diversion: "user-busy", cause: 486 },
  "no-answer": { diversion: "no-answer", cause: 408 },
  unavailable: { diversion: "unavailable", cause: 503 },
  "time-of-day": { diversion: "time-of-day", cause: 404 },
  "do-not-disturb": { diversion: "do-not-disturb", cause: 404 },
  deflection: { diversion: "deflection", cause: 480 },
  unknown: { diversion: "unknown", cause: 404 },
};
const whyOfDiversion = new Map<string, DivertedWhy>([
  ...(Object.entries(reasons) as [DivertedWhy, { diversion: string }][]).map(([why, { diversion }]) => [diversion, why] as const),
  ["out-of-service", "unavailable"],
  ["away", "unavailable"],
  ["follow-me", "unconditional"],
]);
/** RFC 4458 section 2; 487 is a deflection while it rang. */
const whyOfCause = new Map<number, DivertedWhy>([
  [302, "unconditional"],
  [486, "busy"],
  [408, "no-answer"],
  [480, "deflection"],
  [487, "deflection"],
  [503, "unavailable"],
  [404, "unknown"],
]);

/** For whom a call was before it was sent here; nothing when nobody says so, or when it is to stay hidden. */
export function divertedOf(req: Pick<SipRequestView, "get" | "has">): Diverted | undefined {
  // RFC 7044 section 10.1.2: one word on the whole request hides it all.
  if (parsePrivacy(req.get("privacy")).history) return undefined;
  // RFC 7544 section 4: where both are told the newer header knows the whole way.
  return fromHistory(parseHistory(req.get("history-info") ?? "")) ?? fromDiversions(req.get("diversion") ?? "");
}

function fromDiversions(header: string): Diverted | undefined {
  const list = parseDiversions(header);
  const [newest, oldest] = [list[0], list.at(-1)];
  if (!newest || !oldest || oldest.hidden) return undefined;
  const first = readAddress(oldest.uri).user;
  if (!first) return undefined;
  const by = newest.hidden ? "" : readAddress(newest.uri).user;
  const times = list.reduce((sum, { counter }) => sum + counter, 0);
  return { first, by: by || first, why: whyOfDiversion.get(newest.reason) ?? "unknown", times };
}

/** RFC 7544 section 4: who was left for a reason sent the call on; who was only found at another place did not. */
function fromHistory(entries: HistoryEntry[]): Diverted | undefined {
  const left: { entry: HistoryEntry; why: DivertedWhy }[] = [];
  for (const [i, entry] of entries.entries()) {
    const before = entries.find((e) => e.index === entry.mp) ?? entries[i - 1];
    const why = before && (whyOfCause.get(entry.cause ?? 0) ?? whyOfCause.get(before.left ?? 0));
    if (before && why && !left.some((l) => l.entry === before)) left.push({ entry: before, why });
  }
  const [oldest, newest] = [left[0], left.at(-1)];
  if (!oldest || !newest || oldest.entry.hidden) return undefined;
  const first = readAddress(oldest.entry.uri).user;
  if (!first) return undefined;
  const by = newest.entry.hidden ? "" : readAddress(newest.entry.uri).user;
  return { first, by: by || first, why: newest.why, times: left.length };
}

/** What a carrier is told of a call that we send on: as its trunk wants it, by `Diversion` without a word. */
export function divertedHeaders(trunk: TrunkSettings, diverted: Diverted | undefined, host: string, target: string): SipHeaders {
  const how = trunk.diversion ?? "diversion";
  if (!diverted || how === "none") return {};
  const { first, by, why, times } = diverted;
  const uriOf = (user: string): string => `sip:${escapedUser(user)}@${host}`;
  const { diversion, cause } = reasons[why];
  const earlier = times > 1;
  const lines = [
    { uri: uriOf(by), reason: diversion, counter: 1, hidden: false },
    // RFC 5806 section 5.2: ours on top, what was before stays below.
    ...(earlier ? [{ uri: uriOf(first), reason: "unknown", counter: times - 1, hidden: false }] : []),
  ];
  const way = earlier && first !== by ? [first, by] : [by];
  const entries = [...way, target].map((user, i, all) => ({
    uri: uriOf(user),
    index: ["1", "1.1", "1.1.1"][i]!,
    ...(i === 0 ? {} : { cause: i === all.length - 1 ? cause : reasons.unknown.cause, mp: ["1", "1.1"][i - 1]! }),
  }));
  return {
    ...(how === "history-info" ? {} : { Diversion: formatDiversions(lines) }),
    ...(how === "diversion" ? {} : { "History-Info": formatHistory(entries) }),
  };
}
