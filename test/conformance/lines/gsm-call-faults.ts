import { expect, test } from "vitest";
import { openFaulty, until } from "./faulty.ts";

const caller = "13800138000";

/** Faults of modems in calls and their sound. */
export function callFaults(): void {
  test.concurrent("odd bytes, split reads, late lines, ends it never tells, GPS in the sound", () =>
    openFaulty(
      { faults: { splitReads: true, lateMs: 200, silentEnds: true, sentences: true, oddEnds: true } },
      async ({ box }) => {
        for (const hz of [440, 900]) {
          const far = await box.line.far.callIn(caller);
          const call = await box.take();
          const said = far.say(hz, 1_000);
          await call.say(620, 1_000);
          await said;
          far.hangUp();
          expect(await call.over()).toMatchObject({ why: "hangup", by: "far" });
          expect(call.heardForMs(hz)).toBeGreaterThan(850);
        }
      },
    ));

  test.concurrent("what it says of its calls is never believed: a call goes on although it says that it ended", () =>
    openFaulty({ faults: { falseEnds: true } }, async ({ box, bench }) => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      const lists = (): number => bench.modems[0]!.commands.filter((c) => c === "+CLCC").length;
      await until(() => bench.modems[0]!.commands.includes("A"));
      const before = lists();
      await until(() => lists() > before + 2);
      await far.say(440, 600);
      await until(() => call.heardForMs(440) > 400);
      expect(box.endsOf(call.leg)).toBe(0);
      call.hangUp();
      await far.ended;
      expect(await call.over()).toMatchObject({ by: "us" });
    }));

  test.concurrent("left in a prompt: called off, and texts go out", () =>
    openFaulty({ faults: { stuckPrompt: true } }, async ({ bench, line }) => {
      bench.edge.own({ do: "sms.send", id: "m1", line, hex: "0001", octets: 1 });
      await until(() => bench.own.some((e) => e.on === "sms.sent"));
      expect(bench.own).toContainEqual({ on: "sms.sent", id: "m1", line, ok: true, reference: 1 });
      expect(bench.modems[0]!.sent).toEqual([{ hex: "0001", octets: 1 }]);
    }));

  test.concurrent("Huawei: nothing is put on hold before the far end rings, of which the firmware would die", () =>
    openFaulty({ family: "huawei-e1xx", faults: { diesOfEarlyHold: true } }, async ({ box, bench }) => {
      for (let n = 0; n < 3; n++) {
        const made = box.line.far.nextCall();
        const call = await box.dial("10010");
        const far = await made;
        call.hangUp("abandoned");
        await far.ended;
        await call.over();
        expect(box.endsOf(call.leg)).toBe(1);
      }
      expect(bench.modems[0]!.commands.some((c) => c.startsWith("+CHLD"))).toBe(false);
    }));

  test.concurrent.each(["lost", "untold"] as const)(
    "Huawei: hung up before ^ORIG (%s): it ends all the same, once",
    (earlyHangUp) =>
      openFaulty({ family: "huawei-e1xx", faults: { earlyHangUp } }, async ({ box, bench }) => {
        const call = await box.dial("10010");
        await until(() => bench.modems[0]!.commands.includes("D10010;"));
        call.hangUp("abandoned");
        expect((await call.over()).by).toBe("us");
        expect(box.endsOf(call.leg)).toBe(1);
        const next = await box.line.far.callIn(caller);
        const taken = await box.take();
        next.hangUp();
        await taken.over();
        expect(bench.modems[0]!.restarts).toBe(0);
      }),
  );

  test.concurrent("SIMCom: sound is refused a few times although the call is up", () =>
    openFaulty({ family: "simcom-7600", faults: { soundRefusals: 4 } }, async ({ box, bench }) => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await until(() => bench.modems[0]!.commands.filter((c) => c === "+CPCMREG=1").length > 4);
      await far.say(440, 800);
      await until(() => call.heardForMs(440) > 600);
      far.hangUp();
      await call.over();
      expect(bench.modems[0]!.restarts).toBe(0);
    }));

  test.concurrent("SIMCom: sound came on only after many tries: it starts anew between the calls", () =>
    openFaulty({ family: "simcom-7600", faults: { soundRefusals: 7 } }, async ({ box, bench, up }) => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await until(() => bench.modems[0]!.commands.filter((c) => c === "+CPCMREG=1").length > 7);
      far.hangUp();
      await call.over();
      bench.modems[0]!.faults.soundRefusals = 0;
      await up(2);
      expect(bench.modems[0]!.restarts).toBe(1);
      expect(bench.raised).toContain("modem-sound sim1");
      const next = await box.line.far.callIn(caller);
      const taken = await box.take();
      await next.say(440, 2_000);
      next.hangUp();
      await taken.over();
      expect(taken.heardForMs(440)).toBeGreaterThan(1_000);
      await until(() => bench.raised.length === 0);
    }));

  test.concurrent("SIMCom: half dead from the second call on: that call ends, a new start, and the third is heard", () =>
    openFaulty({ family: "simcom-7600", faults: { halfDead: true } }, async ({ box, bench, up }) => {
      for (const n of [1, 2]) {
        const far = await box.line.far.callIn(caller);
        const call = await box.take();
        if (n === 1) {
          await far.say(440, 600);
          far.hangUp();
        } else await far.ended;
        await call.over();
      }
      await up(2);
      expect(bench.modems[0]!.commands).toContain("+CRESET");
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 800);
      await until(() => call.heardForMs(440) > 600);
      call.hangUp();
      await call.over();
    }));

  test.concurrent("SIMCom: it takes no sound: the call goes on, somebody is told, and it starts anew after it", () =>
    openFaulty({ family: "simcom-7600", faults: { silentUplink: true } }, async ({ box, bench, up }) => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 5_000);
      expect(call.heardForMs(440)).toBeGreaterThan(4_000);
      expect(box.endsOf(call.leg)).toBe(0);
      delete bench.modems[0]!.faults.silentUplink;
      far.hangUp();
      await call.over();
      await up(2);
      expect(bench.modems[0]!.restarts).toBe(1);
      expect(bench.alarms).toContain("+modem-sound sim1");
    }));
}
