import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand } from "../../contract/line.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { alertHeaders } from "./alerts.ts";
import { divertedHeaders } from "./diverted.ts";
import { portTarget } from "./gateway.ts";
import type { SipRun } from "./parts.ts";
import { bracketed, escapedUser, nobody, quotedName } from "./sip-uri.ts";
import type { DialOptions, SipHeaders } from "./srf.ts";
import { userAgentSaysHello } from "./user-agent.ts";

type Dial = Extract<LineCommand, { do: "line.dial" }>;
export type DialTarget = { uri: string; options: Omit<DialOptions, "localSdp"> };

/** Where an INVITE goes and what it says; a reason when there is nowhere. */
export function targetsOf(run: SipRun, command: Dial): DialTarget[] | EndReason {
  const headers: SipHeaders = {
    ...userAgentSaysHello,
    // RFC 4028: a far side that is gone without a word is found out.
    "Session-Expires": String(run.config().sip.sessionExpiresSec),
    "Min-SE": "90",
  };
  const { to } = command;
  return to.kind === "phone" ? phoneTargets(run, command, to.phone, headers) : trunkTarget(run, command, to.line, headers);
}

const nameOf = ({ from }: Dial): string => (from.name ? `${quotedName(from.name)} ` : "");

function phoneTargets(run: SipRun, command: Dial, phone: PhoneId, headers: SipHeaders): DialTarget[] | EndReason {
  const { from, ring, referredBy } = command;
  const contacts = run.contacts.of(phone, run.clock.nowMs());
  if (contacts.length === 0) return "unreachable";
  const host = bracketed(run.config().sip.realm);
  const named = {
    ...headers,
    From: from.withheld ? nobody.from : `${nameOf(command)}<sip:${escapedUser(from.number)}@${host}>`,
    To: `<sip:${phone}@${host}>`,
    // RFC 3892 section 2.1. The one who handed it on is known by his password; what his phone says of itself is not repeated.
    ...(referredBy ? { "Referred-By": `<sip:${escapedUser(referredBy)}@${host}>` } : {}),
  };
  const dialect = run.phone(phone)?.alertInfo ?? "auto";
  return contacts.map((c) => ({
    uri: c.uri,
    options: {
      headers: { ...named, ...alertHeaders(ring ?? "normal", dialect, c.userAgent) },
      // A stream phone is reached over the connection it opened; the server keeps it by the contact.
      ...(c.transport === "udp" ? { proxy: `sip:${bracketed(c.address)}:${c.port}` } : {}),
    },
  }));
}

function trunkTarget(run: SipRun, command: Dial, line: LineId, headers: SipHeaders): DialTarget[] | EndReason {
  const trunk = run.trunk(line);
  if (!trunk?.enabled || !trunk.host) return "line-failed";
  const way = run.way(line);
  if (!command.urgent && run.legs.onLine(line) >= (way?.maxCalls ?? trunk.maxCalls)) return "overload";
  const number = command.to.number;
  const { user, headers: portHeaders, sipPort = trunk.port } = way ? portTarget(way, number) : { user: number, headers: {} };
  const host = `${bracketed(trunk.host)}${sipPort ? `:${sipPort}` : ""}`;
  const named = {
    ...headers,
    ...identityHeaders(trunk, command, host),
    ...divertedHeaders(trunk, command.diverted, host, number),
    ...portHeaders,
  };
  const password = run.trunkPassword(trunk.id as LineId);
  const suffix = trunk.transport === "udp" ? "" : `;transport=${trunk.transport}`;
  const auth = trunk.user && password ? { auth: { username: trunk.user, password } } : {};
  return [{ uri: `sip:${escapedUser(user)}@${host}${suffix}`, options: { headers: named, ...auth } }];
}

/** Who calls, to the carrier and to whoever is called. */
function identityHeaders(trunk: TrunkSettings, command: Dial, host: string): SipHeaders {
  const { from, urgent } = command;
  // RFC 3323 4.3 leaves a call for help to the network's rules: it is never made as nobody.
  const hides = (from.withheld === true || trunk.withhold === true) && !urgent;
  // A caller who withholds his number has none to show; ours stands for him where we have one.
  const shown = trunk.callerId ?? (from.withheld ? undefined : from.number);
  const number = shown === undefined ? undefined : escapedUser(shown);
  const account = trunk.kind === "register" && trunk.user ? escapedUser(trunk.user) : undefined;
  const user = account ?? number ?? "anonymous";
  const how = trunk.identity ?? "asserted";
  // RFC 3325 9.1: a trunk that trusts us; 9.2: one that chooses among the numbers it knows to be ours.
  const header = how === "asserted" ? "P-Asserted-Identity" : "P-Preferred-Identity";
  return {
    // RFC 3323 4.1.1.3. A carrier that knows us by the account in From (and by nothing else) must go on seeing it.
    From: hides && !account ? nobody.from : `${hides ? "" : nameOf(command)}<sip:${user}@${host}>`,
    ...(how === "none" || number === undefined ? {} : { [header]: `<sip:${number}@${host}>` }),
    ...(hides ? { Privacy: "id" } : {}),
  };
}
