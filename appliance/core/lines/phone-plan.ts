import type { LineId, PhoneId } from "../../kit/ids.ts";

/** What an agent does by keys alone. */
export type Star =
  | { kind: "star"; act: "login" | "logout" | "ready" | "wrap-up-done"; code?: string }
  | { kind: "star"; act: "not-ready"; reason: string };

/** What a phone means by what it dials. */
export type PhonePlan =
  | Star
  | { kind: "phone"; phone: PhoneId }
  | { kind: "flow"; flow: string }
  | { kind: "outside"; line: LineId; number: string }
  | { kind: "unknown" };
