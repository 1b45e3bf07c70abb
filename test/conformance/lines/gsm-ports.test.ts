import { expect, test } from "vitest";
import { openSerial } from "../../../appliance/edge/ports/open-serial.ts";
import { Pty } from "../../sim/modem/pty.ts";
import { BoxSide } from "./box-side.ts";
import { until } from "./faulty.ts";
import { gsmLine } from "./gsm-line.ts";
import { ModemBench } from "./modem-bench.ts";

/** Serialport's own misses these: 30 of 30 right after opening, 9 of 40 under load. */
test.each([
  { when: "right after it was opened", load: false },
  { when: "in the middle of a flood", load: true },
])("a device pulled $when is noticed, 30 times of 30, and told of once", async ({ load }) => {
  const told: number[] = [];
  await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const pty = new Pty(() => {});
      const ended = Promise.withResolvers<void>();
      let times = 0;
      const link = await openSerial(pty.path, {
        data: () => {},
        closed: () => {
          times++;
          ended.resolve();
        },
      });
      const flood = load
        ? setInterval(() => {
            pty.write(Buffer.alloc(640, n));
            link.write(Buffer.alloc(640, n));
          }, 10)
        : undefined;
      if (load) await new Promise((done) => setTimeout(done, 300));
      pty.close();
      await ended.promise;
      clearInterval(flood);
      await link.close();
      told.push(times);
    }),
  );
  expect(told).toEqual(Array.from({ length: 30 }, () => 1));
});

test("a device that takes nothing is read all the same, and what waits for it is bounded", async () => {
  const pty = new Pty(() => {});
  pty.pause();
  let heard = 0;
  const link = await openSerial(pty.path, {
    data: (bytes) => {
      heard += bytes.length;
    },
    closed: () => {},
  });
  for (let n = 0; n < 1_000; n++) link.write(Buffer.alloc(320, 1));
  expect(link.waitingBytes).toBeLessThan(80_000);
  for (let n = 0; n < 50; n++) pty.write(Buffer.alloc(320, 2));
  await until(() => heard === 16_000);
  await link.close();
  pty.close();
});

test("one path opened and closed again and again: a new object each time, and it works", async () => {
  const heard: string[] = [];
  const pty = new Pty((bytes) => heard.push(bytes.toString("latin1")));
  for (let n = 0; n < 5; n++) {
    let got = "";
    const link = await openSerial(pty.path, {
      data: (bytes) => {
        got += Buffer.from(bytes).toString("latin1");
      },
      closed: () => {},
    });
    link.write(Buffer.from(`to ${n};`));
    pty.write(Buffer.from(`from ${n};`));
    await until(() => got === `from ${n};` && heard.join("").endsWith(`to ${n};`));
    await link.close();
  }
  pty.close();
});

test("two modems pulled and put back in the other order have each other's names; each line keeps its own modem", async () => {
  const bench = new ModemBench([{ family: "quectel-ec2x" }, { family: "quectel-ec2x" }]);
  const sides = [await BoxSide.open(gsmLine(bench, 1)), await BoxSide.open(gsmLine(bench, 2))];
  const ups = (n: number): Promise<void> =>
    until(() => sides.every((s) => s.events.filter((e) => e.on === "line.state" && e.state === "up").length >= n));
  try {
    await ups(1);
    const driver = bench.edge.processId;
    bench.pull(1);
    bench.pull(2);
    bench.putBack(2);
    bench.putBack(1);
    await ups(2);
    expect(bench.edge.processId).toBe(driver);
    expect(bench.health.get("gsm1")?.imei).toBe("861234567890101");
    expect(bench.health.get("gsm2")?.imei).toBe("861234567890102");
    for (const n of [1, 2]) {
      const far = bench.modems[n - 1]!.callIn(`1380013800${n}`);
      const call = await sides[n - 1]!.take();
      expect(call.from).toBe(`1380013800${n}`);
      far.hangUp();
      await call.over();
    }
  } finally {
    await bench.stop();
  }
});
