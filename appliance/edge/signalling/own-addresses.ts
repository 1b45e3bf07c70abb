import { networkInterfaces } from "node:os";

type Network = { address: string; bits: bigint; mask: bigint; internal: boolean; sixth: boolean };

/**
 * What a peer is told to reach us at: the bound address; for a listen point on all addresses the one in the peer's own network;
 * for peers outside all our networks the external address, when there is one. Interfaces are read anew now and then.
 */
export class OwnAddresses {
  readonly #external: string | undefined;
  #networks: Network[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #answers = new Map<string, string>();

  constructor(external: string | undefined) {
    this.#external = external;
  }

  facing(bound: string, peer: string, now: number): string {
    if (now - this.#readAt > 10_000) this.#readInterfaces(now);
    const key = `${bound} ${peer}`;
    let answer = this.#answers.get(key);
    if (answer === undefined) {
      answer = this.#decide(bound, peer);
      if (this.#answers.size >= 4_096) this.#answers.clear();
      this.#answers.set(key, answer);
    }
    return answer;
  }

  #readInterfaces(now: number): void {
    this.#readAt = now;
    this.#answers.clear();
    this.#networks = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ address, family }) => family === "IPv4" || !address.startsWith("fe80"))
      .map(({ address, netmask, internal, family }) => ({
        address,
        bits: bitsOf(address),
        mask: bitsOf(netmask),
        internal,
        sixth: family === "IPv6",
      }));
  }

  #decide(bound: string, peer: string): string {
    const sixth = peer.includes(":");
    const bits = bitsOf(peer);
    const here = this.#networks.filter(
      (network) => network.sixth === sixth && (network.bits & network.mask) === (bits & network.mask),
    );
    const anywhere = bound === "0.0.0.0" || bound === "::";
    if (here.length === 0 && this.#external !== undefined && this.#external.includes(":") === sixth) return this.#external;
    if (!anywhere) return bound;
    const best = here[0] ?? this.#networks.find((network) => network.sixth === sixth && !network.internal);
    return best?.address ?? (sixth ? "::1" : "127.0.0.1");
  }
}

/** An address as a number; 0 for what is none. */
export function bitsOf(address: string): bigint {
  if (!address.includes(":")) {
    const parts = address.split(".").map(Number);
    return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
      ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
      : 0n;
  }
  const [left = "", right] = address.split("%")[0]!.split("::");
  const words = (text: string): number[] => (text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16) || 0));
  const head = words(left);
  const tail = right === undefined ? [] : words(right);
  const middle = new Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0);
  return [...head, ...middle, ...tail].slice(0, 8).reduce((sum, word) => sum * 65_536n + BigInt(word), 0n);
}
