import type { ModemSim } from "./modem-sim.ts";
import { deliverPdus, readSubmit } from "./network-pdu.ts";
import type { SimCall } from "./sim-call.ts";

const textMs = 300;

/** A mobile network between simulated modems: they call and text each other by their numbers. */
export class MobileNetwork {
  readonly #subscribers: ReadonlyMap<string, ModemSim>;
  /** Calls to this number show another than the caller's. */
  readonly shown = new Map<string, string>();
  #texts = 0;

  constructor(subscribers: Record<string, ModemSim>) {
    this.#subscribers = new Map(Object.entries(subscribers));
    for (const [number, modem] of this.#subscribers) {
      void this.#carryCalls(number, modem);
      modem.messages.network = ({ hex }) => {
        const { to, text } = readSubmit(hex);
        const reference = ++this.#texts & 255;
        const parts = deliverPdus({ from: number, text, reference, atMs: Date.now() });
        for (const part of parts) setTimeout(() => this.#subscribers.get(to)?.deliver(part), textMs);
        return { reference };
      };
    }
  }

  async #carryCalls(number: string, modem: ModemSim): Promise<void> {
    for (;;) this.#connect(number, await modem.nextCall());
  }

  #connect(from: string, call: SimCall): void {
    const far = this.#subscribers.get(call.dialled);
    if (!far || far.isBusy) return call.refuse();
    const other = far.callIn(this.shown.get(call.dialled) ?? from);
    call.peer = other;
    other.peer = call;
    call.ring();
  }
}
