import { expect, test } from "vitest";
import type { HostLimit, HostReading } from "../../contract/host.ts";
import { lightsOf } from "./lights.ts";
import { meaningOf } from "./press.ts";
import { type HostWatch, takeUp, watchHost } from "./watch-host.ts";

const cpu = (value?: number): HostReading => ({
  id: "temperature:cpu",
  kind: "temperature",
  label: "cpu",
  ...(value === undefined ? {} : { value }),
});
const limits: HostLimit[] = [{ kind: "temperature", high: 70, delaySec: 10, hysteresis: 5 }];
const seconds = (s: number): number => s * 1000;

/** Values of one sensor, a second apart; what becomes of them. */
function run(values: (number | undefined)[], watch: HostWatch = {}) {
  return values.flatMap((value, s) => watchHost(watch, [cpu(value)], limits, seconds(s)).news.map((n) => `${s} ${n.is}`));
}

test("beyond the limit for the whole delay it is an alarm; back by the hysteresis it is over", () => {
  expect(run([60, ...Array(12).fill(71), 69, 66, 65.1, 64])).toEqual(["11 raised", "16 cleared"]);
});

test("a moment within begins the delay anew; a sensor that can't be read is no longer beyond", () => {
  expect(run([...Array(9).fill(80), 60, ...Array(9).fill(80)])).toEqual([]);
  expect(run([...Array(11).fill(80), undefined])).toEqual(["10 raised", "11 cleared"]);
});

test("what was raised before a restart stands, and is cleared when it is well or gone", () => {
  const open = [
    { code: "host-temperature", subject: "temperature:cpu", raisedAtMs: 1 },
    { code: "host-fan", subject: "fan:old", raisedAtMs: 1 },
    { code: "trunk-down", subject: "t1", raisedAtMs: 1 },
  ];
  const watch = takeUp(open);
  const { news } = watchHost(watch, [cpu(69)], limits, 5);
  expect(news).toEqual([{ is: "cleared", code: "host-fan", subject: "fan:old" }]);
  expect(watchHost(watch, [cpu(60)], limits, 6).news).toMatchObject([{ is: "cleared", code: "host-temperature" }]);
});

test("a limit of one sensor goes before that of its kind; it may be switched off", () => {
  const own: HostLimit[] = [...limits, { kind: "temperature", id: "temperature:cpu", off: true }];
  const { judged, news } = watchHost({}, [cpu(99), { ...cpu(99), id: "temperature:disk" }], own, 1);
  expect(judged.map(({ high, alarm }) => [high, alarm])).toEqual([
    [undefined, false],
    [70, false],
  ]);
  expect(news).toEqual([]);
});

test("yes and no: a UPS on mains is well, on battery it is an alarm after its delay", () => {
  const ups = (value: number): HostReading => ({ id: "ups:battery", kind: "ups-battery", label: "ups", value });
  const watch: HostWatch = {};
  expect(watchHost(watch, [ups(0)], [], seconds(0)).news).toEqual([]);
  expect(watchHost(watch, [ups(1)], [], seconds(1)).news).toEqual([]);
  expect(watchHost(watch, [ups(1)], [], seconds(6)).news).toMatchObject([{ is: "raised", code: "ups-on-battery" }]);
  expect(watchHost(watch, [ups(0)], [], seconds(7)).news).toMatchObject([{ is: "cleared" }]);
});

test("a low limit, and a clock from before this version was made", () => {
  const link: HostReading = { id: "network:eth0", kind: "network", label: "eth0", value: 0 };
  const watch: HostWatch = {};
  watchHost(watch, [link], [], 0);
  expect(watchHost(watch, [link], [], seconds(10)).news).toMatchObject([{ is: "raised", code: "host-network" }]);
  const clock: HostReading = { id: "clock", kind: "clock", label: "clock", value: 1970 };
  expect(watchHost({}, [clock], [], 0).news).toMatchObject([{ is: "raised", code: "host-clock" }]);
});

test.each([
  ["nothing", [], "off"],
  ["a warning", [{ severity: "warning" }], "slow"],
  ["something grave", [{ severity: "warning" }, { severity: "error" }], "fast"],
  ["something grave that was seen", [{ severity: "critical", acknowledgedBy: "li" }], "on"],
  ["one seen, another not", [{ severity: "critical", acknowledgedBy: "li" }, { severity: "error" }], "fast"],
] as const)("the alarm lamp with %s open is %s", (_, alarms, light) => {
  expect(lightsOf(alarms, []).alarm).toBe(light);
});

test("the lines' lamp", () => {
  const lamp = (...up: boolean[]) =>
    lightsOf(
      [],
      up.map((u) => ({ up: u })),
    ).lines;
  expect([lamp(), lamp(true, true), lamp(true, false), lamp(false)]).toEqual(["off", "on", "slow", "fast"]);
});

test("reset wants to be held", () => {
  expect(meaningOf({ button: "acknowledge", heldMs: 50 })).toBe("acknowledge-all");
  expect(meaningOf({ button: "reset", heldMs: 4_999 })).toBe("nothing");
  expect(meaningOf({ button: "reset", heldMs: 5_000 })).toBe("restart");
});
