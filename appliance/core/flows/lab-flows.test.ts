import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { labFlows, nestedMenus } from "../../../provisioning/lab/flows.ts";
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
  lookup: (connector, { meter, case: number, about }) => {
    if (connector === "billing")
      return meter === "100200"
        ? { outcome: "ok", values: { balance: "205.30", name: "张伟" } }
        : { outcome: "not-found", values: {} };
    if (about === "outage") return { outcome: "ok", values: { outage: "今晚停水。", outageEn: "No water tonight." } };
    return number === "17"
      ? { outcome: "ok", values: { state: "已派工", stateEn: "a crew is on its way" } }
      : { outcome: "not-found", values: {} };
  },
};
const call = (other: Partial<RehearsalWorld> = {}) =>
  new Rehearsal(library, "hotline", { caller: "13800138000", called: "96100", line: "trunk" }, { ...world, ...other }).listen();
const said = (r: Rehearsal) => r.heard().join(" | ");

describe("the demonstration hotline", () => {
  it("is in order", () => {
    const context = {
      flows: labFlows,
      prompts: [],
      queues: ["hotline"],
      connectors: ["billing", "cases"],
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
  it("says a bill in Chinese and in English", () => {
    const zh = call().press("1").listen().press("1").press("100200#").listen();
    expect(said(zh)).toContain("水表一零零二零零，应缴水费二百零五元三角。");
    expect(zh.did("flow.variable").map((v) => [v.name, v.value])).toEqual([
      ["meter", "100200"],
      ["balance", "205.30"],
      ["customer", "张伟"],
    ]);
    const en = call().press("2").listen().press("1").press("100200#").listen();
    expect(said(en)).toContain("For meter one zero zero two zero zero, the amount due is two hundred and five yuan thirty.");
  });
  it("serves on when a bill is unknown or billing is dead", () => {
    expect(said(call().press("11").press("4444#").listen())).toContain("没有查到水表四四四四。");
    const dead = call({ lookup: () => undefined })
      .press("11")
      .press("4444#")
      .pass(10_000)
      .listen();
    expect(said(dead)).toContain("水费系统暂时无法查询");
    expect(dead.press("0").did("flow.queue")).toHaveLength(1);
  });
  it("tells a case's state and of outages in the caller's language", () => {
    expect(said(call().press("22").press("17#").listen())).toContain("Case one seven: a crew is on its way.");
    expect(said(call().press("12").press("17#").listen())).toContain("工单一七：已派工。");
    expect(said(call().press("12").press("99#").listen())).toContain("没有查到工单九九。");
    expect(said(call().press("23").listen())).toContain("No water tonight.");
    expect(
      said(
        call({ lookup: () => ({ outcome: "not-found", values: {} }) })
          .press("13")
          .listen(),
      ),
    ).toContain("目前没有停水通知");
  });
  it("repeats the main menu, and * returns to it from the answer", () => {
    const r = call().press("1").listen().press("9");
    expect(r.heard().filter((text) => text.startsWith("查询水费请按一")).length).toBe(2);
    const back = call().press("11").press("100200#").pass(2500).press("*");
    expect(back.heard().at(-1)).toContain("请输入水表号码");
  });
  it("walks ten menus down and back up, with a person at each", () => {
    const r = call().press("14");
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
    expect(r.press("*").heard().at(-1)).toContain("查询水费请按一");
    for (let depth = 0; depth < 10; depth++) {
      const person = call().press(`14${"1".repeat(depth)}0`);
      expect(person.did("flow.queue").map((q) => q.queue)).toEqual(["hotline"]);
      expect(person.state.frames).toHaveLength(1);
    }
  });
  it("types through ten menus in one go", () => {
    expect(call().press("24", 20).press("1".repeat(9), 20).heard().at(-2)).toBe("You are at level ten.");
    expect(call().press("24", 20).press("1".repeat(10), 20).heard().at(-1)).toContain("For your bill");
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
    r.press("4").finish();
    expect(r.did("flow.variable").map((v) => v.name)).toEqual(["message"]);
    expect(said(r)).toContain("您的留言已收到");
    expect(r.did("flow.end")[0]?.why).toBe("finished");
  });
  it("offers self-service after hours", () => {
    expect(
      said(
        call({ calendars: hours("08:00", "09:00") })
          .press("11")
          .press("100200#")
          .listen(),
      ),
    ).toContain("二百零五元三角");
  });
  it("offers a message when all are busy", () => {
    const r = call().press("1").press("0").back("no-agent").finish();
    expect(said(r)).toContain("请您留言");
    expect(r.did("flow.record")).toHaveLength(1);
  });
  it("leads somebody who presses nothing to a person", () => {
    expect(call().finish().did("flow.queue")).toHaveLength(1);
  });
});
