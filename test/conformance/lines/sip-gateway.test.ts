import { expect, test } from "vitest";
import { SipFarSide } from "../../sim/gateway/sip-far-side.ts";
import { BoxSide } from "./box-side.ts";
import { lineSuite } from "./line-suite.ts";
import { gatewayShape, sipLineUnderTest } from "./sip-line.ts";

const byNumber = gatewayShape({ by: "called", pattern: "70{port:2}" }, { by: "prefix", pattern: "7{port:2}" }, "7003", "703");
lineSuite("a port of a gateway", sipLineUnderTest(byNumber));

test("what comes by a port nobody uses is refused, and a line's one call leaves the other lines free", async () => {
  const box = await BoxSide.open(sipLineUnderTest(byNumber));
  const far = await SipFarSide.open("127.0.0.77", box.line.signalAt);
  try {
    await box.until("line.state", (e) => e.state === "up");
    await expect((await far.callIn("13800138000", "7007")).up).rejects.toThrow("404");
    await expect((await far.callIn("13800138000", "5555")).up).rejects.toThrow("404");
    const known = await far.callIn("13800138000", "7002");
    const ringing = await box.until("line.ringing");
    expect(ringing).toMatchObject({ party: { kind: "line", line: "tel2" }, from: { number: "13800138000" }, to: { number: "" } });
    known.hangUp();
    await box.ended(ringing.leg);
  } finally {
    far.close();
    await box.stop();
  }
});
