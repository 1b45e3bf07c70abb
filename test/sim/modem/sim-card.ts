/** The SIM in a simulated modem, with the messages that lie on it. */
export class SimCard {
  readonly pin: string | undefined;
  triesLeft: number;
  open: boolean;
  /** Electrically gone, until the radio is switched off and on. */
  dropped = false;
  /** PINs that were tried. */
  readonly tried: string[] = [];
  /** PDUs in hex, by place. */
  readonly stored = new Map<number, string>();
  static readonly places = 30;

  constructor({ pin, triesLeft = 3 }: { pin?: string; triesLeft?: number } = {}) {
    this.pin = pin;
    this.triesLeft = triesLeft;
    this.open = pin === undefined;
  }

  get state(): string {
    return this.open ? "READY" : this.triesLeft > 0 ? "SIM PIN" : "SIM PUK";
  }

  enter(pin: string): boolean {
    this.tried.push(pin);
    if (this.open || this.triesLeft === 0) return this.open;
    if (pin === this.pin) {
      this.open = true;
      this.triesLeft = 3;
    } else this.triesLeft--;
    return this.open;
  }

  /** Where it was put; undefined when it is full. */
  store(hex: string): number | undefined {
    for (let place = 0; place < SimCard.places; place++) {
      if (this.stored.has(place)) continue;
      this.stored.set(place, hex);
      return place;
    }
    return undefined;
  }
}
