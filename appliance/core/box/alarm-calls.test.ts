import { beforeEach, describe, expect, test } from "vitest";
import type { AlarmCare } from "../../contract/alarm-care.ts";
import type { AlarmNote } from "../../contract/alarm-row.ts";
import type { Effect } from "../../contract/effects.ts";
import type { Settings } from "../../contract/settings.ts";
import { careAwake, liveAlarms } from "./alarm-care.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const care: AlarmCare = {
  people: [
    { id: "zhang", name: "Zhang", language: "en", numbers: ["13900000001", "2230001"], text: "13900000001" },
    { id: "wang", name: "Wang", language: "zh", numbers: ["13900000002"], text: "13900000002", mail: "wang@example.org" },
    { id: "li", name: "Li", language: "en", numbers: ["13900000003"] },
  ],
  rosters: [{ id: "duty", name: "On duty", people: ["zhang", "wang", "li"] }],
  rules: [
    {
      id: "all",
      name: "All",
      enabled: true,
      roster: "duty",
      call: { rounds: 2, ringSec: 20, pauseSec: 5, roundPauseSec: 60 },
      work: {},
    },
  ],
};
type Rule = AlarmCare["rules"][number];
const withCare = (rule: Partial<Rule> = {}, more: Partial<AlarmCare> = {}, settings: Partial<Settings> = {}): Settings => ({
  ...simSettings(),
  ...settings,
  alarmCare: { ...care, ...more, rules: [{ ...care.rules[0]!, ...rule }] },
});
const raise = (subject = "trunk", code = "trunk-down", severity: "error" | "critical" | "warning" = "error") =>
  w.hear({ on: "alarm.raised", code, subject, severity, text: { en: "A trunk does not answer.", zh: "中继无响应。" } });
const clear = (subject = "trunk", code = "trunk-down") => w.hear({ on: "alarm.cleared", code, subject });
const ringing = () => w.lines.ringing.map((r) => r.to);
const leg = () => w.lines.ringing[0]!.leg;
const open = () => Object.values(w.box.alarms);
const notes = (kind?: AlarmNote["kind"]): string[] =>
  w.effects.flatMap((e) =>
    e.do === "store" && e.change.put === "alarm-note" && (!kind || e.change.row.kind === kind) ? [e.change.row.words.en] : [],
  );
const said = (): string[] =>
  (w.effects.findLast((e) => e.do === "speech.render")?.items ?? []).map((i) => (i.kind === "speech" ? i.text : i.kind));
const texts = (): { number: string; text: string; parts: number }[] => Object.values(w.box.office?.texts?.out ?? {});
const items = () => [...w.rows.items.values()];
/** The call in progress ends without an acknowledgement. */
const nobody = (): void => w.refuse(leg(), "busy", 486);

beforeEach(() => {
  w = new SimWorld(withCare());
});

describe("down the roster", () => {
  test("a number rings, the alarm is spoken with its subject, a key acknowledges, and an item is opened once", () => {
    raise();
    expect(ringing()).toEqual(["13900000001"]);
    const first = leg();
    w.answer(first);
    const words = said().join(" ");
    expect(words).toContain("for Zhang.");
    expect(words).toContain("Alarm: ");
    expect(words).toContain("A trunk does not answer.");
    expect(words).toContain("To acknowledge, press 1.");
    w.press(first, "1");
    expect(open()[0]).toMatchObject({ acknowledgedBy: "Zhang", acknowledgedHow: "phone" });
    expect(said().join(" ")).toContain("It is acknowledged");
    expect(w.callOf(first)).toBeUndefined();
    expect(items()).toHaveLength(1);
    expect(items()[0]).toMatchObject({ kind: "alarm", state: "open", alarm: open()[0]!.id });
    w.wait(3_600_000);
    expect(ringing()).toEqual([]);
    expect(items()).toHaveLength(1);
  });

  test("all his numbers, then the next person, and round again; after the last round it is said that nobody heard", () => {
    raise();
    const called: string[] = [];
    for (let n = 0; n < 8; n++) {
      called.push(...ringing());
      nobody();
      w.wait(n === 3 ? 65_000 : 5_000);
    }
    const round = ["13900000001", "2230001", "13900000002", "13900000003"];
    expect(called).toEqual([...round, ...round]);
    expect(ringing()).toEqual([]);
    expect(open().find((a) => a.code === "alarm-unheard")).toMatchObject({ severity: "critical" });
    expect(liveAlarms(w.box)[0]?.care).toMatchObject({ state: "unheard", round: 2 });
    w.wait(86_400_000);
    expect(ringing()).toEqual([]);
    // Seen at the console, both are done with.
    w.hear({ on: "alarm.acknowledged", id: open().find((a) => a.code === "trunk-down")!.id, by: "chief" });
    expect(open().map((a) => a.code)).toEqual(["trunk-down"]);
    expect(notes("unheard")).toEqual(["Nobody acknowledged after round 2"]);
  });

  test("who does not answer in time is let go; who only listens is told three times and left", () => {
    raise();
    const first = leg();
    w.wait(20_000);
    expect(w.record(first)).toMatchObject({ endReason: "no-answer" });
    w.wait(5_000);
    const second = leg();
    w.answer(second);
    w.wait(30_000);
    expect(w.told(second).filter((t) => t.includes("does not answer"))).toHaveLength(3);
    expect(w.callOf(second)).toBeUndefined();
    w.wait(5_000);
    expect(ringing()).toEqual(["13900000002"]);
  });

  test("hears it again, and passes it on: his other numbers are left in peace", () => {
    raise();
    const first = leg();
    w.answer(first);
    w.press(first, "2");
    expect(said().join(" ")).toContain("does not answer");
    w.press(first, "9");
    expect(notes()).toContain("Zhang passes it on");
    w.wait(5_000);
    expect(ringing()).toEqual(["13900000002"]);
    w.answer(leg());
    // In his own language.
    expect(said().join("")).toContain("重要告警：Trunk。中继无响应。");
  });

  test("several alarms are told in one call, and one key takes them all", () => {
    raise("trunk");
    raise("second");
    expect(ringing()).toEqual(["13900000001"]);
    const first = leg();
    w.answer(first);
    expect(said()).toContain("There are 2 alarms.");
    w.press(first, "1");
    expect(open().map((a) => a.acknowledgedBy)).toEqual(["Zhang", "Zhang"]);
    w.wait(600_000);
    expect(ringing()).toEqual([]);
  });

  test("never two at once for one alarm, unless that is wanted", () => {
    w = new SimWorld(withCare({ call: { atOnce: 2, rounds: 1 } }, { lines: 3 }));
    raise();
    expect(ringing()).toEqual(["13900000001", "13900000002"]);
    const [first, second] = w.lines.ringing.map((r) => r.leg);
    w.answer(second!);
    w.press(second!, "1");
    expect(w.lines.live(first!)).toBe(false);
    expect(open()[0]).toMatchObject({ acknowledgedBy: "Wang" });
  });

  test("cleared or acknowledged elsewhere while it rings: nobody is rung for nothing, who listens is told", () => {
    raise();
    const first = leg();
    clear();
    expect(w.lines.live(first)).toBe(false);
    raise();
    const second = leg();
    w.answer(second);
    w.hear({ on: "alarm.acknowledged", id: open()[0]!.id, by: "chief" });
    expect(said()).toEqual(["The alarm is over or acknowledged already. Goodbye."]);
    expect(w.callOf(second)).toBeUndefined();
  });

  test("acknowledged, gone and back again, it is a new one", () => {
    raise();
    w.answer(leg());
    w.press(w.lines.all[0]!.leg, "1");
    clear();
    raise();
    expect(ringing()).toEqual(["13900000001"]);
    expect(open()[0]!.acknowledgedBy).toBeUndefined();
  });

  test("one that comes and goes tells people so often within an hour, and is not forgotten", () => {
    w = new SimWorld(withCare({}, { mostPerHour: 2 }));
    for (let n = 0; n < 2; n++) {
      raise();
      expect(ringing()).toHaveLength(1);
      clear();
    }
    raise();
    expect(ringing()).toEqual([]);
    w.wait(3_600_000);
    expect(ringing()).toEqual(["13900000001"]);
  });
});

test("of a measured point the value of this moment is spoken, with its unit, in the language of who is called", () => {
  const limits = { high: { at: 5 } };
  const point = {
    id: "p1",
    name: { en: "Pressure", zh: "压力" },
    fc: 3,
    address: 0,
    type: "u16",
    scale: 0.1,
    unit: "bar",
    limits,
  };
  const device = { id: "pump", name: "Pump 2", bus: "b", unit: 1, replyMs: 500, points: [point] };
  w.hear({ on: "plant.set", devices: [device] as never });
  const read = (value: number) =>
    w.hear({ on: "plant.read", device: "pump", readings: [{ point: "p1", value, quality: "good" }] });
  read(4.5);
  read(6.2);
  expect(open()[0]).toMatchObject({ code: "point-high", subject: "pump.p1" });
  expect(ringing()).toEqual(["13900000001"]);
  // It has gone on rising while it rang.
  read(7.1);
  w.answer(leg());
  expect(said().join(" ")).toContain("It is now seven point one bar.");
  w.press(w.lines.all[0]!.leg, "9");
  w.wait(5_000);
  w.answer(leg());
  expect(said().join("")).toContain("当前值七点一巴。");
  expect(liveAlarms(w.box)[0]).toMatchObject({ value: { en: "7.1 bar", zh: "7.1 bar" } });
  read(4);
  expect(said()).toEqual(["该告警已消除或已有人确认。再见。"]);
});

describe("lines", () => {
  test("callers keep theirs: while none is free the person waits his turn", () => {
    const settings = withCare();
    for (const trunk of settings.trunks) trunk.maxCalls = 1;
    w = new SimWorld(settings);
    const caller = w.call("96100");
    raise();
    expect(ringing()).toEqual([]);
    expect(notes("waits")).toEqual(["No line is free to call Zhang"]);
    w.hangUp(caller);
    w.wait(20_000);
    expect(ringing()).toEqual(["13900000001"]);
  });
  test("room that is to be left free is left free", () => {
    const settings = withCare({}, { keepFree: 1 });
    for (const trunk of settings.trunks) trunk.maxCalls = 1;
    w = new SimWorld(settings);
    raise();
    expect(ringing()).toEqual([]);
  });
  test("a line that fails is not his fault: another is tried at once", () => {
    const settings = withCare();
    settings.trunks.push({ ...settings.trunks[0]!, id: "second", order: 9, numbers: [] });
    w = new SimWorld(settings);
    raise();
    const first = leg();
    expect(w.lines.dialOf(first)?.to).toMatchObject({ line: "trunk" });
    w.refuse(first, "line-failed", 503);
    expect(w.lines.dialOf(leg())?.to).toMatchObject({ line: "second", number: "13900000001" });
    w.refuse(leg(), "line-failed", 503);
    w.wait(5_000);
    expect(ringing()).toEqual(["2230001"]);
  });
  test("the dialer takes no more lines than it may", () => {
    raise("a");
    const first = leg();
    w.answer(first);
    raise("b");
    expect(w.lines.all.filter((l) => w.lines.live(l.leg))).toHaveLength(1);
    w.press(first, "1");
    w.wait(10_000);
    expect(ringing()).toEqual(["13900000001"]);
  });
});

describe("when", () => {
  test("after it has stood for a while; what is over by then tells nobody", () => {
    w = new SimWorld(withCare({ afterSec: 120 }));
    raise();
    w.wait(60_000);
    clear();
    w.wait(600_000);
    expect(w.lines.all).toEqual([]);
    expect(items()).toEqual([]);
    raise();
    w.wait(120_000);
    expect(ringing()).toEqual(["13900000001"]);
  });
  test("not in quiet hours, but for what is grave; and only who is on call", () => {
    const all = [{ from: "00:00", to: "24:00" }];
    const calendars = [
      {
        id: "night",
        name: "Night",
        timeZone: "UTC",
        weekly: { mon: [{ from: "00:00", to: "06:00" }] },
        holidays: [],
        workdays: [],
      },
      { id: "tuesday", name: "Tuesday", timeZone: "UTC", weekly: { tue: all }, holidays: [], workdays: [] },
    ] as Settings["calendars"];
    const people = care.people.map((p) => (p.id === "zhang" ? { ...p, calendar: "tuesday" } : p));
    w = new SimWorld(withCare({}, { people, quiet: [{ severities: ["error"], calendar: "night" }] }, { calendars }));
    // Monday, four in the morning.
    raise();
    expect(ringing()).toEqual([]);
    expect(items()).toHaveLength(1);
    raise("media", "media-lost", "critical");
    expect(ringing()).toEqual(["13900000002"]);
    w.answer(leg());
    w.press(w.lines.all[0]!.leg, "1");
    expect(ringing()).toEqual([]);
    w.wait(2 * 3_600_000);
    expect(ringing()).toEqual(["13900000002"]);
  });
  test("put aside it is left alone, also when it comes anew; then it is back by itself", () => {
    raise();
    const first = leg();
    w.hear({ on: "alarm.shelved", id: open()[0]!.id, by: "chief", untilMs: w.atMs + 3_600_000, reason: "Works" });
    expect(w.lines.live(first)).toBe(false);
    clear();
    raise();
    expect(open()[0]).toMatchObject({ shelved: { by: "chief", reason: "Works" } });
    expect(ringing()).toEqual([]);
    w.wait(3_600_000);
    expect(open()[0]!.shelved).toBeUndefined();
    expect(ringing()).toEqual(["13900000001"]);
    expect(notes("unshelved")).toEqual(["Back: its time on the shelf is over"]);
  });
  test("what must not be put aside isn't", () => {
    raise("media", "media-lost", "critical");
    w.hear({ on: "alarm.shelved", id: open()[0]!.id, by: "chief", untilMs: w.atMs + 3_600_000, reason: "Works" });
    expect(open()[0]!.shelved).toBeUndefined();
    expect(ringing()).toHaveLength(1);
  });
});

describe("in writing", () => {
  const write: Partial<Rule> = { text: true, mail: true, tellAcknowledged: true };
  test("a text to everybody at once, a mail, and the code in an answer acknowledges", () => {
    w = new SimWorld(withCare(write));
    raise();
    expect(texts().map((t) => t.number)).toEqual(["13900000001", "13900000002"]);
    expect(texts().map((t) => t.parts)).toEqual([1, 1]);
    expect([...w.rows.mails.values()]).toMatchObject([{ to: "wang@example.org", state: "waiting" }]);
    const code = /回复(\d{4})确认/.exec(texts()[1]!.text)![1]!;
    const from = (number: string, text: string) =>
      w.hear({
        on: "text.arrived",
        place: { line: "m" as never, index: 1, hex: text + number },
        from: number,
        text,
        sentAtMs: w.atMs,
      });
    from("+8613900000009", code);
    from("+8613900000002", "0000");
    expect(open()[0]!.acknowledgedBy).toBeUndefined();
    from("+8613900000002", `收到 ${code}`);
    expect(open()[0]).toMatchObject({ acknowledgedBy: "Wang", acknowledgedHow: "text" });
    expect(ringing()).toEqual([]);
    // The other one is told who goes.
    expect(texts()).toHaveLength(3);
    expect(texts()[2]).toMatchObject({ number: "13900000001", text: expect.stringContaining("acknowledged by Wang") });
  });
});

describe("after a failure", () => {
  test("whoever was being called when the box failed is called again; nothing is lost, nobody is called twice at once", () => {
    raise();
    nobody();
    w.wait(5_000);
    expect(ringing()).toEqual(["2230001"]);
    w.answer(leg());
    w.crash();
    // Its doors are still closed.
    expect(ringing()).toEqual([]);
    w.hear({ on: "timer.due", key: careAwake });
    expect(ringing()).toEqual(["2230001"]);
    w.answer(leg());
    w.press(w.lines.all[0]!.leg, "1");
    expect(open()[0]).toMatchObject({ acknowledgedBy: "Zhang" });
    expect(items()).toHaveLength(1);
  });
  test("while the box stops nobody else is called; afterwards it goes on", () => {
    raise();
    w.hear({ on: "box.stopping" });
    w.wait(600_000);
    expect(ringing()).toEqual([]);
    w.crash();
    // Its doors are still closed.
    expect(ringing()).toEqual([]);
    w.hear({ on: "timer.due", key: careAwake });
    expect(ringing()).toEqual(["13900000001"]);
  });
  test("other rules take up what stands, and let go what they no longer name", () => {
    w = new SimWorld({ ...simSettings() });
    raise();
    expect(ringing()).toEqual([]);
    w.hear({ on: "settings.applied", settings: withCare() });
    const first = leg();
    w.hear({ on: "settings.applied", settings: withCare({ severities: ["critical"] }) });
    expect(w.lines.live(first)).toBe(false);
    w.wait(600_000);
    expect(ringing()).toEqual([]);
  });
});

describe("a test call", () => {
  const tests = () => w.box.care?.tests ?? [];
  test("says that it is one, and shows what came of it", () => {
    w.hear({ on: "alarm.tried", person: "li", by: "chief" });
    expect(tests()[0]).toMatchObject({ state: "calling", person: "li" });
    const first = leg();
    w.answer(first);
    expect(said().join(" ")).toContain("This is a test");
    w.press(first, "1");
    expect(tests()[0]).toMatchObject({ state: "acknowledged" });
    w.hear({ on: "alarm.tried", person: "li", by: "chief" });
    nobody();
    expect(tests()[0]).toMatchObject({ state: "failed", why: { en: "busy" } });
    w.hear({ on: "alarm.tried", person: "nobody", by: "chief" });
    expect(tests()).toHaveLength(2);
  });
});

test("calls of the dialer leave nothing behind", () => {
  raise();
  w.answer(leg());
  w.press(w.lines.all[0]!.leg, "1");
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(Object.keys(w.box.timers).filter((t) => t.startsWith("call:") || t.startsWith("care:"))).toEqual([]);
  const stored = (e: Effect): boolean => e.do === "store" && e.change.put === "call";
  expect(w.effects.some(stored)).toBe(true);
});
