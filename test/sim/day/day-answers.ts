import type { StoreChange } from "../../../appliance/contract/records.ts";
import type { SimWorld } from "../../../appliance/core/box/sim/sim-world.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import type { Dice } from "../console-server/dice.ts";

/** What callers press when they are asked how it was: most answer, some press what is no answer, some say nothing or ring off. */
export class DayAnswers {
  readonly #world: SimWorld;
  readonly #random: Dice;
  readonly #in: (ms: number, happen: () => void) => void;

  constructor(world: SimWorld, random: Dice, in_: (ms: number, happen: () => void) => void) {
    this.#world = world;
    this.#random = random;
    this.#in = in_;
  }

  hear(change: StoreChange): void {
    if (change.put !== "trace" || !change.row.words.en.startsWith("Survey: ")) return;
    const leg = `${change.row.call}/1` as LegId;
    const random = this.#random;
    const press = (keys: readonly string[], share: number, afterMs: number): void => {
      if (!random.chance(share)) return;
      const key = random.pick(keys);
      this.#in(afterMs, () => {
        if (this.#world.lines.live(leg) && this.#world.callOf(leg)?.survey) this.#world.press(leg, key);
      });
    };
    const first = random.between(500, 6_000);
    press(["9", "0"], 0.1, first - 200);
    press(["1", "2", "3", "4", "4", "5", "5"], 0.8, first);
    press(["1", "1", "1", "2"], 0.7, first + random.between(500, 7_000));
  }
}
