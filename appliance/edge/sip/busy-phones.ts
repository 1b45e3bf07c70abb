import type { LineEvent } from "../../contract/line.ts";
import type { LegId, PhoneId } from "../../kit/ids.ts";
import type { Legs } from "./legs.ts";

/** RFC 4235 3.7.1. */
type PhoneCall = { phone: PhoneId; state: "trying" | "early" | "confirmed"; direction: "initiator" | "recipient" };

/** Which phones are on a call, from the line events as they pass by. */
export class BusyPhones {
  readonly #legs: Legs;
  readonly #calls = new Map<LegId, PhoneCall>();

  constructor(legs: Legs) {
    this.#legs = legs;
  }

  /** Takes in an event; returns the phone whose calls it changed. */
  heard(event: LineEvent): PhoneId | undefined {
    switch (event.on) {
      case "line.ringing":
        return event.party.kind === "phone" ? this.#set(event.leg, event.party.phone, "trying", "initiator") : undefined;
      case "line.progressed":
        return this.#of(event.leg, "early");
      case "line.answered":
      case "line.confirmed":
        return this.#of(event.leg, "confirmed");
      case "line.ended": {
        const phone = this.#calls.get(event.leg)?.phone;
        this.#calls.delete(event.leg);
        return phone;
      }
      default:
        return undefined;
    }
  }

  xmlOf(phone: PhoneId): string {
    return [...this.#calls]
      .filter(([, call]) => call.phone === phone)
      .map(
        ([leg, { direction, state }]) =>
          `<dialog id="${leg.replace("/", "-")}" direction="${direction}"><state>${state}</state></dialog>`,
      )
      .join("");
  }

  #of(id: LegId, state: PhoneCall["state"]): PhoneId | undefined {
    const leg = this.#legs.get(id);
    if (leg?.party.kind !== "phone") return undefined;
    return this.#set(id, leg.party.phone, state, leg.direction === "in" ? "initiator" : "recipient");
  }

  #set(leg: LegId, phone: PhoneId, state: PhoneCall["state"], direction: PhoneCall["direction"]): PhoneId | undefined {
    const known = this.#calls.get(leg);
    if (known?.state === state) return undefined;
    this.#calls.set(leg, { phone, state, direction });
    return phone;
  }
}
