import type { PickUp, WatchMode } from "../../contract/hand.ts";
import type { PhoneFeatureChange } from "../../contract/phone-features.ts";
import type { AgentId, LineId, PhoneId } from "../../kit/ids.ts";

/** What an agent does by keys alone. */
export type Star =
  | { kind: "star"; act: "login" | "logout" | "ready" | "wrap-up-done"; code?: string }
  | { kind: "star"; act: "not-ready"; reason: string };

/** What a phone sets for itself. */
export type FeatureStar = { kind: "feature"; change: PhoneFeatureChange };

/** What a phone means by what it dials. */
export type PhonePlan =
  | Star
  | FeatureStar
  /** A number kept under a code, as it is dialled outside. */
  | { kind: "speed-dial"; number: string }
  | { kind: "colleague"; agent: AgentId }
  /** `intercom`: his phone takes it by itself. */
  | { kind: "phone"; phone: PhoneId; intercom?: true }
  | { kind: "flow"; flow: string }
  /** To hear a box: his own, or the one with this number. */
  | { kind: "voicemail"; number?: string }
  | { kind: "outside"; line: LineId; number: string }
  /** Without a slot, the first one free. */
  | { kind: "park"; slot?: number }
  | { kind: "pick-up"; what: PickUp }
  | { kind: "watch"; phone: PhoneId; mode: WatchMode | "take" }
  | { kind: "redial" }
  | { kind: "unknown" };
