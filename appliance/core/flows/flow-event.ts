import type { Language } from "../../contract/words.ts";

export type LookupAnswer = { outcome: "ok" | "not-found" | "failed"; values: Readonly<Record<string, unknown>> };

export type FlowEvent =
  /** The caller can hear: begin. */
  | { on: "started" }
  /** The box was away for a moment; whatever was under way is done again. */
  | { on: "resumed" }
  | { on: "played"; token: string; how: "finished" | "interrupted" | "stopped" | "failed" }
  | { on: "digit"; digit: string }
  | { on: "timer"; token: string }
  /** `values` may be flat ("account.balance") or nested. */
  | ({ on: "lookedUp"; token: string } & LookupAnswer)
  | {
      on: "recorded";
      token: string;
      how: "terminator" | "silence" | "limit" | "stopped" | "failed";
      recording?: string;
      durationMs: number;
    }
  | {
      on: "returned";
      token: string;
      outcome: "served" | "overflow" | "timeout" | "no-agent" | "closed" | "left" | "busy" | "no-answer" | "low" | "failed";
    }
  /** The caller chose a language elsewhere, on a customer's card for instance. */
  | { on: "language"; language: Language }
  | { on: "gone" };
