import { expect, test } from "vitest";
import { ModemBalance } from "./modem-balance.ts";

type Told = { ok: true; text: string } | { ok: false };
const hourMs = 3_600_000;

function asking(answers: Told[], alarmBelow?: number) {
  const asked: string[] = [];
  const alarms: string[] = [];
  let health: Record<string, number | string> = {};
  let nowMs = 0;
  const balance = new ModemBalance({
    wish: { code: "*100#", everyHours: 24, ...(alarmBelow === undefined ? {} : { alarmBelow }) },
    nowMs: () => nowMs,
    ask: async (code) => {
      asked.push(code);
      return answers.shift() ?? { ok: false };
    },
    health: (values) => {
      health = { ...health, ...values };
    },
    alarm: (code, raised, text) => alarms.push(`${raised ? "+" : "-"}${code} ${text}`.trim()),
  });
  return {
    asked,
    alarms,
    health: () => health,
    async at(ms: number): Promise<void> {
      nowMs = ms;
      balance.look();
      await new Promise((done) => setImmediate(done));
    },
  };
}

test("asked as often as is wanted; low is an alarm that goes when it is topped up", async () => {
  const a = asking(
    [
      { ok: true, text: "余额9.50元" },
      { ok: true, text: "余额109.50元" },
    ],
    10,
  );
  await a.at(0);
  await a.at(hourMs);
  expect(a.asked).toHaveLength(1);
  expect(a.health()).toEqual({ balance: 9.5, balanceText: "余额9.50元", balanceAtMs: 0 });
  await a.at(24 * hourMs);
  expect(a.alarms).toEqual(["-sim-balance-unknown", "+sim-balance 9.5 < 10", "-sim-balance-unknown", "-sim-balance"]);
});

test("no amount three times in a row is an alarm of its own; it is asked again sooner", async () => {
  const a = asking([{ ok: false }, { ok: true, text: "系统忙" }, { ok: false }, { ok: true, text: "Balance: 5" }]);
  for (const min of [0, 5, 10, 20, 30]) await a.at(min * 60_000);
  expect(a.asked).toHaveLength(4);
  expect(a.alarms).toEqual(["+sim-balance-unknown *100#", "-sim-balance-unknown", "-sim-balance"]);
  expect(a.health()).toMatchObject({ balance: 5, balanceText: "Balance: 5" });
});
