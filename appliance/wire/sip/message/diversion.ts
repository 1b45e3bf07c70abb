import { formatNameAddr, parseNameAddr } from "./name-addr.ts";
import { paramValue } from "./params.ts";
import { splitList } from "./split-list.ts";

/** One diversion (RFC 5806 section 4): from which address, why, and how often at that place. `hidden`: the diverting party is not to be shown. */
export type Diversion = { uri: string; reason: string; counter: number; hidden: boolean };

const longestHeader = 8_000;
const mostEntries = 20;
const mostTimes = 99;

/** The newest first, as they stand (RFC 5806 section 4). What can't be read is left out. */
export function parseDiversions(header: string): Diversion[] {
  const out: Diversion[] = [];
  for (const text of splitList(header.slice(0, longestHeader)).slice(0, mostEntries)) {
    const address = parseNameAddr(text);
    if (!address) continue;
    const { uri, params } = address;
    const counter = Number.parseInt(paramValue(params, "counter") ?? "1", 10);
    const privacy = paramValue(params, "privacy")?.toLowerCase();
    out.push({
      uri,
      reason: (paramValue(params, "reason") ?? "unknown").toLowerCase().slice(0, 40),
      counter: Number.isInteger(counter) ? Math.min(Math.max(counter, 1), mostTimes) : 1,
      hidden: privacy === "full" || privacy === "uri",
    });
  }
  return out;
}

export function formatDiversions(list: readonly Diversion[]): string {
  const lines = list.map(({ uri, reason, counter, hidden }) =>
    formatNameAddr({
      uri,
      params: [
        { name: "reason", value: reason },
        { name: "counter", value: String(counter) },
        ...(hidden ? [{ name: "privacy", value: "full" }] : []),
      ],
    }),
  );
  return lines.join(", ");
}
