import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand, RingKind } from "../../contract/line.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import type { SipRun } from "./parts.ts";
import { bracketed, escapedUser, quotedName } from "./sip-uri.ts";
import type { DialOptions, SipHeaders } from "./srf.ts";
import { userAgentSaysHello } from "./user-agent.ts";

type Dial = Extract<LineCommand, { do: "line.dial" }>;
export type DialTarget = { uri: string; options: Omit<DialOptions, "localSdp"> };

/** RFC 7462: the phone may choose another sound by it. */
const alerts: Record<RingKind, SipHeaders> = {
  normal: {},
  internal: { "Alert-Info": "<urn:alert:source:internal>" },
  priority: { "Alert-Info": "<urn:alert:priority:high>" },
  recall: { "Alert-Info": "<urn:alert:service:recall:transfer>" },
  // RFC 5373 and the two older habits: each phone knows one of them.
  "auto-answer": {
    "Alert-Info": "<urn:alert:source:internal>;info=alert-autoanswer;delay=0",
    "Call-Info": "<sip:linebox>;answer-after=0",
    "Answer-Mode": "Auto",
  },
};

/** Where an INVITE goes and what it says; a reason when there is nowhere. */
export function targetsOf(run: SipRun, command: Dial): DialTarget[] | EndReason {
  const headers: SipHeaders = {
    ...userAgentSaysHello,
    // RFC 4028: a far side that is gone without a word is found out.
    "Session-Expires": String(run.config().sip.sessionExpiresSec),
    "Min-SE": "90",
    ...(command.to.kind === "phone" ? alerts[command.ring ?? "normal"] : {}),
  };
  const { to } = command;
  return to.kind === "phone" ? phoneTargets(run, command, to.phone, headers) : trunkTarget(run, command, to.line, headers);
}

const nameOf = ({ from }: Dial): string => (from.name ? `${quotedName(from.name)} ` : "");

function phoneTargets(run: SipRun, command: Dial, phone: PhoneId, headers: SipHeaders): DialTarget[] | EndReason {
  const contacts = run.contacts.of(phone, run.clock.nowMs());
  if (contacts.length === 0) return "unreachable";
  const host = bracketed(run.config().sip.realm);
  const named = {
    ...headers,
    From: `${nameOf(command)}<sip:${escapedUser(command.from.number)}@${host}>`,
    To: `<sip:${phone}@${host}>`,
  };
  return contacts.map((c) => ({
    uri: c.uri,
    // A stream phone is reached over the connection it opened; the server keeps it by the contact.
    options: { headers: named, ...(c.transport === "udp" ? { proxy: `sip:${bracketed(c.address)}:${c.port}` } : {}) },
  }));
}

function trunkTarget(run: SipRun, command: Dial, line: LineId, headers: SipHeaders): DialTarget[] | EndReason {
  const trunk = run.trunk(line);
  if (!trunk?.enabled || !trunk.host) return "line-failed";
  if (!command.urgent && run.legs.onLine(line) >= trunk.maxCalls) return "overload";
  const host = `${bracketed(trunk.host)}${trunk.port ? `:${trunk.port}` : ""}`;
  const number = escapedUser(trunk.callerId ?? command.from.number);
  const user = trunk.kind === "register" && trunk.user ? escapedUser(trunk.user) : number;
  const password = run.trunkPassword(line);
  const named = {
    ...headers,
    From: `${nameOf(command)}<sip:${user}@${host}>`,
    // RFC 3325: who it is, for a carrier that wants the account in From.
    "P-Asserted-Identity": `<sip:${number}@${host}>`,
  };
  const suffix = trunk.transport === "udp" ? "" : `;transport=${trunk.transport}`;
  const auth = trunk.user && password ? { auth: { username: trunk.user, password } } : {};
  return [{ uri: `sip:${escapedUser(command.to.number)}@${host}${suffix}`, options: { headers: named, ...auth } }];
}
