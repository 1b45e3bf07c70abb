import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnalogPhone } from "../../../appliance/contract/line-settings.ts";
import type { LegId, PhoneId } from "../../../appliance/kit/ids.ts";
import { DahdiCard } from "../../sim/dahdi/dahdi-card.ts";
import { driveCard } from "../../sim/dahdi/drive-card.ts";
import { HandsetEnd } from "../../sim/dahdi/handset-end.ts";
import { BoxSide } from "./box-side.ts";

const phone = "8001" as PhoneId;
const telephone: AnalogPhone = { port: "fxs1", phone, callerId: "fsk", messageLamp: "fsk" };
const toneMs = 1000;
const surelyMs = 700;
/** Ringing, its pauses and the number take seconds of the line's time. */
const patience = { timeout: 15_000 };

async function open(settings: Partial<AnalogPhone> = {}) {
  const card = await DahdiCard.open({ 1: "fxs" });
  const at = new HandsetEnd(card, 1);
  const socket = { kind: "fxs", channel: 1, phone: { ...telephone, ...settings } } as const;
  const box = await BoxSide.open(async (hear) => {
    const { driver } = driveCard(card, [socket], hear);
    const config = { root: card.directory, mediaAddress: "127.0.0.1", country: "CN", timeZone: "Asia/Shanghai" };
    return {
      party: { kind: "phone", phone } as const,
      perform: (command: Parameters<typeof driver.line>[0]) => driver.line(command),
      gauges: () => driver.gauges(),
      lamp: (isOn: boolean) => driver.configure({ ...config, lamps: isOn ? [phone] : [], sockets: [socket] }),
      pull: () => card.send({ do: "pull", channel: 1 }),
      stop: async () => {
        await driver.stop("the test is over");
        await card.stop();
      },
    };
  });
  await box.until("phone.state", (e) => e.contacts.length === 1);
  return { box, at };
}

describe("a telephone in a socket of a card", () => {
  let box: Awaited<ReturnType<typeof open>>["box"];
  let at: HandsetEnd;
  beforeAll(async () => {
    ({ box, at } = await open());
  });
  afterAll(() => box.stop());

  const talk = async (number = "8001"): Promise<Awaited<ReturnType<typeof box.dial>>> => {
    const rings = at.until("rings");
    const call = await box.dial(number, 30_000);
    await rings;
    at.lift();
    await call.answered();
    return call;
  };
  const offered = (leg: LegId): (string | undefined)[] =>
    box.events.flatMap((e) => (e.on === "line.offered" && e.leg === leg ? [e.remote?.direction] : []));
  /** Said again until it is heard: a busy machine drops what comes too late. */
  const hears = (say: () => Promise<void>, heardForMs: () => number): Promise<void> =>
    expect
      .poll(async () => {
        await say();
        return heardForMs();
      }, patience)
      .toBeGreaterThan(surelyMs);
  const putBack = async (): Promise<void> => {
    const freed = at.until("freed");
    at.replace();
    await freed;
    await expect.poll(async () => (await box.line.gauges()).calls, patience).toBe(0);
  };

  it("rings, shows who calls between the first and the second ring, answers, carries sound both ways", async () => {
    const known = at.callers.length;
    const call = await box.dial("8001", 30_000);
    await box.until("line.progressed", (e) => e.leg === call.leg && e.status === 180);
    await expect.poll(() => at.callers.length, patience).toBe(known + 1);
    expect(at.callers.at(-1)).toEqual({ caller: { number: "075512345678", withheld: false }, afterRings: 1 });
    await at.until("rings");
    at.lift();
    await call.answered();
    at.listenAnew();
    await hears(
      () => at.say(440, toneMs),
      () => call.heardForMs(440),
    );
    await hears(
      () => call.say(1000, toneMs),
      () => at.heardForMs(1000),
    );
    const freed = at.until("freed");
    at.replace();
    expect(await call.over()).toMatchObject({ why: "hangup", by: "far" });
    // By the line's own blocks: what a busy machine adds is not the telephone's.
    expect((await freed).afterMs).toBeLessThan(1000);
  });

  it("gives a dial tone, takes the number by keys, ends it with #, rings back to who dialled, and is answered", async () => {
    at.listenAnew();
    at.lift();
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(surelyMs);
    await at.press("*80");
    at.listenAnew();
    await at.press("01#");
    const { leg, party, to, from } = await box.until("line.ringing", (e) => box.endsOf(e.leg) === 0);
    expect({ party, to, from }).toMatchObject({
      party: { kind: "phone", phone },
      to: { number: "*8001" },
      from: { number: "8001" },
    });
    at.listenAnew();
    box.line.perform({ do: "line.progress", leg, how: "ringing" });
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(surelyMs);
    const call = await box.take();
    at.listenAnew();
    await hears(
      () => at.say(440, toneMs),
      () => call.heardForMs(440),
    );
    await hears(
      () => call.say(1000, toneMs),
      () => at.heardForMs(1000),
    );
    call.hangUp();
    expect(await call.over()).toMatchObject({ by: "us" });
    at.listenAnew();
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(surelyMs);
    await putBack();
  });

  it("places the call by itself when no key follows", async () => {
    at.listenAnew();
    at.lift();
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(200);
    await at.press("8002");
    const { leg, to } = await box.until("line.ringing", (e) => box.endsOf(e.leg) === 0);
    expect(to.number).toBe("8002");
    at.replace();
    expect(await box.ended(leg)).toMatchObject({ why: "abandoned", by: "far" });
  });

  it("flash holds, a second call is made, flash goes back and forth, putting it back hands one on to the other", async () => {
    const one = await talk();
    at.flash();
    await expect.poll(() => offered(one.leg), patience).toEqual(["sendonly"]);
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(surelyMs);
    await at.press("8002#");
    const two = await box.take();
    at.flash();
    await expect.poll(() => offered(two.leg), patience).toEqual(["sendonly"]);
    await expect.poll(() => offered(one.leg), patience).toEqual(["sendonly", "sendrecv"]);
    at.flash();
    await expect.poll(() => offered(two.leg), patience).toEqual(["sendonly", "sendrecv"]);
    at.listenAnew();
    await hears(
      () => two.say(1000, toneMs),
      () => at.heardForMs(1000),
    );
    at.replace();
    expect(await box.until("line.referred", (e) => e.leg === one.leg)).toMatchObject({ to: "", replaces: two.leg });
    two.hangUp("transferred");
    box.line.perform({ do: "line.referOutcome", leg: one.leg, status: 200 });
    one.hangUp("transferred");
    await Promise.all([one.over(), two.over()]);
    expect([box.endsOf(one.leg), box.endsOf(two.leg)]).toEqual([1, 1]);
  });

  it("rings back for who waits when the joining is refused", async () => {
    const one = await talk();
    at.flash();
    await expect.poll(() => at.heardForMs(450), patience).toBeGreaterThan(surelyMs);
    await at.press("8002#");
    const two = await box.take();
    at.replace();
    await box.until("line.referred", (e) => e.leg === one.leg);
    const rings = at.until("rings");
    box.line.perform({ do: "line.referOutcome", leg: one.leg, status: 603 });
    await rings;
    expect(await two.over()).toMatchObject({ by: "far" });
    at.lift();
    await expect.poll(() => offered(one.leg).at(-1), patience).toBe("sendrecv");
    at.replace();
    expect(await one.over()).toMatchObject({ why: "hangup", by: "far" });
  });

  it("is busy while it is off the hook", async () => {
    const one = await talk();
    const two = await box.dial("8001");
    expect(await two.over()).toMatchObject({ why: "busy" });
    at.replace();
    await one.over();
  });

  it("lights its message lamp and puts it out", async () => {
    await putBack();
    box.line.lamp(true);
    await expect.poll(() => at.lamps.at(-1), patience).toBe(true);
    box.line.lamp(false);
    await expect.poll(() => at.lamps.at(-1), patience).toBe(false);
  });

  it("is gone with its card, and its call with it", async () => {
    const call = await talk();
    box.line.pull();
    expect(await call.over()).toMatchObject({ why: "line-failed" });
    await box.until("phone.state", (e) => e.contacts.length === 0);
  });
});
