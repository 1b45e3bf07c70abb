import { describe, expect, it } from "vitest";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { analogLine } from "../../sim/dahdi/analog-line.ts";
import { DahdiCard } from "../../sim/dahdi/dahdi-card.ts";
import { driveCard } from "../../sim/dahdi/drive-card.ts";
import { ExchangeEnd } from "../../sim/dahdi/exchange-end.ts";
import { BoxSide } from "./box-side.ts";

describe("an analog line whose far end hangs up", () => {
  it.each([440, 450, 470])("is free within 3 s of the line's time by a busy tone of %i Hz", async (toneHz) => {
    const card = await DahdiCard.open({ 1: "fxo" }, { toneHz });
    const box = await BoxSide.open(async (hear) => {
      const { driver } = driveCard(card, [{ kind: "fxo", channel: 1, line: analogLine }], hear);
      return {
        far: new ExchangeEnd(card, 1),
        party: { kind: "line", line: analogLine.id as LineId },
        limits: {},
        perform: (command) => driver.line(command),
        gauges: () => driver.gauges(),
        stop: async () => {
          await driver.stop("the test is over");
          await card.stop();
        },
      };
    });
    await box.until("line.state", (e) => e.state === "up");
    const far = await box.line.far.callIn("13800138000");
    const call = await box.take();
    expect(call.from).toBe("13800138000");
    await far.say(440, 300);
    const freed = card.next((m) => m.on === "line" && m.says.on === "freed");
    far.hangUp();
    expect(await call.over()).toMatchObject({ why: "hangup", by: "far" });
    // By the exchange's blocks: what a busy machine adds is not the line's.
    expect(await freed).toMatchObject({ says: { afterHangUpMs: expect.any(Number) } });
    const { says } = (await freed) as { says: { afterHangUpMs: number } };
    expect(says.afterHangUpMs).toBeLessThan(3000);
    await box.stop();
  });
});
