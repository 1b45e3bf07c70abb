import { expect, test } from "vitest";
import { failed, newRecovery, works } from "./recovery.ts";

test("harder each time, then later each time, and somebody is told from the third on", () => {
  let recovery = newRecovery();
  const seen: string[] = [];
  for (let n = 0; n < 10; n++) {
    const [next, step] = failed(recovery, 1_000, { power: true });
    recovery = next;
    seen.push(`${step.act} ${step.afterMs}${step.alarm ? " !" : ""}`);
  }
  expect(seen).toEqual([
    "call-off 0",
    "reopen 1000",
    "restart 2000 !",
    "usb-reset 5000 !",
    "power 10000 !",
    "restart 60000 !",
    "usb-reset 120000 !",
    "power 300000 !",
    "restart 900000 !",
    "usb-reset 900000 !",
  ]);
});

test("without power to cut it is taken off the bus; what needs more begins there", () => {
  const [next, first] = failed(newRecovery(), 0, { power: false, from: "restart" });
  expect(first.act).toBe("restart");
  const [after] = failed(next, 0, { power: false });
  expect(failed(after, 0, { power: false })[1].act).toBe("usb-reset");
});

test("begins anew after five good minutes, not after a moment", () => {
  const [bad] = failed(failed(newRecovery(), 0, { power: false })[0], 0, { power: false });
  expect(failed(works(bad, 1_000), 2_000, { power: false })[1].act).toBe("restart");
  const good = works(works(bad, 1_000), 200_000);
  expect(failed(good, 301_000, { power: false })[1].act).toBe("call-off");
});
