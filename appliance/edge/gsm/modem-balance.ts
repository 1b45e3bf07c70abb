import { amountIn } from "../../wire/sms/ussd.ts";
import type { ModemConfig } from "./gsm-config.ts";

type Told = { ok: true; text: string } | { ok: false };
export type ModemBalanceParts = {
  /** Nothing is asked without it. */
  wish: ModemConfig["balance"];
  nowMs(): number;
  ask(code: string): Promise<Told>;
  health(values: Record<string, number | string>): void;
  alarm(code: string, raised: boolean, text: string): void;
};

/** Asked again so soon when no amount came. */
const againMs = 10 * 60_000;
/** So often in a row, and somebody is to look. */
const mostSilent = 3;
const longestText = 200;

/** What is left on a prepaid SIM: asked for by the operator's code every now and then. */
export class ModemBalance {
  readonly #parts: ModemBalanceParts;
  #dueMs = 0;
  #asking = false;
  #silent = 0;

  constructor(parts: ModemBalanceParts) {
    this.#parts = parts;
  }

  /** To be called whenever the modem is there and has nothing to do. */
  look(): void {
    const { wish, nowMs, ask } = this.#parts;
    if (!wish || this.#asking || nowMs() < this.#dueMs) return;
    this.#asking = true;
    void ask(wish.code).then((told) => {
      this.#asking = false;
      this.#heard(wish, told);
    });
  }

  #heard(wish: NonNullable<ModemConfig["balance"]>, told: Told): void {
    const { nowMs, health, alarm } = this.#parts;
    const text = told.ok ? told.text.slice(0, longestText) : "";
    const amount = amountIn(text);
    if (amount === undefined) {
      this.#dueMs = nowMs() + Math.min(againMs, wish.everyHours * 3_600_000);
      if (told.ok) health({ balanceText: text, balanceAtMs: nowMs() });
      if (++this.#silent === mostSilent) alarm("sim-balance-unknown", true, text || wish.code);
      return;
    }
    this.#silent = 0;
    this.#dueMs = nowMs() + wish.everyHours * 3_600_000;
    health({ balance: amount, balanceText: text, balanceAtMs: nowMs() });
    alarm("sim-balance-unknown", false, "");
    const low = wish.alarmBelow !== undefined && amount < wish.alarmBelow;
    alarm("sim-balance", low, low ? `${amount} < ${wish.alarmBelow}` : "");
  }
}
