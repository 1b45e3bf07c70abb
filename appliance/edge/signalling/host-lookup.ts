import type { SrvRecord } from "node:dns";
import { lookup, Resolver } from "node:dns/promises";
import type { Candidate, ResolveTarget } from "../../wire/sip/agent/agent-types.ts";

/** The questions asked of the name service, so that tests can answer them. */
export type NameService = {
  /** RFC 2782; an empty list when there is none. */
  srv(name: string): Promise<SrvRecord[]>;
  /** A and AAAA, hosts file included. */
  addresses(host: string): Promise<string[]>;
};

const ADDRESS_LIMIT = 8;
const CACHE_LIMIT = 500;
const CACHE_MS = 60_000;
const MISS_MS = 5_000;

function systemNames(): NameService {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return {
    srv: (name) => resolver.resolveSrv(name).catch(() => []),
    addresses: async (host) => {
      const found = await lookup(host, { all: true }).catch(() => []);
      return found.map(({ address }) => address);
    },
  };
}

/** Finds the servers for a SIP URI (RFC 3263 4, without NAPTR), best first. Answers are kept for a while. */
export class HostLookup {
  readonly #names: NameService;
  readonly #cache = new Map<string, { found: Candidate[]; untilMs: number }>();

  constructor(names: NameService = systemNames()) {
    this.#names = names;
  }

  async find(target: ResolveTarget, nowMs: number): Promise<Candidate[]> {
    const key = `${target.transport ?? ""}|${target.host}|${target.port ?? ""}|${target.secure}`;
    const kept = this.#cache.get(key);
    if (kept !== undefined && kept.untilMs > nowMs) return kept.found;
    const found = (await this.#ask(target)).slice(0, ADDRESS_LIMIT);
    this.#cache.delete(key);
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.delete(this.#cache.keys().next().value!);
    this.#cache.set(key, { found, untilMs: nowMs + (found.length === 0 ? MISS_MS : CACHE_MS) });
    return found;
  }

  async #ask({ host, port, transport, secure }: ResolveTarget): Promise<Candidate[]> {
    // RFC 3263 4.2: a port means addresses, no SRV
    if (port !== undefined) return this.#hosts(host, transport ?? "udp", port);
    const services: [string, Candidate["transport"]][] = [
      [`_sip._udp.${host}`, "udp"],
      [`_sip._tcp.${host}`, "tcp"],
      [`_sips._tcp.${host}`, "tls"],
    ];
    const wanted = services.filter(([, by]) => (transport === undefined ? !secure || by === "tls" : by === transport));
    const answers = await Promise.all(wanted.map(async ([name, by]) => ({ by, records: inOrder(await this.#names.srv(name)) })));
    const found: Candidate[] = [];
    for (const { by, records } of answers) {
      for (const record of records) {
        if (found.length >= ADDRESS_LIMIT) break;
        found.push(...(await this.#hosts(record.name, by, record.port)));
      }
    }
    if (found.length > 0) return found;
    const by = transport ?? (secure ? "tls" : "udp");
    return this.#hosts(host, by, by === "tls" ? 5_061 : 5_060);
  }

  async #hosts(host: string, transport: Candidate["transport"], port: number): Promise<Candidate[]> {
    return (await this.#names.addresses(host)).map((address) => ({ transport, address, port }));
  }
}

/** RFC 2782: lowest priority first; within one, drawn by weight. */
export function inOrder(records: readonly SrvRecord[], draw: () => number = Math.random): SrvRecord[] {
  const out: SrvRecord[] = [];
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const left = records.filter((record) => record.priority === priority && record.name !== "" && record.name !== ".");
    while (left.length > 0) {
      const total = left.reduce((sum, { weight }) => sum + weight + 1, 0);
      let mark = draw() * total;
      let at = 0;
      while (at < left.length - 1 && mark >= left[at]!.weight + 1) mark -= left[at++]!.weight + 1;
      out.push(...left.splice(at, 1));
    }
  }
  return out;
}
