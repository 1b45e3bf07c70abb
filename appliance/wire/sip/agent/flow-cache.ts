import type { SipUri } from "../message/uri.ts";
import type { Peer } from "../transaction/types.ts";

type Flow = { peer: Peer; untilMs: number };

/**
 * Which connection reaches a registered contact: a phone that registered over TCP or TLS is called back over that connection (RFC 5626 in spirit).
 * Keyed by `user@host:port` of the contact; gone with the registration's expiry or the connection.
 */
export class FlowCache {
  readonly #limit: number;
  readonly #flows = new Map<string, Flow>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#flows.size;
  }

  learn(contact: SipUri, peer: Peer, untilMs: number): void {
    const key = place(contact);
    this.#flows.delete(key);
    if (this.#flows.size >= this.#limit) this.#flows.delete(this.#flows.keys().next().value!);
    this.#flows.set(key, { peer, untilMs });
  }

  forget(contact: SipUri): void {
    this.#flows.delete(place(contact));
  }

  find(uri: SipUri, now: number): Peer | undefined {
    const key = place(uri);
    const flow = this.#flows.get(key);
    if (flow === undefined) return undefined;
    if (flow.untilMs > now) return flow.peer;
    this.#flows.delete(key);
    return undefined;
  }

  connectionClosed(connection: string): void {
    for (const [key, { peer }] of this.#flows) if (peer.connection === connection) this.#flows.delete(key);
  }
}

const place = ({ user, host, port }: SipUri): string => `${user ?? ""}@${host.toLowerCase()}:${port ?? ""}`;
