import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { DemoBusiness } from "../../../provisioning/lab/demo-business.ts";
import { labFlows } from "../../../provisioning/lab/flows.ts";
import { nestedMenus } from "../../../provisioning/lab/nested-menus.ts";
import { FlowDocument } from "../../contract/flow.ts";
import { checkFlow } from "./check-flow.ts";
import { Rehearsal, type RehearsalWorld } from "./rehearsal.ts";

const library = { flows: labFlows };
const hours = (from: string, to: string) => [
  { id: "office", name: "Office", timeZone: "Asia/Shanghai", weekly: { mon: [{ from, to }] }, holidays: [], workdays: [] },
];
const world: RehearsalWorld = {
  startMs: Date.UTC(2026, 2, 2, 2, 30),
  timeZone: "Asia/Shanghai",
  calendars: hours("08:00", "18:00"),
  queues: {},
  lookup: (connector, asked) => {
    const { status, body } = new DemoBusiness().answer(`/${connector}`, asked);
    return { outcome: status === 200 ? "ok" : "not-found", values: body };
  },
};
const facts = { caller: "13600000001", called: "96100", line: "trunk" };
const call = (other: Partial<RehearsalWorld> = {}, who: Partial<typeof facts> = {}) =>
  new Rehearsal(library, "hotline", { ...facts, ...who }, { ...world, ...other }).listen();
const said = (r: Rehearsal) => r.heard().join(" | ");

describe("the demonstration hotline", () => {
  it("is in order", () => {
    const context = {
      flows: labFlows,
      prompts: [],
      queues: ["hotline"],
      connectors: ["billing", "cases", "installation", "reports"],
      calendars: ["office"],
      phones: [],
    };
    for (const flow of labFlows) {
      expect(Check(FlowDocument, flow)).toBe(true);
      expect(checkFlow(flow, context)).toEqual([]);
    }
  });
  it("tells of the recording in both languages before anything else, uninterrupted", () => {
    const [notice] = call().did("flow.play");
    expect(notice!.bargeIn).toBe(false);
    expect(notice!.items.map((i) => (i.kind === "speech" ? i.language : ""))).toEqual(["zh", "en"]);
  });
  it("says the bill of a meter to who proves that it is his", () => {
    const zh = call().press("1").listen().press("1").press("100206#").listen().press("8000#").listen();
    expect(said(zh)).toContain("水表一零零二零六，应缴水费二百零五元三角，请在");
    expect(said(zh)).toContain("上次抄表读数一千二百八十七。");
    expect(zh.did("flow.variable").find((v) => v.name === "proof")).toMatchObject({ sensitive: true });
    const en = call().press("2").listen().press("1").press("100206#").listen().press("8000#").listen();
    expect(said(en)).toContain("Meter one zero zero two zero six: two hundred and five yuan thirty due by");
    expect(said(call().press("11").press("100214#").press("1234#").listen())).toContain("没有欠费");
  });
  it("takes everything typed ahead while the notice is spoken, also the hash after a full input", () => {
    const r = new Rehearsal(library, "hotline", facts, world).press("11100206#8000#").listen();
    // What proves who he is he gives when nothing is recorded.
    expect(r.heard().at(-1)).toContain("登记手机号的后四位");
    r.press("8000#").listen();
    expect(r.heard().at(-1)).toContain("返回主菜单请按一");
    expect(said(r)).toContain("上次抄表读数一千二百八十七。");
    expect(r.did("flow.note").filter((n) => n.words.en.includes("no choice here"))).toEqual([]);
  });
  it("says the bill of the caller's own number by 1, 1, 1; star goes back (A21)", () => {
    const own = call({}, { caller: "13800138000" }).press("111").pass(500);
    expect(own.heard().at(-2)).toContain("水表一零零二零六，应缴水费二百零五元三角");
    expect(own.press("*").heard().at(-1)).toContain("本机登记的水表请按一");
    const other = call({}, { caller: "13800138000" }).press("112").press("12345674#").listen();
    expect(other.heard().at(-1)).toContain("登记手机号的后四位");
  });
  it("tells nothing of an account to who can't prove himself, and after three wrong tries only a person helps", () => {
    const r = call().press("11").press("100206#").listen();
    for (const wrong of ["1111#", "2222#"]) {
      r.press(wrong).listen();
      expect(r.heard().at(-1)).toContain("登记手机号的后四位");
    }
    r.press("3333#").listen();
    expect(said(r)).not.toContain("二百零五元");
    expect(r.did("flow.queue").map((q) => q.queue)).toEqual(["hotline"]);
    const names = r.did("flow.variable").map((v) => v.name);
    expect(names).not.toContain("balance");
    // Another meter gives no new tries.
    const again = call().press("11").press("100206#").press("1111#").listen().press("2222#").listen().press("*").listen();
    expect(again.press("100214#").listen().press("9999#").listen().did("flow.queue")).toHaveLength(1);
  });
  it("refuses a slip of the finger by the check digit, three times, then a person helps", () => {
    const r = call().press("11");
    for (let n = 1; n <= 3; n++) r.press("100205#").listen();
    expect(r.heard().filter((t) => t.startsWith("号码不对")).length).toBeGreaterThanOrEqual(2);
    expect(r.did("flow.lookup").filter((l) => l.parameters.meter)).toEqual([]);
    expect(r.did("flow.queue")).toHaveLength(1);
  });
  it("serves on when a bill is unknown or billing is dead", () => {
    expect(said(call().press("11").press("4440#").listen())).toContain("没有查到水表四四四零。");
    for (const [service, sorry] of [
      ["1", "水费暂时查不了"],
      ["2", "投诉进度暂时查不了"],
      ["3", "停水信息暂时查不了"],
    ] as const) {
      const dead = call({ lookup: () => undefined })
        .press(`1${service}`)
        .pass(10_000)
        .listen();
      expect(said(dead)).toContain(sorry);
      expect(dead.did("flow.queue")).toHaveLength(1);
    }
  });
  it("tells a complaint's state and outages in the caller's language", () => {
    expect(said(call().press("22").press("20260001#").listen())).toContain("A crew is on its way");
    expect(said(call().press("12").press("20260001#").listen())).toContain("工单二零二六零零零一：已派工");
    expect(said(call().press("12").press("99#").listen())).toContain("没有查到工单九九。");
    expect(said(call({}, { caller: "13800138000" }).press("121").listen())).toContain("工单二零二六零零零一：已派工");
    expect(said(call().press("23").listen())).toContain("No outage is planned for today.");
    const none = { lookup: () => ({ outcome: "not-found" as const, values: {} }) };
    expect(said(call(none).press("13").listen())).toContain("目前没有停水通知");
  });
  it("tells how far a new connection is, and the day of the visit (A8)", () => {
    expect(said(call().press("142").press("8800#").listen())).toContain("报装单八八零零：已勘察，等待安装。");
    const en = said(call().press("242").press("8800#").listen());
    expect(en).toContain("Order eight eight zero zero: surveyed, waiting for installation.");
    expect(en).toContain("We will come on");
    expect(said(call().press("242").press("8801#").listen())).not.toContain("We will come on");
    expect(said(call().press("142").press("8899#").listen())).toContain("没有查到报装单八八九九。");
  });
  it("notes a fault with a number and lets him say where it is", () => {
    const r = call().press("252").listen();
    expect(said(r)).toContain("Your fault is noted. Its number is two zero two six zero zero zero three.");
    expect(r.did("flow.voicemail").map((v) => v.box)).toEqual(["faults"]);
    const dead = call({ lookup: () => undefined })
      .press("151")
      .pass(10_000)
      .listen();
    expect(said(dead)).toContain("现在无法登记编号");
    expect(dead.did("flow.voicemail")).toHaveLength(1);
  });
  it("speaks English to who calls from abroad or is known to, and asks nobody else's language away", () => {
    expect(said(call({}, { caller: "0044201234567" }))).toContain("Bills, press one.");
    expect(said(call({}, { caller: "+8613600000001" }))).toContain("中文服务请按一");
    expect(said(call({}, { caller: "" }))).toContain("中文服务请按一");
  });
  it("repeats the main menu, and * returns to it from the answer", () => {
    const r = call().press("1").listen().press("9");
    expect(r.heard().filter((t) => t.startsWith("水费请按一")).length).toBe(2);
    expect(r.press("43").pass(500).press("*").heard().at(-1)).toContain("政策法规请按一");
  });
  it("walks ten menus down and back up, with a person at each", () => {
    const r = call().press("141");
    const zh = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].map((n) => `您在第${n}级菜单。`);
    const level = () => zh.indexOf(r.heard().at(-2)!) + 1;
    for (let n = 1; n <= 10; n++) {
      expect(level()).toBe(n);
      if (n < 10) r.press("1");
    }
    for (let n = 9; n >= 1; n--) {
      r.press("*");
      expect(level()).toBe(n);
    }
    expect(r.press("*").heard().at(-1)).toContain("政策法规请按一");
    for (let depth = 0; depth < 10; depth++) {
      const person = call().press(`141${"1".repeat(depth)}0`);
      expect(person.did("flow.queue").map((q) => q.queue)).toEqual(["hotline"]);
      expect(person.state.frames).toHaveLength(1);
    }
  });
  it("types through ten menus in one go", () => {
    expect(call().press("241", 20).press("1".repeat(9), 20).heard().at(-2)).toBe("You are at level ten.");
    expect(call().press("241", 20).press("1".repeat(10), 20).heard().at(-1)).toContain("Bills, press one");
  });
  it("knows no limit of depth", () => {
    const deep = nestedMenus(200);
    const r = new Rehearsal({ flows: [deep] }, deep.id, { caller: "", called: "", line: "" }, world).press("1".repeat(199), 10);
    expect(r.state.frames[0]!.node).toBe("level-200");
    expect(r.state.frames[0]!.places).toHaveLength(200);
  });
  it("takes a message after hours, without a person on duty", () => {
    const r = call({ calendars: hours("08:00", "09:00") }).press("1");
    expect(r.heard().at(-1)).toContain("现在是下班时间");
    expect(r.press("0").did("flow.queue")).toHaveLength(0);
    r.press("4").pass(500);
    expect(r.did("flow.voicemail").map((v) => v.box)).toEqual(["complaints"]);
    r.back("served").finish();
    expect(said(r)).toContain("我们会尽快回复");
    expect(r.did("flow.end")[0]?.why).toBe("finished");
  });
  it("is always closed at the number that shows the night; 0 leads to a message there", () => {
    const r = call({}, { called: "96109" }).press("1").listen();
    expect(r.heard().at(-1)).toContain("现在是下班时间");
    r.press("6").press("8800#").listen().press("0").listen();
    expect(r.did("flow.queue")).toHaveLength(0);
    expect(r.did("flow.voicemail").map((v) => v.box)).toEqual(["complaints"]);
  });
  it("offers self-service after hours", () => {
    expect(
      said(
        call({ calendars: hours("08:00", "09:00") })
          .press("11")
          .press("100206#")
          .press("8000#")
          .listen(),
      ),
    ).toContain("二百零五元三角");
  });
  it("offers a message when all are busy", () => {
    const r = call().press("1").press("0").back("no-agent").finish();
    expect(said(r)).toContain("请您留言");
    expect(r.did("flow.voicemail").map((v) => v.box)).toEqual(["complaints"]);
  });
  it("leads somebody who presses nothing to a person", () => {
    expect(call().finish().did("flow.queue")).toHaveLength(1);
  });
});
