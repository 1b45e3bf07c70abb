import type { SimCall } from "./sim-sip-call.ts";
import type { SipPhone } from "./sip-phone.ts";

/** Calls that come to a phone, oldest first, and waiting for those that have not come yet. */
export class CallsIn {
  readonly all: SimCall[] = [];
  #arrived: () => void = () => {};

  constructor(phone: SipPhone) {
    phone.onCall = (call) => {
      this.all.push(call);
      this.#arrived();
    };
  }

  /** The call of this number, counted from 0. */
  async come(n: number): Promise<SimCall> {
    while (this.all.length <= n) await new Promise<void>((done) => (this.#arrived = done));
    return this.all[n]!;
  }
}
