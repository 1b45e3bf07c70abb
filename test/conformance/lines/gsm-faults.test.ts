import { expect, test } from "vitest";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { SimCard } from "../../sim/modem/sim-card.ts";
import { BoxSide } from "./box-side.ts";
import { gsmLineUnderTest, type ModemBench } from "./gsm-line.ts";

const line = "sim1" as LineId;

test("a modem left in a prompt, with a PIN, GPS in its sound, late lines and ends it never tells", async () => {
  let bench: ModemBench | undefined;
  const sim = new SimCard({ pin: "1234" });
  sim.store("0891683108");
  const faults = { stuckPrompt: true, silentEnds: true, sentences: true, lateMs: 200 } as const;
  const box = await BoxSide.open(
    gsmLineUnderTest({ family: "quectel-ec2x", faults, sim, pin: "1234" }, (opened) => {
      bench = opened;
    }),
  );
  const { edge, own, modem } = bench!;
  try {
    await box.until("line.state", (e) => e.state === "up");
    edge.own({ do: "sms.send", id: "m1", line, hex: "0001", octets: 1 });
    edge.own({ do: "ussd.ask", id: "u1", line, code: "*100#" });
    modem.deliver("07AA");
    const far = await box.line.far.callIn("13800138000");
    const call = await box.take();
    await far.say(440, 1000);
    far.hangUp();
    expect(await call.over()).toMatchObject({ why: "hangup", by: "far" });
    await expect.poll(() => call.heardForMs(440)).toBeGreaterThan(900);
    edge.own({ do: "sms.delete", line, index: 0, hex: "0891683108" });
    edge.own({ do: "sms.delete", line, index: 1, hex: "0891683108" });
    await expect.poll(() => [...sim.stored], { timeout: 5_000 }).toEqual([[1, "07AA"]]);
    expect(modem.sent).toEqual([{ hex: "0001", octets: 1 }]);
    expect(own).toContainEqual({ on: "sms.stored", line, index: 0, hex: "0891683108" });
    expect(own).toContainEqual({ on: "sms.stored", line, index: 1, hex: "07AA" });
    expect(own).toContainEqual({ on: "sms.sent", id: "m1", line, ok: true, reference: 1 });
    expect(own).toContainEqual({ on: "ussd.answer", id: "u1", line, ok: true, text: "余额12.50", asks: false });
  } finally {
    await box.stop();
  }
});
