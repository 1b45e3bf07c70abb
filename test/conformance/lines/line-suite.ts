import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heardForMs } from "../../sim/sound.ts";
import { BoxSide } from "./box-side.ts";
import type { OpenLine } from "./line-under-test.ts";

const caller = "13800138000";
/** Enough of a tone to be sure of it; a little may be lost while both sides begin. */
const toneMs = 1000;
const surelyMs = 700;

/** Whatever carries a call, it looks like this to the box. Runs over every driver with its far side in bytes or kernel calls. */
export function lineSuite(name: string, open: OpenLine): void {
  describe(`a line over ${name}`, () => {
    let box: BoxSide;
    beforeAll(async () => {
      box = await BoxSide.open(open);
      await box.until("line.state", (e) => e.state === "up");
    });
    afterAll(() => box.stop());

    it("says who calls, carries sound both ways, and hears the caller hang up", async () => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      if (!box.line.limits.noCallerId) expect(call.from).toBe(caller);
      await Promise.all([far.say(440, toneMs), call.say(1000, toneMs)]);
      await expect.poll(() => call.heardForMs(440), { timeout: 5000 }).toBeGreaterThan(surelyMs);
      await expect.poll(() => heardForMs(far.heard(), 1000), { timeout: 5000 }).toBeGreaterThan(surelyMs);
      far.hangUp();
      expect(await call.over()).toMatchObject({ why: "hangup", by: "far" });
    });

    it("lets the far side go when the box hangs up", async () => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 200);
      call.hangUp();
      await far.ended;
      expect(await call.over()).toMatchObject({ by: "us" });
    });

    it("tells of a caller who gives up before he is answered", async () => {
      const far = await box.line.far.callIn(caller);
      const known = box.events.length;
      const { leg } = await box.until("line.ringing", (e) => box.endsOf(e.leg) === 0);
      far.hangUp();
      expect(await box.ended(leg)).toMatchObject({ by: "far" });
      expect(box.events.slice(known).filter((e) => e.on === "line.ended")).toHaveLength(1);
    });

    it("carries keys both ways", async () => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 300);
      await far.press("19*0#");
      await expect.poll(call.keys, { timeout: 5000 }).toBe("19*0#");
      await call.press("4#7");
      await expect.poll(() => far.pressed(), { timeout: 5000 }).toBe("4#7");
      call.hangUp();
      await call.over();
    });

    it("dials, is answered, carries sound, and is let go by the far end", async () => {
      const incoming = box.line.far.nextCall();
      const call = await box.dial("10086");
      const far = await incoming;
      expect(far.dialled).toBe("10086");
      far.ring();
      if (!box.line.limits.answerAssumed) await box.until("line.progressed", (e) => e.leg === call.leg);
      far.answer();
      await call.answered();
      await Promise.all([far.say(440, toneMs), call.say(1000, toneMs)]);
      await expect.poll(() => call.heardForMs(440), { timeout: 5000 }).toBeGreaterThan(surelyMs);
      await expect.poll(() => heardForMs(far.heard(), 1000), { timeout: 5000 }).toBeGreaterThan(surelyMs);
      far.hangUp();
      expect(await call.over()).toMatchObject({ by: "far" });
    });

    it("says that the far end is busy", async () => {
      const incoming = box.line.far.nextCall();
      const call = await box.dial("10010");
      (await incoming).refuse("busy");
      expect(["busy", "hangup"]).toContain((await call.over()).why);
    });

    it("gives up on a far end that does not answer", async () => {
      const incoming = box.line.far.nextCall();
      const call = await box.dial("10011", 1500);
      const far = await incoming;
      far.ring();
      if (box.line.limits.answerAssumed) call.hangUp("no-answer");
      await far.ended;
      expect(["no-answer", "hangup"]).toContain((await call.over()).why);
    });

    it("is called off while it dials", async () => {
      const incoming = box.line.far.nextCall();
      const call = await box.dial("10012");
      const far = await incoming;
      call.hangUp("abandoned");
      await far.ended;
      await call.over();
      expect(box.endsOf(call.leg)).toBe(1);
    });

    it("refuses a second call where it carries one, so that another line is tried", async () => {
      if (box.line.limits.manyCalls) return;
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      const second = await box.dial("10086");
      expect(await second.over()).toMatchObject({ why: "overload" });
      call.hangUp();
      await far.ended;
      await call.over();
    });

    it("both hang up at once: it ends once", async () => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 200);
      far.hangUp();
      call.hangUp();
      await call.over();
      expect(box.endsOf(call.leg)).toBe(1);
    });

    it("a line pulled in a call ends it, is down, and serves the next call when it is back", async () => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 200);
      const known = box.events.length;
      const since = (state: string): boolean => box.events.slice(known).some((e) => e.on === "line.state" && e.state === state);
      await box.line.far.pull();
      if (box.line.limits.deathHeardInSound) call.hangUp("silent-line");
      expect(await call.over()).toMatchObject({
        by: expect.stringMatching(box.line.limits.deathHeardInSound ? /us/ : /box|far/),
      });
      await expect.poll(() => since("down"), { timeout: 20_000 }).toBe(true);
      await box.line.far.putBack();
      await expect.poll(() => since("up"), { timeout: 30_000 }).toBe(true);
      const again = await box.line.far.callIn(caller);
      const next = await box.take();
      await again.say(440, toneMs);
      await expect.poll(() => next.heardForMs(440), { timeout: 5000 }).toBeGreaterThan(surelyMs);
      next.hangUp();
      await again.ended;
      await next.over();
    });

    it("ten calls one after the other leave nothing behind", async () => {
      for (let n = 0; n < 10; n++) {
        const far = await box.line.far.callIn(caller);
        const call = await box.take();
        if (n % 2) far.hangUp();
        else call.hangUp();
        await far.ended;
        await call.over();
      }
      const held = await box.line.gauges();
      for (const [what, n] of Object.entries(held))
        if (what.startsWith("call") || what.startsWith("leg")) expect(n, what).toBe(0);
    });
  });
}
