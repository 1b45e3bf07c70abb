import { describe, expect, test } from "vitest";
import { analogLine } from "../../../test/sim/dahdi/analog-line.ts";
import { usualHabits } from "../../../test/sim/dahdi/dahdi-card.ts";
import { type ExchangeHabits, ExchangeLine, type ExchangeSays } from "../../../test/sim/dahdi/exchange-line.ts";
import { Handset, type HandsetSays } from "../../../test/sim/dahdi/handset.ts";
import { QuickCard } from "../../../test/sim/dahdi/quick-card.ts";
import { heardForMs, tone, toneSpans } from "../../../test/sim/sound.ts";
import type { AnalogLine, AnalogPhone } from "../../contract/line-settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { levelDbm0 } from "../../wire/audio/energy.ts";
import { decodeAlaw, encodeAlaw } from "../../wire/audio/g711.ts";
import { blockBytes, type PortNews, type PortSound } from "../ports/port.ts";
import { call, event, neonLamp, signalling } from "./dahdi-calls.ts";
import { FxoPort } from "./fxo-port.ts";
import { FxsPhone } from "./fxs-phone.ts";

/** What the box says into the call and hears of it. */
class Sound implements PortSound {
  readonly #heard: Int16Array[] = [];
  readonly says = new Uint8Array(blockBytes);
  constructor(samples: Int16Array) {
    encodeAlaw(samples, 0, this.says, 0, blockBytes);
  }
  heard(block: Uint8Array): void {
    const samples = new Int16Array(blockBytes);
    decodeAlaw(block, 0, samples, 0, blockBytes);
    this.#heard.push(samples);
  }
  next(into: Uint8Array): void {
    into.set(this.says);
  }
  get level(): number {
    const last = this.#heard.at(-1);
    return last ? levelDbm0(last, 0, blockBytes) : Number.NEGATIVE_INFINITY;
  }
}
/** 1000 Hz has whole periods in a block. */
const kilohertz = tone(1000, blockBytes);

function openLine(settings: Partial<AnalogLine> = {}, habits: Partial<ExchangeHabits> = {}) {
  const card = new QuickCard({ 1: "fxo" });
  const channel = card.channels.get(1)!;
  const says: ExchangeSays[] = [];
  const news: PortNews[] = [];
  const exchange = new ExchangeLine(
    { ...usualHabits, ...habits },
    (one) => says.push(one),
    (code) => channel.tell(code),
  );
  channel.end = exchange;
  const port = new FxoPort({
    sys: card,
    root: "/dev/dahdi",
    channel: 1,
    line: { ...analogLine, ...settings },
    country: "CN",
    nowMs: () => card.nowMs,
    tell: (_port, one) => news.push(one),
  });
  const run = (forMs: number): void => card.run([port], forMs);
  const heard = (): Int16Array => Int16Array.from(says.flatMap((s) => (s.on === "heard" ? [...s.sound] : [])));
  const taps = (): number[] => says.flatMap((s) => (s.on === "set" && s.request === call.echoCancel ? [s.value] : []));
  const ends = (): string[] => news.flatMap((n) => (n.on === "ended" ? [`${n.why} by ${n.by}`] : []));
  const states = (): string[] => news.flatMap((n) => (n.on === "state" ? [n.state] : []));
  run(3_000);
  /** A caller who is answered, and what the box says to him. */
  const talk = (): Sound => {
    exchange.callIn("13800138000", "fsk");
    run(6_000);
    expect(news.at(-1)).toMatchObject({ on: "incoming", from: { number: "13800138000" } });
    const sound = new Sound(kilohertz);
    port.connect(sound);
    port.perform({ do: "answer" });
    run(500);
    return sound;
  };
  return { card, channel, port, exchange, run, heard, taps, ends, states, news, says, talk };
}

function openPhone(settings: Partial<AnalogPhone> = {}) {
  const card = new QuickCard({ 2: "fxs" });
  const channel = card.channels.get(2)!;
  const says: HandsetSays[] = [];
  const news: PortNews[] = [];
  const handset = new Handset(
    (one) => says.push(one),
    (code) => channel.tell(code),
  );
  channel.end = handset;
  const phone = new FxsPhone({
    sys: card,
    root: "/dev/dahdi",
    channel: 2,
    phone: { port: "fxs1", phone: "8001" as PhoneId, callerId: "dtmf", messageLamp: "none", ...settings },
    country: "CN",
    localTime: () => ({ month: 11, day: 22, hour: 12, minute: 5 }),
    nowMs: () => card.nowMs,
    tell: (_port, one) => news.push(one),
  });
  const run = (forMs: number): void => card.run([phone], forMs);
  const heard = (): Int16Array => Int16Array.from(says.flatMap((s) => (s.on === "heard" ? [...s.sound] : [])));
  const set = (request: number): number[] => says.flatMap((s) => (s.on === "set" && s.request === request ? [s.value] : []));
  const forget = (): void => void says.splice(0);
  return { card, channel, phone, handset, run, heard, set, forget, news, says };
}

describe("a line from the exchange", () => {
  test.each([-6, 0, 6])("gains of %i dB change what is heard on both sides by as much", (gainDb) => {
    const flat = openLine();
    const bent = openLine({ gainInDb: gainDb, gainOutDb: gainDb });
    const levels = [flat, bent].map(({ talk, exchange, run, heard }) => {
      const sound = talk();
      exchange.say(tone(1000, 8_000), 1);
      run(500);
      return [sound.level, levelDbm0(heard(), heard().length - blockBytes, blockBytes)] as const;
    });
    const [[flatIn, flatOut], [bentIn, bentOut]] = levels as [[number, number], [number, number]];
    expect(Math.abs(bentIn - flatIn - gainDb)).toBeLessThan(0.5);
    expect(Math.abs(bentOut - flatOut - gainDb)).toBeLessThan(0.5);
  });

  test("the echo canceller is on while somebody is talked with, and off behind him", () => {
    const line = openLine();
    line.talk();
    expect(line.taps().at(-1)).toBe(256);
    line.port.perform({ do: "hang-up", why: "hangup" });
    expect(line.taps().at(-1)).toBe(0);
  });

  test("a line that wants no canceller gets none; a card that has none carries the call all the same", () => {
    const without = openLine({ echoCanceller: false });
    without.talk();
    expect(without.taps().every((taps) => taps === 0)).toBe(true);
    const line = openLine();
    line.channel.hasEchoCanceller = false;
    line.talk();
    line.exchange.hangUp();
    line.run(3_000);
    expect(line.ends()).toEqual(["hangup by far"]);
  });

  test.each([440, 450, 470])("is free within 3 s of a busy tone of %i Hz, counted in its samples", (toneHz) => {
    const line = openLine({}, { toneHz });
    line.talk();
    line.exchange.hangUp();
    let freeMs = 0;
    for (; line.ends().length === 0 && freeMs < 10_000; freeMs += 20) line.run(20);
    expect(line.ends()).toEqual(["hangup by far"]);
    expect(freeMs).toBeLessThan(3_000);
  });

  test("polarity says that the far end answered, and that it has gone", () => {
    const line = openLine({ answer: "reversal", hangUpSigns: ["reversal"] }, { reversal: true });
    line.port.perform({ do: "dial", number: "10086", from: { number: "1" }, ring: "normal", giveUpMs: 60_000 });
    line.run(6_000);
    line.exchange.ring();
    line.run(2_000);
    expect(line.news.some((n) => n.on === "answered")).toBe(false);
    line.exchange.answer();
    line.run(200);
    expect(line.news.at(-1)).toEqual({ on: "answered", assumed: false });
    line.exchange.hangUp();
    line.run(100);
    expect(line.ends()).toEqual(["hangup by far"]);
  });

  test("keys the box presses in a call all reach the exchange, and what is said is heard again behind them", () => {
    const line = openLine();
    line.talk();
    line.port.perform({ do: "digits", digits: "12" });
    line.run(100);
    line.port.perform({ do: "digits", digits: "34" });
    line.run(1_500);
    const before = line.heard().length;
    line.run(500);
    expect(line.says.flatMap((s) => (s.on === "digit" ? [s.digit] : [])).join("")).toBe("1234");
    expect(heardForMs(line.heard().subarray(before), 1_000)).toBeGreaterThan(400);
    expect(line.port.refusedBlocks).toBe(0);
  });

  test("a card that does not dial ends the call out at once, and carries the next call in", () => {
    const line = openLine();
    line.channel.hasTones = false;
    line.port.perform({ do: "dial", number: "10086", from: { number: "1" }, ring: "normal", giveUpMs: 60_000 });
    line.run(4_000);
    expect(line.ends()).toEqual(["line-failed by box"]);
    line.run(3_000);
    line.talk();
    line.port.perform({ do: "digits", digits: "1" });
    line.run(100);
    expect(line.ends()).toHaveLength(1);
  });

  test("an alarm of the card ends the call and takes the line down until it is over", () => {
    const line = openLine();
    line.talk();
    line.channel.alarms = 4;
    line.channel.tell(event.alarm);
    line.run(100);
    expect(line.ends()).toEqual(["line-failed by box"]);
    expect(line.states()).toEqual(["up", "down"]);
    line.port.perform({ do: "dial", number: "1", from: { number: "1" }, ring: "normal", giveUpMs: 1_000 });
    expect(line.ends().at(-1)).toBe("line-failed by box");
    line.channel.alarms = 0;
    line.channel.tell(event.noAlarm);
    line.run(3_000);
    expect(line.states()).toEqual(["up", "down", "up"]);
    line.exchange.hook(0);
    line.run(3_000);
    line.talk();
  });

  test("a line whose card was in alarm when it was opened comes up with the end of the alarm", () => {
    const line = openLine();
    line.channel.isThere = false;
    line.channel.tell(event.removed);
    line.run(100);
    line.channel.isThere = true;
    line.channel.alarms = 8;
    line.run(2_000);
    expect(line.states()).toEqual(["up", "down", "down"]);
    line.channel.tell(event.noAlarm);
    line.run(100);
    expect(line.states().at(-1)).toBe("up");
  });

  test("stopped, it does not open its channel again: the next port finds it free", async () => {
    const line = openLine();
    line.run(100);
    expect(line.port.fd).toBeDefined();
    await line.port.stop();
    line.run(3_000);
    expect(line.port.fd).toBeUndefined();
  });

  test("taken out in a call: it ends as failed, and put back the line serves the next", () => {
    const line = openLine();
    line.talk();
    line.channel.isThere = false;
    line.channel.tell(event.removed);
    line.exchange.hook(0);
    line.run(500);
    expect(line.ends()).toEqual(["line-failed by box"]);
    expect(line.port.fd).toBeUndefined();
    line.channel.isThere = true;
    line.run(4_000);
    expect(line.states()).toEqual(["up", "down", "up"]);
    line.talk();
  });

  test("held by another program, or set up for telephones: down, and tried again", () => {
    const line = openLine();
    line.channel.isThere = false;
    line.channel.tell(event.removed);
    line.run(100);
    line.channel.isThere = true;
    line.channel.files.add(-1);
    line.run(3_000);
    expect(line.port.fd).toBeUndefined();
    line.channel.files.delete(-1);
    line.channel.signalling = signalling.fxoKewlstart;
    line.run(3_000);
    expect(line.port.fd).toBeUndefined();
    expect(line.channel.files.size).toBe(0);
    line.channel.signalling = undefined;
    line.run(2_000);
    expect(line.states()).toEqual(["up", "down", "up"]);
  });

  test("rings that the kernel does not tell because the line was just let go: the call is offered all the same", () => {
    const line = openLine({ ringsBeforeOffer: 1 }, { guardMs: 20 });
    line.talk();
    line.exchange.hangUp();
    line.run(3_000);
    line.news.splice(0);
    line.exchange.callIn("13900139000", "fsk");
    line.run(9_500);
    expect(line.news.filter((n) => n.on === "incoming")).toHaveLength(1);
  });

  test("events a call has no use for change nothing, however many come", () => {
    const line = openLine();
    const sound = line.talk();
    line.exchange.say(tone(1000, 16_000), 1);
    // ABORT, OVERRUN, BADFCS, EC_DISABLED, fax tones, overruns of buffers, keys as the kernel hears them.
    const useless = [6, 7, 8, 12, 13, 14, 19, 24, 26, 29, 30, (1 << 16) | 0x31, (1 << 17) | 0x31, (1 << 18) | 0x31];
    for (let n = 0; n < 50; n++) {
      for (const code of useless) line.channel.tell(code);
      line.run(20);
    }
    expect(line.ends()).toEqual([]);
    expect(sound.level).toBeGreaterThan(-20);
    expect(line.port.refusedBlocks).toBe(0);
    line.exchange.hangUp();
    line.run(3_000);
    expect(line.ends()).toEqual(["hangup by far"]);
  });
});

describe("a telephone in a socket", () => {
  test("left off the hook it hears busy, then a howler that rises, then nothing, and works again when it is put back", () => {
    const { run, heard, handset, forget, phone, news } = openPhone();
    run(3_000);
    handset.lift();
    run(20_000);
    forget();
    run(30_000);
    expect(toneSpans(heard(), 450).length).toBeGreaterThan(30);
    forget();
    run(60_000);
    expect(heardForMs(heard(), 950)).toBeGreaterThan(55_000);
    const levels = [1, 4, 7, 10, 13].map((second) => levelDbm0(heard(), second * 8_000, blockBytes));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels.at(-1)! - levels[0]!).toBeGreaterThan(15);
    run(1_000);
    forget();
    run(10_000);
    expect(heard().every((sample) => Math.abs(sample) < 16)).toBe(true);
    handset.replace();
    run(2_000);
    phone.dialPort().perform({ do: "dial", number: "8001", from: { number: "1" }, ring: "normal", giveUpMs: 9_000 });
    run(3_000);
    expect(news.at(-1)).toEqual({ on: "progressed", how: "ringing" });
  });

  test("off the hook when its card is opened: left alone, and rung when it was put back", () => {
    const { run, heard, handset, phone, news } = openPhone();
    handset.lift();
    run(5_000);
    expect(heardForMs(heard(), 450)).toBe(0);
    handset.replace();
    run(2_000);
    phone.dialPort().perform({ do: "dial", number: "8001", from: { number: "1" }, ring: "normal", giveUpMs: 9_000 });
    expect(news.at(-1)).toEqual({ on: "progressed", how: "ringing" });
  });

  test("a neon lamp is told by the card's high voltage, again after the card was taken out", () => {
    const { run, set, phone, channel, forget } = openPhone({ messageLamp: "neon" });
    run(2_000);
    expect(set(call.vmwiConfig)).toEqual([neonLamp]);
    phone.lamp(true);
    run(2_000);
    expect(set(call.vmwi)).toEqual([0, 1]);
    forget();
    channel.isThere = false;
    channel.tell(event.removed);
    run(500);
    channel.isThere = true;
    run(4_000);
    expect([set(call.vmwiConfig), set(call.vmwi)]).toEqual([[neonLamp], [1]]);
    phone.lamp(false);
    run(2_000);
    expect(set(call.vmwi)).toEqual([1, 0]);
  });

  test("the echo canceller is on while it is off the hook", () => {
    const { run, set, handset } = openPhone();
    run(2_000);
    handset.lift();
    run(200);
    expect(set(call.echoCancel).at(-1)).toBe(256);
    handset.replace();
    run(1_500);
    expect(set(call.echoCancel).at(-1)).toBe(0);
  });

  test("an alarm of its card: gone, and there again when it is over", () => {
    const { run, channel, news } = openPhone();
    run(2_000);
    channel.tell(event.alarm);
    run(100);
    channel.tell(event.noAlarm);
    run(100);
    expect(news.flatMap((n) => (n.on === "state" ? [n.state] : []))).toEqual(["up", "down", "up"]);
  });
});
