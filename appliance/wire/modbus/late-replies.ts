import { askedOf, isRead } from "./request.ts";

/** Longer than any device takes. */
const owedMs = 10_000;
/** Of all units; the oldest go. */
const mostOwed = 300;

type Owed = { unit: number; fc: number; address: number; replyBytes: number; untilMs: number };

/** Requests that were given up and may still be answered. Nothing in an answer says which request it belongs to; only unit, function and length do. */
export class LateReplies {
  #owed: Owed[] = [];

  gaveUp(request: Uint8Array, atMs: number): void {
    this.#owed = [...this.#owed.filter(({ untilMs }) => untilMs > atMs), { ...askedOf(request), untilMs: atMs + owedMs }].slice(
      -mostOwed,
    );
  }

  /** It was answered late after all. */
  came(request: Uint8Array): void {
    const { unit, fc, address } = askedOf(request);
    const index = this.#owed.findIndex((o) => o.unit === unit && o.fc === fc && o.address === address);
    if (index >= 0) this.#owed.splice(index, 1);
  }

  /** A late answer would look like the answer to this one: it must not be asked now. */
  couldBeTaken(request: Uint8Array, atMs: number): boolean {
    const { unit, fc, address, replyBytes } = askedOf(request);
    // What is written is said back whole.
    if (!isRead(fc)) return false;
    return this.#owed.some(
      (o) => o.untilMs > atMs && o.unit === unit && o.fc === fc && o.replyBytes === replyBytes && o.address !== address,
    );
  }

  /** An exception of this unit may belong to an earlier request. */
  owes(unit: number, atMs: number): boolean {
    return this.#owed.some((o) => o.untilMs > atMs && o.unit === unit);
  }
}
