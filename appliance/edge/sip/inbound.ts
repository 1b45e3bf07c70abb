import type { LineEvent, Party } from "../../contract/line.ts";
import type { LegId, LineId, PhoneId } from "../../kit/ids.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import type { Leg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { readAddress, withheldUser } from "./sip-uri.ts";
import type { SipReply, SipRequestView } from "./srf.ts";
import { userAgentSaysHello } from "./user-agent.ts";

/** A new INVITE: find out who calls, refuse what can't be served, and tell the timeline of the rest. */
export function heardInvite(run: SipRun, req: SipRequestView, res: SipReply): void {
  // An early CANCEL is emitted once and is otherwise lost: this stays the first statement.
  let cancelled = false;
  let leg: Leg | undefined;
  req.on("cancel", () => {
    cancelled = true;
    if (leg) endedBefore(run, leg);
  });
  void identify(run, req, res).then((party) => {
    if (!party || cancelled) return;
    leg = admitted(run, req, res, party);
  });
}

/** A phone proves itself; everybody else is known by the address it calls from. */
async function identify(run: SipRun, req: SipRequestView, res: SipReply): Promise<Party | undefined> {
  const address = req.source_address;
  const from = readAddress(req.getParsedHeader("from").uri);
  const trunks = run.sources.trunksOf(address);
  const phone = run.phone(from.user);
  const isPhone = phone?.enabled && (req.has("authorization") || trunks.length === 0 || run.contacts.speaksFrom(phone.id as PhoneId, address, run.clock.nowMs()));
  if (phone && isPhone) {
    return (await run.gate.admit(req, res, phone.id as PhoneId)) ? { kind: "phone", phone: phone.id as PhoneId } : undefined;
  }
  const trunk = trunks[0];
  if (trunk) return { kind: "line", line: trunk.id as LineId };
  // Not one of ours. The same answer whether or not the name exists, and its tries are counted.
  await run.gate.admit(req, res, from.user as PhoneId);
  return undefined;
}

function admitted(run: SipRun, req: SipRequestView, res: SipReply, party: Party): Leg | undefined {
  if (run.legs.full) {
    res.send(503, { headers: { "Retry-After": "10" } });
    return undefined;
  }
  const remote = req.body ? readSdp(req.body) : undefined;
  if (remote && "fault" in remote) {
    res.send(488, { headers: { Warning: `305 linebox "${remote.fault}"` } });
    return undefined;
  }
  const replaces = req.has("replaces") ? run.legs.replacing(req.get("replaces") ?? "") : undefined;
  if (req.has("replaces") && !replaces) {
    // RFC 3891 section 3: nothing matches.
    res.send(481);
    return undefined;
  }
  const leg: Leg = {
    id: `${run.newCallId()}/1` as LegId,
    party,
    direction: "in",
    callRef: req.get("call-id") ?? "",
    phase: "ringing",
    invite: { req, res },
    ...(remote ? { remote } : {}),
    secureProfile: remote?.secureProfile ?? false,
    lateOffer: remote === undefined,
    forks: [],
  };
  run.legs.add(leg);
  run.hear(ringing(leg, req, replaces));
  return leg;
}

function ringing(leg: Leg, req: SipRequestView, replaces: Leg | undefined): LineEvent {
  const header = req.getParsedHeader("from");
  const privacy = /\b(id|user|header)\b/i.test(req.get("privacy") ?? "");
  // RFC 3325: the carrier's word on who calls outranks what the caller wrote.
  const asserted = req.has("p-asserted-identity") && leg.party.kind === "line" ? req.getParsedHeader("p-asserted-identity") : undefined;
  const from = readAddress((asserted ?? header).uri, (asserted ?? header).name);
  const withheld = privacy || withheldUser(readAddress(header.uri).user);
  const diversion = req.has("diversion") ? readAddress((req.get("diversion") ?? "").replace(/^[^<]*</, "")).user : "";
  return {
    on: "line.ringing",
    leg: leg.id,
    party: leg.party,
    from: { number: from.user || "anonymous", ...(from.name ? { name: from.name } : {}), withheld },
    to: { number: readAddress(req.uri).user },
    ...(leg.remote ? { remote: leg.remote.media } : {}),
    callRef: leg.callRef,
    ...(replaces ? { replaces: replaces.id } : {}),
    ...(diversion ? { diversion } : {}),
  };
}

/** The caller gave up before we answered; the server has sent the 487 already. */
function endedBefore(run: SipRun, leg: Leg): void {
  if (leg.phase === "ended" || leg.phase === "up") return;
  leg.phase = "ended";
  run.legs.delete(leg.id);
  run.hear({ on: "line.ended", leg: leg.id, why: "abandoned", status: 487, by: "far" });
}

/** OPTIONS out of the blue: we are here (RFC 3261 11.2). */
export function heardOptions(_run: SipRun, _req: SipRequestView, res: SipReply): void {
  res.send(200, { headers: { ...userAgentSaysHello, Accept: "application/sdp" } });
}
