import { AddressList } from "../../runtime/address-list.ts";

export type Ban = { address: string; untilMs: number; why: string };

const STRIKE_WINDOW_MS = 60_000;
const STRIKES = { undecodable: 20, scanner: 1 } as const;
const BAN_MS = { undecodable: 600_000, scanner: 3_600_000 } as const;

/** Sources nobody listens to for a while. In memory, bounded; times are epoch ms. */
export class BanList {
  readonly #limit: number;
  #trusted = new AddressList();
  readonly #bans = new Map<string, Ban>();
  readonly #strikes = new Map<string, { count: number; sinceMs: number }>();

  constructor(limit: number, trusted: readonly string[] = []) {
    this.#limit = limit;
    this.trust(trusted);
  }

  /**
   * Addresses and networks (CIDR) that are never banned, in place of those before: anybody can forge a carrier's address in a datagram,
   * and must not cut the site off that way. What stood against them is lifted.
   */
  trust(trusted: readonly string[]): void {
    this.#trusted = new AddressList(trusted);
    for (const address of this.#bans.keys()) if (this.#trusted.has(address)) this.#bans.delete(address);
  }

  banned(address: string, nowMs: number): boolean {
    if (this.#bans.size === 0) return false;
    const ban = this.#bans.get(address);
    if (ban === undefined) return false;
    if (ban.untilMs > nowMs) return true;
    this.#bans.delete(address);
    return false;
  }

  /** False when the address is trusted. */
  ban(address: string, forMs: number, why: string, nowMs: number): boolean {
    if (this.#trusted.has(address)) return false;
    this.#bans.delete(address);
    if (this.#bans.size >= this.#limit) this.#bans.delete(this.#bans.keys().next().value!);
    this.#bans.set(address, { address, untilMs: nowMs + forMs, why });
    return true;
  }

  unban(address: string): boolean {
    this.#strikes.delete(address);
    return this.#bans.delete(address);
  }

  /** Something no honest peer sends. True when that was once too often and the source is banned now. */
  strike(address: string, why: "undecodable" | "scanner", nowMs: number): boolean {
    if (this.#trusted.has(address)) return false;
    let strikes = this.#strikes.get(address);
    if (strikes === undefined || nowMs - strikes.sinceMs > STRIKE_WINDOW_MS) {
      if (this.#strikes.size >= this.#limit) this.#strikes.delete(this.#strikes.keys().next().value!);
      strikes = { count: 0, sinceMs: nowMs };
      this.#strikes.delete(address);
      this.#strikes.set(address, strikes);
    }
    strikes.count++;
    if (strikes.count < STRIKES[why]) return false;
    this.#strikes.delete(address);
    this.ban(address, BAN_MS[why], why, nowMs);
    return true;
  }

  list(nowMs: number): Ban[] {
    return [...this.#bans.values()].filter((ban) => ban.untilMs > nowMs);
  }
}
