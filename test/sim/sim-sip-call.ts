import type { RtpEnd } from "./rtp-end.ts";

/** One call of a simulated phone. */
export type SimCall = {
  /** Resolves at 200 with the far side's media; rejects with the status when refused. */
  up: Promise<void>;
  ended: Promise<string>;
  sound: RtpEnd;
  /** Takes an incoming call. */
  answer(): void;
  refuse(status: number): void;
  hangUp(): void;
  from: string;
  /** The number that was called, as the request names it. */
  to: string;
  dialog(): SimDialog;
  /** RFC 3515: asks the box to lead the other side to a number, or (RFC 5589) to the far side of another call. Resolves with the answer. */
  refer(to: string, replacing?: SimDialog): Promise<number>;
  /** What the box told of it by NOTIFY: status lines, oldest first. */
  outcomes: string[];
  ring: { alertInfo: string; callInfo: string };
};
/** A dialog as this phone sees it. */
export type SimDialog = { callId: string; local: string; remote: string };
