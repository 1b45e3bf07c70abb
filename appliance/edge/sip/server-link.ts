import type { SipParts } from "./parts.ts";
import type { Srf } from "./srf.ts";

const connectMs = 10_000;
const longestReconnectMs = 5_000;

type LinkParts = Pick<SipParts, "control" | "fault" | "mended"> & {
  srf: Srf;
  /** The link dropped: everything that stood on it is over. It comes back by itself. */
  lost(): void;
};

/** The link to the SIP server: made at the start, taken up again when it drops, left at the end. */
export class ServerLink {
  readonly #parts: LinkParts;
  #leaving = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  /** Rejects when the server isn't there or doesn't let us in. */
  connect(): Promise<void> {
    const { srf, control, mended, lost } = this.#parts;
    return new Promise<void>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error("the SIP server did not answer")), connectMs);
      srf.on("connect", (error: Error | null) => {
        clearTimeout(giveUp);
        if (this.#leaving) this.#disconnect();
        else if (error) this.#fault(error);
        else mended("sip-server", "server");
        if (error) reject(error);
        else resolve();
      });
      srf.on("error", (error: Error) => this.#fault(error));
      srf.on("close", () => {
        if (this.#leaving) return;
        this.#parts.fault("sip-server", "server", {
          zh: "与 SIP 服务器的连接中断，进行中的通话已结束。",
          en: "The link to the SIP server was lost; calls in progress are over.",
        });
        lost();
      });
      srf.connect({ ...control, reconnect: { retryMaxDelay: longestReconnectMs } });
    });
  }

  /** From now on what happens to the link is no fault. */
  leaves(): void {
    this.#leaving = true;
  }

  leave(): void {
    this.#leaving = true;
    this.#disconnect();
  }

  #disconnect(): void {
    try {
      this.#parts.srf.disconnect();
    } catch {
      // Not connected now: if it gets through once more, it leaves then.
    }
  }

  #fault(error: Error): void {
    if (!this.#leaving) this.#parts.fault("sip-server", "server", error.message);
  }
}
