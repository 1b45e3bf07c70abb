import { afterEach, expect, test } from "vitest";
import type { LineEvent } from "../../../contract/line.ts";
import type { LegId, LineId } from "../../../kit/ids.ts";
import { HostClock } from "../../../runtime/host-clock.ts";
import { DriverProcess } from "../driver-process.ts";

type Own = { say: string } | { die: number };
const open: { stop(why: string): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop("the test is over"))));

function start() {
  const said: string[] = [];
  const lines: LineEvent[] = [];
  const alarms: string[] = [];
  let losses = 0;
  const driver = new DriverProcess<{ mark: string }, Own, { said: string }>({
    name: "echo",
    program: new URL("./echo-driver.ts", import.meta.url),
    clock: new HostClock(),
    config: { mark: "one" },
    lost: () => losses++,
    host: {
      line: (event) => lines.push(event),
      own: (event) => said.push(event.said),
      raise: (code, subject, text) =>
        alarms.push(`+${code} ${subject} ${typeof text === "string" ? text : `${text.en} ${text.zh}`}`),
      clear: (code, subject) => alarms.push(`-${code} ${subject}`),
      health: () => {},
      note: () => {},
    },
  });
  open.push(driver);
  return { driver, said, lines, alarms, losses: () => losses };
}

const dial = (leg: string) =>
  ({
    do: "line.dial",
    leg: leg as LegId,
    to: { kind: "line", line: "sim1" as LineId, number: "1" },
    from: { number: "2" },
    local: {} as never,
    giveUpMs: 1,
  }) as const;

test("what is said while it starts is kept, in order, after what the settings say", async () => {
  const { driver, said } = start();
  driver.own({ say: "a" });
  driver.own({ say: "b" });
  await expect.poll(() => said, { timeout: 15_000 }).toEqual(["configured one", "a", "b"]);
  driver.configure({ mark: "three" });
  await expect.poll(() => driver.gauges(), { timeout: 5_000 }).toEqual({ calls: 0, marks: 5 });
});

test("when it dies its calls end as failed, and it comes back with the settings of now", async () => {
  const { driver, said, lines, alarms, losses } = start();
  driver.line(dial("a/1"));
  await expect.poll(() => lines.length, { timeout: 15_000 }).toBe(1);
  driver.own({ die: 3 });
  await expect
    .poll(() => lines.at(-1), { timeout: 5_000 })
    .toEqual({ on: "line.ended", leg: "a/1", why: "line-failed", by: "box" });
  expect(losses()).toBe(1);
  expect(alarms.at(-1)).toBe("+driver-lost echo it ended with code 3 退出码 3");
  // Nobody is there to dial: said at once.
  driver.line(dial("b/1"));
  expect(lines.at(-1)).toMatchObject({ on: "line.ended", leg: "b/1", why: "line-failed" });
  driver.configure({ mark: "two" });
  await expect.poll(() => said.at(-1), { timeout: 20_000 }).toBe("configured two");
  expect(alarms.at(-1)).toBe("-driver-lost echo");
  expect(await driver.gauges()).toEqual({ calls: 0, marks: 3 });
});

test("stopping waits for the driver's own end", async () => {
  const { driver, said } = start();
  await expect.poll(() => said, { timeout: 15_000 }).toEqual(["configured one"]);
  await driver.stop("enough");
  expect(said.at(-1)).toBe("stopping");
  expect(driver.processId).toBeUndefined();
});
