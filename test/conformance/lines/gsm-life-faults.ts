import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GsmEvent } from "../../../appliance/edge/gsm/gsm-config.ts";
import { SimCard } from "../../sim/modem/sim-card.ts";
import { openFaulty, until } from "./faulty.ts";
import { usbPathOf } from "./modem-bench.ts";

const caller = "13800138000";
/** What takes a minute by its nature. */
const long = process.env.LINEBOX_ALL_LINES ? test.concurrent : test.skip;
type Sent = Extract<GsmEvent, { on: "sms.sent" }>;

/** Faults of modems besides calls: their SIM, network, port and messages. */
export function lifeFaults(): void {
  /** A port that is open and dead: only taken off the bus it comes to itself. */
  const deafUntilReset = (asIs: boolean) =>
    openFaulty({ ...(asIs ? { asIs: true, faults: { deaf: true } } : {}) }, async ({ bench, up }) => {
      const modem = bench.modems[0]!;
      modem.faults.deaf = true;
      const authorized = join(bench.sockets.roots.sys, "bus/usb/devices", usbPathOf(1), "authorized");
      await until(() => readFileSync(authorized, "latin1") === "0", 150_000);
      delete modem.faults.deaf;
      bench.pull(1);
      bench.putBack(1);
      await up(asIs ? 1 : 2);
      expect(bench.alarms).toContain("+modem-failing sim1");
      await until(() => bench.raised.length === 0);
      const steps = bench.notes.flatMap((note) => /; ([a-z-]+) in /.exec(note)?.[1] ?? []);
      expect(steps).toEqual(["call-off", "reopen", "restart", "usb-reset"]);
    });
  test.concurrent("deaf from the start: every rung of the ladder up to the USB reset, and an alarm meanwhile", () =>
    deafUntilReset(true));
  long("deaf while nothing goes on: noticed, and the same", () => deafUntilReset(false));

  test.concurrent.each([
    { what: "right, two tries left: entered", sim: { pin: "1234", triesLeft: 2 }, pin: "1234", tried: ["1234"], up: true },
    { what: "right, one try left: not risked", sim: { pin: "1234", triesLeft: 1 }, pin: "1234", tried: [], up: false },
    { what: "wrong: tried once, and never again", sim: { pin: "1234" }, pin: "9999", tried: ["9999"], up: false },
    {
      what: "locked, asks for its PUK: nothing is entered",
      sim: { pin: "1234", triesLeft: 0 },
      pin: "1234",
      tried: [],
      up: false,
    },
    {
      what: "how many tries are left isn't told: not risked",
      sim: { pin: "1234" },
      hides: true,
      pin: "1234",
      tried: [],
      up: false,
    },
  ])("a SIM with a PIN, $what", ({ sim: card, pin, tried, up: comesUp, hides }) => {
    const sim = new SimCard(card);
    return openFaulty({ asIs: true, sim, pin, ...(hides ? { faults: { hidesTries: true } } : {}) }, async ({ bench, up }) => {
      if (comesUp) {
        await up(1);
        expect(bench.raised).toEqual([]);
      } else {
        await until(() => bench.raised.includes("modem-sim sim1"));
        // Pulled out and put back, it is another start: still not again.
        bench.pull(1);
        bench.putBack(1);
        const asks = (): number => bench.modems[0]!.commands.filter((c) => c === "+CPIN?").length;
        const before = asks();
        await until(() => asks() > before);
      }
      expect(sim.tried).toEqual(tried);
    });
  });

  test.concurrent("a wrong PIN is never tried a third time, however often the driver's process dies", () => {
    const sim = new SimCard({ pin: "1234" });
    return openFaulty({ asIs: true, sim, pin: "9999" }, async ({ bench }) => {
      for (let n = 1; n <= 3; n++) {
        const raised = (): number => bench.alarms.filter((a) => a === "+modem-sim sim1").length;
        await until(() => raised() >= n);
        if (n < 3) process.kill(bench.edge.processId!, "SIGKILL");
      }
      expect(sim.tried).toEqual(["9999", "9999"]);
      expect(sim.triesLeft).toBe(1);
    });
  });

  test.concurrent.each([true, false])("a SIM that drops electrically is brought back by the radio (told: %s)", (told) =>
    openFaulty({}, async ({ bench, up }) => {
      const modem = bench.modems[0]!;
      modem.dropSim(told);
      // Untold it is found when the network is looked at, or as here when the modem says that it lost it.
      if (!told) modem.say("+CPIN: SIM BUSY");
      await up(2);
      expect(modem.commands).toContain("+CFUN=0");
      expect(modem.sim.dropped).toBe(false);
      await until(() => bench.raised.length === 0);
    }),
  );

  test.concurrent("no network: down, calls are refused, and up when there is one", () =>
    openFaulty({ asIs: true, faults: { unregistered: true } }, async ({ box, bench, up }) => {
      await until(() => box.events.some((e) => e.on === "line.state" && e.words?.zh === "模块未注册到网络。"));
      const call = await box.dial("10010");
      expect(await call.over()).toMatchObject({ why: "line-failed" });
      expect(bench.health.get("gsm1")).toMatchObject({ registration: "searching" });
      delete bench.modems[0]!.faults.unregistered;
      await up(1);
    }));

  long("no network for a minute: an alarm, which goes when there is one", () =>
    openFaulty({ asIs: true, faults: { unregistered: true } }, async ({ bench, up }) => {
      await until(() => bench.raised.includes("modem-network sim1"), 120_000);
      delete bench.modems[0]!.faults.unregistered;
      await up(1);
      expect(bench.raised).toEqual([]);
    }),
  );

  test.concurrent("the driver's process is killed in a call: it ends, nobody's call is let go, the next one is served", () =>
    openFaulty({}, async ({ box, bench, up }) => {
      const far = await box.line.far.callIn(caller);
      const call = await box.take();
      await far.say(440, 400);
      process.kill(bench.edge.processId!, "SIGKILL");
      expect(await call.over()).toMatchObject({ why: "line-failed", by: "box" });
      await up(2);
      await far.ended;
      const next = await box.line.far.callIn(caller);
      const taken = await box.take();
      next.hangUp();
      await taken.over();
      expect(box.endsOf(call.leg)).toBe(1);
    }));

  test.concurrent("the driver's process is killed with a text in hand: it is answered at once, as one nobody knows the end of, and the next is sent", () =>
    openFaulty({}, async ({ bench, line, up }) => {
      const sent = (): Sent[] => bench.own.filter((e): e is Sent => e.on === "sms.sent");
      const handedOver = Promise.withResolvers<void>();
      bench.modems[0]!.messages.network = () => {
        handedOver.resolve();
        return "untold";
      };
      bench.edge.own({ do: "sms.send", id: "lost", line, hex: "0001", octets: 1 });
      await handedOver.promise;
      bench.modems[0]!.messages.network = () => ({ reference: 7 });
      process.kill(bench.edge.processId!, "SIGKILL");
      await until(() => sent().length === 1);
      expect(sent()[0]).toMatchObject({ id: "lost", ok: false, retry: "unknown", of: "line" });
      await up(2);
      bench.edge.own({ do: "sms.send", id: "next", line, hex: "0001", octets: 1 });
      await until(() => sent().length === 2);
      expect(sent()[1]).toMatchObject({ id: "next", ok: true, reference: 7 });
    }));

  test.concurrent("refusals of the network: for good, for later, and whatever the words", () =>
    openFaulty({}, async ({ bench, line }) => {
      const refusals = [
        ["+CMS ERROR: 21", "never"],
        ["+CMS ERROR: 302", "never"],
        ["+CMS ERROR: 38", "later"],
        ["+CMS ERROR: 41", "later"],
        ["+CMS ERROR: 42", "later"],
        ["+CMS ERROR: 47", "later"],
        ["+CMS ERROR: 310", "later"],
        ["+CMS ERROR: 320", "later"],
        ["+CMS ERROR: 322", "later"],
        ["+CMS ERROR: 500", "later"],
        ["+CMS ERROR: network failure", "later"],
        ["ERROR", "later"],
      ] as const;
      const left = refusals.map(([said]) => said as string);
      bench.modems[0]!.messages.network = () => ({ refused: left.shift() ?? "ERROR" });
      refusals.forEach((_, n) => {
        bench.edge.own({ do: "sms.send", id: `m${n}`, line, hex: "0001", octets: 1 });
      });
      const sent = (): Sent[] => bench.own.filter((e): e is Sent => e.on === "sms.sent");
      await until(() => sent().length === refusals.length);
      expect(sent().map((s) => !s.ok && s.retry)).toEqual(refusals.map(([, retry]) => retry));
      expect(bench.modems[0]!.sent).toEqual([]);
    }));

  test.concurrent("the memory for texts is full: told, and told again when there is room; one that wasn't announced is found", () => {
    const sim = new SimCard();
    for (let n = 0; n < SimCard.places; n++) sim.store(`07AA${String(n).padStart(2, "0")}`);
    return openFaulty({ sim }, async ({ bench, line }) => {
      const { own, edge } = bench;
      await until(() => own.some((e) => e.on === "sms.memory" && e.used === e.total));
      expect(own.filter((e) => e.on === "sms.stored")).toHaveLength(SimCard.places);
      expect(sim.store("07BB")).toBeUndefined();
      edge.own({ do: "sms.delete", line, index: 3, hex: "07AA03" });
      await until(() => own.some((e) => e.on === "sms.memory" && e.used === e.total - 1));
      bench.modems[0]!.deliver("07CC", false);
      // Another that is not the one that lies there any more is left alone; the look that follows finds the new one.
      edge.own({ do: "sms.delete", line, index: 4, hex: "07AA04" });
      edge.own({ do: "sms.delete", line, index: 3, hex: "07AA03" });
      bench.modems[0]!.say("^SMMEMFULL: 1");
      await until(() => own.some((e) => e.on === "sms.stored" && e.hex === "07CC" && e.index === 3));
      expect(sim.stored.get(3)).toBe("07CC");
      expect(bench.health.get("gsm1")).toMatchObject({ textsTotal: SimCard.places });
    });
  });

  long("an announcement that got lost: the text is found within a minute", () =>
    openFaulty({}, async ({ bench }) => {
      bench.modems[0]!.deliver("07CC", false);
      await until(() => bench.own.some((e) => e.on === "sms.stored" && e.hex === "07CC"), 90_000);
    }),
  );

  test.concurrent.each([
    { family: "quectel-ec2x", text: "余额12.50" },
    { family: "huawei-e1xx", text: "Balance: 12.50" },
    { family: "simcom-7600", text: "Balance: 12.50 CNY\nThank you" },
  ] as const)(
    "a code and its answer as $family writes them; the balance is asked for, and told when it is low",
    ({ family, text }) =>
      openFaulty(
        { family, line: { balance: { code: "*100#", everyHours: 24, alarmBelow: 20 } }, faults: { splitReads: true } },
        async ({ bench, line }) => {
          await until(() => bench.raised.includes("sim-balance sim1"));
          expect(bench.health.get("gsm1")).toMatchObject({ balance: 12.5, balanceText: text });
          const { edge, own, modems } = bench;
          // Huawei, other firmware: UCS-2 all the same; then what networks answer instead of an answer.
          modems[0]!.ussdAnswers.push('1,"4F59989D",72', "4", "2", '0,"never closed');
          for (const id of ["u1", "u2", "u3"]) {
            edge.own({ do: "ussd.ask", id, line, code: "*100#" });
            await until(() => own.some((e) => e.on === "ussd.answer" && e.id === id));
          }
          expect(own.filter((e) => e.on === "ussd.answer")).toEqual([
            { on: "ussd.answer", id: "u1", line, ok: true, text: "余额", asks: true },
            { on: "ussd.answer", id: "u2", line, ok: false },
            { on: "ussd.answer", id: "u3", line, ok: false },
          ]);
        },
      ),
  );
}
