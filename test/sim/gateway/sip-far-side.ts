import type { SimCall } from "../sim-sip-call.ts";
import { SipPhone } from "../sip-phone.ts";

/** Far ends of calls, over SIP: a carrier's server, or a gateway. Everything it says comes from one address, as a trunk's far side does. */
export class SipFarSide {
  readonly #address: string;
  readonly #box: { host: string; port: number };
  readonly #server: SipPhone;
  readonly #callers: SipPhone[] = [];
  readonly #calls: SimCall[] = [];
  readonly #waiting: ((call: SimCall) => void)[] = [];

  private constructor(server: SipPhone, address: string, box: { host: string; port: number }) {
    this.#server = server;
    this.#address = address;
    this.#box = box;
    server.onCall = (call) => {
      const waits = this.#waiting.shift();
      if (waits) waits(call);
      else this.#calls.push(call);
    };
  }

  /** `address`: one of 127.0.0.0/8. */
  static async open(address: string, box: { host: string; port: number }): Promise<SipFarSide> {
    return new SipFarSide(await SipPhone.open({ user: "gateway", box, address }), address, box);
  }

  /** Where it takes calls. */
  get at(): { host: string; port: number } {
    return { host: this.#address, port: this.#server.port };
  }

  /** Somebody calls the box. */
  async callIn(from: string, called: string): Promise<SimCall> {
    const caller = await SipPhone.open({ user: from, box: this.#box, address: this.#address });
    this.#callers.push(caller);
    return caller.call(called);
  }

  /** The next call of the box. */
  nextCall(): Promise<SimCall> {
    const call = this.#calls.shift();
    return call ? Promise.resolve(call) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** It is there no more: what asks hears 503 of whoever stands before it (RFC 3261 21.5.4), its calls fall silent. */
  pull(): void {
    this.#server.outOfOrder = 503;
    for (const caller of this.#callers) caller.outOfOrder = 503;
  }

  putBack(): void {
    this.#server.outOfOrder = undefined;
    for (const caller of this.#callers.splice(0)) caller.close();
  }

  close(): void {
    this.#server.close();
    for (const caller of this.#callers) caller.close();
  }
}
