import type { PhoneId } from "../../kit/ids.ts";
import type { Binding, Contact } from "./contacts.ts";
import type { SipRun } from "./parts.ts";
import { readAddress } from "./sip-uri.ts";
import type { SipReply, SipRequestView } from "./srf.ts";

const mostContactsInRequest = 10;
const longestUri = 300;

/** REGISTER from a phone (RFC 3261 10.3): proven first, then bound, then answered with all that stands. */
export async function heardRegister(run: SipRun, req: SipRequestView, res: SipReply): Promise<void> {
  const phone = readAddress(req.getParsedHeader("to").uri).user as PhoneId;
  if (!(await run.gate.admit(req, res, phone))) return;
  const { sip } = run.config();
  const settings = run.phone(phone);
  if (!settings) {
    res.send(404);
    return;
  }
  const wanted = bindingsOf(req, sip);
  if ("status" in wanted) {
    res.send(wanted.status, wanted.minExpires ? { headers: { "Min-Expires": String(wanted.minExpires) } } : undefined);
    return;
  }
  const now = run.clock.nowMs();
  const before = run.contacts.of(phone, now).length;
  const outcome = run.contacts.apply(phone, wanted.bindings, sourceOf(req), now, settings.maxContacts);
  if (!outcome.ok) {
    res.send(outcome.status);
    return;
  }
  res.send(200, {
    headers: {
      ...(outcome.contacts.length > 0 ? { Contact: outcome.contacts.map((c) => `<${c.uri}>;expires=${Math.max(1, Math.ceil((c.expiresAtMs - now) / 1000))}`).join(", ") } : {}),
      Date: new Date(now).toUTCString(),
    },
  });
  if (before !== outcome.contacts.length || before === 0) run.log.info({ phone, contacts: outcome.contacts.length }, "phone registered");
  tellPhone(run, phone);
}

export function tellPhone(run: SipRun, phone: PhoneId): void {
  run.hear({
    on: "phone.state",
    phone,
    contacts: run.contacts.of(phone, run.clock.nowMs()).map((c) => ({ address: `${c.address}:${c.port}`, transport: c.transport, userAgent: c.userAgent, expiresAtMs: c.expiresAtMs })),
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

function bindingsOf(req: SipRequestView, limits: { registerMinSec: number; registerMaxSec: number }): { bindings: Binding[] | "*" } | { status: number; minExpires?: number } {
  if (!req.has("contact")) return { bindings: [] };
  const general = secondsOf(req.get("expires"));
  if ((req.get("contact") ?? "").trim() === "*") return general === 0 ? { bindings: "*" } : { status: 400 };
  const contacts = req.getParsedHeader("contact");
  if (!Array.isArray(contacts) || contacts.length > mostContactsInRequest) return { status: 400 };
  const bindings: Binding[] = [];
  for (const contact of contacts) {
    if (!/^sips?:/i.test(contact.uri) || contact.uri.length > longestUri || !readAddress(contact.uri).host) return { status: 400 };
    // RFC 3261 10.2.1.1: the contact's own expiry, else the request's, else ours.
    const asked = secondsOf(contact.params?.expires) ?? general ?? limits.registerMaxSec;
    // RFC 3261 10.3 step 7: too brief is refused, except zero which removes.
    if (asked > 0 && asked < limits.registerMinSec) return { status: 423, minExpires: limits.registerMinSec };
    bindings.push({ uri: contact.uri, expiresSec: Math.min(asked, limits.registerMaxSec) });
  }
  return { bindings };
}

const secondsOf = (text: string | undefined): number | undefined => (text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined);
