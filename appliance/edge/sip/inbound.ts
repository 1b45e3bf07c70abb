import { emergencyNumbers } from "../../contract/emergency-numbers.ts";
import type { LineEvent, Party } from "../../contract/line.ts";
import type { TrunkSettings } from "../../contract/settings.ts";
import type { LegId, LineId, PhoneId } from "../../kit/ids.ts";
import { readSdp } from "../../wire/sdp/read.ts";
import { callerOf, claimedPhone } from "./caller-identity.ts";
import { divertedOf } from "./diverted.ts";
import { portOf } from "./gateway.ts";
import { legOver } from "./leg-over.ts";
import { type Leg, newLeg } from "./legs.ts";
import type { SipRun } from "./parts.ts";
import { replacedLeg } from "./replaced-leg.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipReply, SipRequestView } from "./srf.ts";
import { namedWords } from "./trunk-words.ts";
import { userAgentSaysHello } from "./user-agent.ts";

/** A new INVITE: find out who calls, refuse what can't be served, and tell the timeline of the rest. */
export function heardInvite(run: SipRun, req: SipRequestView, res: SipReply): void {
  let leg: Leg | undefined;
  // An early CANCEL is emitted once and is otherwise lost: this stays first.
  req.on("cancel", () => {
    // The server has sent the 487 already.
    if (leg && leg.phase !== "up") legOver(run, leg, { why: "abandoned", status: 487, by: "far" });
  });
  const known = identify(run, req, res);
  if (known) leg = admitted(run, req, res, known);
}

/** Who calls; of a gateway also what it said was called, which is more than its own address says. */
type Known = { party: Party; called?: string };

/** A phone proves itself; everybody else is known by the address it calls from. Undefined when it has been answered. */
function identify(run: SipRun, req: SipRequestView, res: SipReply): Known | undefined {
  const address = req.source_address;
  const trunk = run.sources.trunksOf(address)[0];
  const phone = claimedPhone(run, req);
  const isPhone = req.has("authorization") || !trunk || (phone && run.contacts.speaksFrom(phone, address, run.clock.nowMs()));
  if (phone && isPhone) return run.gate.admit(req, res, phone) ? { party: { kind: "phone", phone } } : undefined;
  if (trunk) return ofFarSide(run, req, res, trunk);
  // Not one of ours. The same answer whether or not the name exists, and its tries are counted.
  run.gate.admit(req, res, readAddress(req.getParsedHeader("from").uri).user as PhoneId);
  return undefined;
}

/** A carrier's trunk is one line; a gateway says by which of its ports the call came. */
function ofFarSide(run: SipRun, req: SipRequestView, res: SipReply, { id, name }: TrunkSettings): Known | undefined {
  const gateway = run.config().gateways?.find((g) => g.trunk.id === id);
  if (!gateway) return { party: { kind: "line", line: id as LineId } };
  const read = portOf(gateway, req);
  const line = "port" in read ? gateway.lines.find((l) => l.port === read.port)?.line : undefined;
  if (line !== undefined && "port" in read) return { party: { kind: "line", line }, called: read.called };
  // Nobody said what such a call is for: it must not be taken as another line's.
  const said =
    "port" in read ? { zh: `端口 ${read.port}`, en: `port ${read.port}` } : { zh: `“${read.said}”`, en: `"${read.said}"` };
  run.fault("gateway-port", id, namedWords(name, said));
  res.send(404);
  return undefined;
}

/** Digits that lead outside may stand before the number; it only opens the room kept for such calls. */
const mostPrefix = 3;
const asksForHelp = (run: SipRun, number: string): boolean =>
  emergencyNumbers(run.config().site.country).some((n) => number.endsWith(n) && number.length <= n.length + mostPrefix);

function admitted(run: SipRun, req: SipRequestView, res: SipReply, { party, called }: Known): Leg | undefined {
  const urgent = party.kind === "phone" && asksForHelp(run, readAddress(req.uri).user);
  if (urgent ? run.legs.brimful : run.legs.full) {
    res.send(503, { headers: { "Retry-After": "10" } });
    return undefined;
  }
  const remote = req.body ? readSdp(req.body) : undefined;
  if (remote && "fault" in remote) {
    res.send(488, { headers: { Warning: `305 linebox "${remote.fault}"` } });
    return undefined;
  }
  const replaces = req.has("replaces") ? replacedLeg(run.legs, req.get("replaces") ?? "") : undefined;
  if (typeof replaces === "number") {
    res.send(replaces);
    return undefined;
  }
  const leg = newLeg({
    id: `${run.newCallId()}/1` as LegId,
    party,
    direction: "in",
    callRef: req.get("call-id") ?? "",
    secureProfile: remote?.secureProfile ?? false,
    lateOffer: remote === undefined,
  });
  leg.invite = { req, res };
  if (remote) leg.remote = remote;
  run.legs.add(leg);
  run.hear(ringing(run, leg, req, replaces, called));
  return leg;
}

function ringing(
  run: SipRun,
  leg: Leg,
  req: SipRequestView,
  replaces: Leg | undefined,
  called = readAddress(req.uri).user,
): LineEvent {
  const { party } = leg;
  const diverted = party.kind === "line" ? divertedOf(req) : undefined;
  return {
    on: "line.ringing",
    leg: leg.id,
    party,
    from: callerOf(req, party, party.kind === "line" ? run.trunk(party.line) : undefined),
    to: { number: called },
    ...(leg.remote ? { remote: leg.remote.media } : {}),
    callRef: leg.callRef,
    ...(replaces ? { replaces: replaces.id } : {}),
    ...(diverted ? { diverted } : {}),
  };
}

/** OPTIONS out of the blue: we are here (RFC 3261 11.2). */
export function heardOptions(res: SipReply): void {
  res.send(200, { headers: { ...userAgentSaysHello, Accept: "application/sdp" } });
}
