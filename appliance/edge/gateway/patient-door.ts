import type { Clock } from "../../runtime/clock.ts";
import type { GatewayQuestion } from "../../wire/gateway/gateway-question.ts";
import type { DoorAnswer, GatewayDoor } from "./gateway-door.ts";

const lockedMs = 300_000;

/** A gateway's door that isn't knocked at for a while once we were refused twice: many lock out whoever goes on. */
export class PatientDoor {
  readonly #door: GatewayDoor;
  readonly #clock: Clock;
  #refusals = 0;
  #lockedUntilMs = 0;

  constructor(door: GatewayDoor, clock: Clock) {
    this.#door = door;
    this.#clock = clock;
  }

  async ask(question: GatewayQuestion): Promise<DoorAnswer> {
    if (this.#clock.nowMs() < this.#lockedUntilMs) return { ok: false, why: "login refused", untaken: true, login: true };
    const said = await this.#door.ask(question);
    if (said.ok || !said.login) this.#refusals = said.ok ? 0 : this.#refusals;
    else if (++this.#refusals >= 2) this.#lockedUntilMs = this.#clock.nowMs() + lockedMs;
    return said;
  }

  stop(): void {
    this.#door.stop();
  }
}
