import type { LegId, LineId, PhoneId } from "../kit/ids.ts";
import type { Diverted } from "./diverted.ts";
import type { EndReason } from "./end-reason.ts";
import type { LampCommand } from "./lamp.ts";
import type { MediaDescription } from "./media.ts";
import type { Sentence } from "./words.ts";

/** Who is at the far end of a leg. */
export type Party = { kind: "line"; line: LineId } | { kind: "phone"; phone: PhoneId };

/** How a phone is rung. "recall": a caller comes back to who handed him on or parked him. "auto-answer": the phone takes it by itself. */
export type RingKind = "normal" | "internal" | "priority" | "recall" | "auto-answer";

export type LineCommand =
  | { do: "line.progress"; leg: LegId; how: "ringing" | "early"; local?: MediaDescription }
  | { do: "line.answer"; leg: LegId; local: MediaDescription }
  /** Answer to `line.offered`. */
  | { do: "line.accept"; leg: LegId; local: MediaDescription }
  | { do: "line.refuse"; leg: LegId; why: EndReason }
  | {
      do: "line.dial";
      leg: LegId;
      /** Phones ring at all their contacts; a line takes the number as dialled. */
      to: Party & { number: string };
      /** `withheld`: whoever is called may not learn the number (RFC 3323). */
      from: { number: string; name?: string; withheld?: true };
      /** It is sent on: a carrier is told for whom it was (RFC 5806, RFC 7044). */
      diverted?: Diverted;
      /** Who handed it on: a phone of ours is told (RFC 3892). */
      referredBy?: string;
      local: MediaDescription;
      giveUpMs: number;
      /** A call for help: our own limit of calls on the line doesn't hold it back. */
      urgent?: true;
      /** RFC 3261 20.4 Alert-Info, for distinctive ring. */
      ring?: RingKind;
    }
  /** Offer new media inside the call. */
  | { do: "line.reoffer"; leg: LegId; local: MediaDescription }
  | { do: "line.hangup"; leg: LegId; why: EndReason }
  /** Outcome of `line.referred` for the phone that asked (RFC 3515 NOTIFY): below 200 it goes on, else it is over. */
  | { do: "line.referOutcome"; leg: LegId; status: number }
  /** Lights the message lamp (RFC 3842). */
  | { do: "line.messages"; phone: PhoneId; waiting: number }
  | LampCommand;

export type LineEvent =
  | {
      on: "line.ringing";
      leg: LegId;
      party: Party;
      from: { number: string; name?: string; withheld: boolean };
      to: { number: string };
      remote?: MediaDescription;
      /** What the line calls it: the SIP Call-ID. */
      callRef: string;
      /** RFC 3891: the leg this call wants to take the place of. */
      replaces?: LegId;
      /** It was for another number before (RFC 5806, RFC 7044). */
      diverted?: Diverted;
    }
  | { on: "line.progressed"; leg: LegId; status: number; remote?: MediaDescription; callRef: string }
  | { on: "line.answered"; leg: LegId; remote?: MediaDescription; callRef: string }
  /** The ACK came, with the answer when we offered in the 200. */
  | { on: "line.confirmed"; leg: LegId; remote?: MediaDescription }
  /** re-INVITE or UPDATE from the far side; wants `line.accept` or `line.refuse`. Without `remote` it asks us to offer. */
  | { on: "line.offered"; leg: LegId; remote?: MediaDescription }
  | { on: "line.reoffered"; leg: LegId; remote?: MediaDescription; status: number }
  | { on: "line.digit"; leg: LegId; digit: string }
  | { on: "line.referred"; leg: LegId; to: string; replaces?: LegId }
  | { on: "line.ended"; leg: LegId; why: EndReason; status?: number; by: "far" | "us" | "box" }
  /** `words`: what is said of it to people, where the line has it in both languages; `text` is for logs, and for people without it. */
  | { on: "line.state"; line: LineId; state: "up" | "down" | "off"; text: string; words?: Sentence; busy: number }
  | {
      on: "phone.state";
      phone: PhoneId;
      contacts: { address: string; transport: string; userAgent: string; expiresAtMs: number }[];
    };
