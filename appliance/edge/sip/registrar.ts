import type { PhoneId } from "../../kit/ids.ts";
import type { Binding, Contact } from "./contacts.ts";
import type { SipRun } from "./parts.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipReply, SipRequestView } from "./srf.ts";

const mostContactsInRequest = 10;
const longestUri = 300;

/** REGISTER from a phone (RFC 3261 10.3): proven first, then bound, then answered with all that stands. */
export function heardRegister(run: SipRun, req: SipRequestView, res: SipReply): void {
  const phone = readAddress(req.getParsedHeader("to").uri).user as PhoneId;
  if (!run.gate.admit(req, res, phone)) return;
  const settings = run.phone(phone);
  const wanted = bindingsOf(req, run.config().sip);
  if (!settings || "status" in wanted) {
    const refusal = settings && "status" in wanted ? wanted : { status: 404 };
    const { status, minExpires } = { minExpires: undefined, ...refusal };
    res.send(status, minExpires === undefined ? undefined : { headers: { "Min-Expires": String(minExpires) } });
    return;
  }
  const now = run.clock.nowMs();
  const before = run.contacts.of(phone, now).length;
  const outcome = run.contacts.apply(phone, wanted.bindings, sourceOf(req), now, settings.maxContacts);
  if (!outcome.ok) {
    res.send(outcome.status);
    return;
  }
  const { contacts } = outcome;
  const shown = contacts.map((c) => `<${c.uri}>;expires=${Math.max(1, Math.ceil((c.expiresAtMs - now) / 1000))}`).join(", ");
  res.send(200, { headers: { ...(shown ? { Contact: shown } : {}), Date: new Date(now).toUTCString() } });
  if (before !== contacts.length) run.log.info({ phone, contacts: contacts.length }, "phone registered");
  // RFC 3261 10.3 step 6: without a Contact it only asks.
  if (req.has("contact")) tellPhone(run, phone);
}

export function tellPhone(run: SipRun, phone: PhoneId): void {
  const contacts = run.contacts.of(phone, run.clock.nowMs());
  run.hear({
    on: "phone.state",
    phone,
    contacts: contacts.map(({ address, port, transport, userAgent, expiresAtMs }) => ({
      address: `${address}:${port}`,
      transport,
      userAgent,
      expiresAtMs,
    })),
  });
}

function sourceOf(req: SipRequestView): Omit<Contact, "uri" | "expiresAtMs"> {
  const transport = req.protocol === "tcp" || req.protocol === "tls" ? req.protocol : "udp";
  return {
    address: req.source_address,
    port: Number(req.source_port),
    transport,
    callId: (req.get("call-id") ?? "").slice(0, 200),
    cseq: Number.parseInt(req.get("cseq") ?? "0", 10) || 0,
    userAgent: (req.get("user-agent") ?? "").replace(/[^\x20-\x7e]/g, "").slice(0, 80),
  };
}

type Wanted = { bindings: Binding[] | "*" } | { status: number; minExpires?: number };

function bindingsOf(req: SipRequestView, limits: { registerMinSec: number; registerMaxSec: number }): Wanted {
  if (!req.has("contact")) return { bindings: [] };
  const general = secondsOf(req.get("expires"));
  const text = (req.get("contact") ?? "").trim();
  // RFC 3261 10.3 step 6: the star stands alone, and only takes back.
  if (text === "*") return general === 0 ? { bindings: "*" } : { status: 400 };
  const contacts = req.getParsedHeader("contact");
  if (!Array.isArray(contacts) || contacts.length > mostContactsInRequest) return { status: 400 };
  const bindings: Binding[] = [];
  for (const { uri, params } of contacts) {
    if (!/^sips?:/i.test(uri) || uri.length > longestUri || !readAddress(uri).host) return { status: 400 };
    // RFC 3261 10.2.1.1: the contact's own expiry, else the request's, else ours.
    const asked = secondsOf(params?.expires) ?? general ?? limits.registerMaxSec;
    // RFC 3261 10.3 step 7: too brief is refused, except zero which removes.
    if (asked > 0 && asked < limits.registerMinSec) return { status: 423, minExpires: limits.registerMinSec };
    bindings.push({ uri, expiresSec: Math.min(asked, limits.registerMaxSec) });
  }
  return { bindings };
}

const secondsOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined;
