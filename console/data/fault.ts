import type { FaultReply } from "../../appliance/contract/faults.ts";

/** Something refused or broken, with what a person can do about it. `kind` says whether the box spoke at all. */
export class Fault extends Error {
  readonly kind: "refused" | "unreachable" | "strange";
  readonly reply: FaultReply | undefined;
  readonly status: number;

  constructor(kind: Fault["kind"], status = 0, reply?: FaultReply) {
    super(reply?.code ?? kind);
    this.kind = kind;
    this.status = status;
    this.reply = reply;
  }
}

export const isFaultReply = (value: unknown): value is FaultReply =>
  typeof value === "object" && value !== null && "code" in value && "message" in value && "hint" in value;

export const asFault = (error: unknown): Fault => (error instanceof Fault ? error : new Fault("strange"));
