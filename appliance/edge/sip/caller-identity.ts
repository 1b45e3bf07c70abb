import type { LineEvent, Party } from "../../contract/line.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { parseNameAddr } from "../../wire/sip/message/name-addr.ts";
import { parsePrivacy } from "../../wire/sip/message/privacy.ts";
import { splitList } from "../../wire/sip/message/split-list.ts";
import type { SipRun } from "./parts.ts";
import { readAddress, type SipAddress, withheldAddress } from "./sip-uri.ts";
import type { SipRequestView } from "./srf.ts";

type From = Extract<LineEvent, { on: "line.ringing" }>["from"];

/** Who calls, and whether he wants it known. */
export function callerOf(req: SipRequestView, party: Party, trunk: TrunkSettings | undefined): From {
  const parsed = req.getParsedHeader("from");
  const from = readAddress(parsed.uri, parsed.name);
  const privacy = parsePrivacy(req.get("privacy"));
  // RFC 3323 4.1.1.3: who calls as nobody wants to be nobody; RFC 3323 4.2: unless he says that nothing is to be hidden.
  const withheld = privacy.identity || (withheldAddress(from) && !privacy.none);
  // RFC 3325 section 5: a phone's word on itself has been proven by its password, so nothing else counts.
  if (party.kind === "phone") return { number: party.phone, ...(from.name && !withheld ? { name: from.name } : {}), withheld };
  const told = toldBy(req, trunk?.callerFrom ?? "asserted");
  const { user, name } = told ?? from;
  return { number: user || "anonymous", ...(name ? { name } : {}), withheld: withheld || user === "" };
}

function toldBy(req: SipRequestView, where: NonNullable<TrunkSettings["callerFrom"]>): SipAddress | undefined {
  if (where === "from") return undefined;
  // draft-ietf-sip-privacy-04 section 6.3, never a standard, still what many gateways say.
  if (where === "remote-party-id") return identities(req, "remote-party-id").find(({ user }) => user !== "");
  return assertedOf(req);
}

/** RFC 3325 9.1: one address, or a SIP and a telephone address; the number and the name may stand in either. */
function assertedOf(req: SipRequestView): SipAddress | undefined {
  const read = identities(req, "p-asserted-identity");
  const numbered = read.find(({ user }) => /^\+?[0-9*#]+$/.test(user)) ?? read.find(({ user }) => user !== "");
  const name = numbered?.name ?? read.find((address) => address.name)?.name;
  return numbered && { ...numbered, ...(name ? { name } : {}) };
}

const longestHeader = 2_000;

function identities(
  req: SipRequestView,
  header: "p-asserted-identity" | "p-preferred-identity" | "remote-party-id",
): SipAddress[] {
  const values = splitList((req.get(header) ?? "").slice(0, longestHeader)).slice(0, 2);
  return values.flatMap((value) => {
    const address = parseNameAddr(value);
    return address ? [readAddress(address.uri, address.display)] : [];
  });
}

/**
 * Which phone a request says it comes from; it has still to prove it. A phone that withholds its number calls as nobody (RFC 3323 4.1.1.3)
 * and names itself for us alone (RFC 3325 9.2), in its credentials, or by the place it is registered from.
 */
export function claimedPhone(run: SipRun, req: SipRequestView): PhoneId | undefined {
  const from = readAddress(req.getParsedHeader("from").uri);
  const known = (id: string | undefined): PhoneId | undefined => run.phone(id ?? "")?.id as PhoneId | undefined;
  const named = known(from.user);
  if (named || !withheldAddress(from)) return named;
  for (const { user } of identities(req, "p-preferred-identity")) if (known(user)) return known(user);
  const credentials = /\busername="([^"\\]{1,80})"/i.exec((req.get("authorization") ?? "").slice(0, longestHeader));
  if (credentials) return known(credentials[1]);
  return run.contacts.registeredAt(req.source_address, Number(req.source_port), run.clock.nowMs());
}
