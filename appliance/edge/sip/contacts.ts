import type { PhoneId } from "../../kit/ids.ts";

/** Where a phone can be reached. Plain data. */
export type Contact = {
  uri: string;
  /** Where the REGISTER came from: behind NAT the only address that works (RFC 3581). */
  address: string;
  port: number;
  transport: "udp" | "tcp" | "tls";
  expiresAtMs: number;
  callId: string;
  cseq: number;
  userAgent: string;
};

/** What one REGISTER wants (RFC 3261 10.3). */
export type Binding = { uri: string; expiresSec: number };
export type RegisterOutcome = { ok: true; contacts: Contact[] } | { ok: false; status: 500 };

/** Contacts of all phones; several to a phone, the one that expires first gives way. */
export class Contacts {
  readonly #byPhone = new Map<PhoneId, Contact[]>();

  of(phone: PhoneId, nowMs: number): Contact[] {
    return (this.#byPhone.get(phone) ?? []).filter((c) => c.expiresAtMs > nowMs);
  }

  phones(): PhoneId[] {
    return [...this.#byPhone.keys()];
  }

  /** `*` removes all. RFC 3261 10.3 step 7: same Call-ID with a CSeq that isn't higher is out of order, and then nothing is changed. */
  apply(
    phone: PhoneId,
    bindings: Binding[] | "*",
    from: Omit<Contact, "uri" | "expiresAtMs">,
    nowMs: number,
    most: number,
  ): RegisterOutcome {
    let contacts = this.of(phone, nowMs);
    const outOfOrder = (old: Contact | undefined): boolean => old?.callId === from.callId && from.cseq <= old.cseq;
    if (bindings === "*") {
      if (contacts.some(outOfOrder)) return { ok: false, status: 500 };
      contacts = [];
    } else {
      const before = contacts;
      for (const { uri, expiresSec } of bindings) {
        if (outOfOrder(before.find((c) => isSameContact(c.uri, uri)))) return { ok: false, status: 500 };
        contacts = contacts.filter((c) => !isSameContact(c.uri, uri));
        if (expiresSec > 0) contacts.push({ ...from, uri, expiresAtMs: nowMs + expiresSec * 1000 });
      }
      contacts.sort((a, b) => b.expiresAtMs - a.expiresAtMs);
      contacts = contacts.slice(0, most);
    }
    this.#put(phone, contacts);
    return { ok: true, contacts };
  }

  /** Drops what ran out; returns the phones that lost a contact. */
  sweep(nowMs: number): PhoneId[] {
    const changed: PhoneId[] = [];
    for (const [phone, contacts] of this.#byPhone) {
      const left = this.of(phone, nowMs);
      if (left.length === contacts.length) continue;
      changed.push(phone);
      this.#put(phone, left);
    }
    return changed;
  }

  remove(phone: PhoneId): boolean {
    return this.#byPhone.delete(phone);
  }

  /** From a former run. The connections of stream phones ended with it: they must register again. */
  restore(phone: PhoneId, contacts: Contact[], nowMs: number): void {
    this.#put(
      phone,
      contacts.filter((c) => c.transport === "udp" && c.expiresAtMs > nowMs),
    );
  }

  /** A source that a phone is registered from speaks for that phone. */
  speaksFrom(phone: PhoneId, address: string, nowMs: number): boolean {
    return this.of(phone, nowMs).some((c) => c.address === address);
  }

  /** The phone that is reached at this very place. */
  registeredAt(address: string, port: number, nowMs: number): PhoneId | undefined {
    return this.phones().find((phone) => this.of(phone, nowMs).some((c) => c.address === address && c.port === port));
  }

  #put(phone: PhoneId, contacts: Contact[]): void {
    if (contacts.length > 0) this.#byPhone.set(phone, contacts);
    else this.#byPhone.delete(phone);
  }
}

/** RFC 3261 19.1.4 as far as a registrar needs it: the host counts without its case, parameters other than transport don't make another contact. */
export const isSameContact = (a: string, b: string): boolean => keyOf(a) === keyOf(b);
function keyOf(uri: string): string {
  const at = uri.lastIndexOf("@");
  const [host = "", ...params] = uri.slice(at + 1).split(";");
  const transport = params.find((p) => p.toLowerCase().startsWith("transport="))?.toLowerCase() ?? "";
  const [scheme = "", user = ""] = [uri.slice(0, uri.indexOf(":")), uri.slice(uri.indexOf(":") + 1, at + 1)];
  return at < 0 ? `${host.toLowerCase()};${transport}` : `${scheme.toLowerCase()}:${user}${host.toLowerCase()};${transport}`;
}
