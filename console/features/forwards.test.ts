import { describe, expect, it } from "vitest";
import { activeForward, blankWish, type CalendarNow, forwardLines, isNumber, isStale, numberTyped, wishOf } from "./forwards.ts";

const office: CalendarNow = { id: "office", name: "营业时间", open: false, untilMs: 900 };

describe("where calls of a phone go", () => {
  it("nothing set is nothing said", () => {
    expect(forwardLines(undefined, [])).toEqual([]);
    expect(forwardLines({}, [office])).toEqual([]);
  });
  it("while a calendar is closed: in force now, until it opens", () => {
    const lines = forwardLines({ forward: { hours: { to: "8003", calendar: "office", while: "closed" } } }, [office]);
    expect(activeForward(lines)).toMatchObject({ when: "hours", to: "8003", untilMs: 900 });
    const open = forwardLines({ forward: { hours: { to: "8003", calendar: "office", while: "open" } } }, [office]);
    expect(activeForward(open)).toBeUndefined();
  });
  it("a calendar that is not known yet is not called in force", () => {
    const lines = forwardLines({ forward: { hours: { to: "8003", calendar: "office", while: "closed" } } }, []);
    expect(lines).toEqual([
      { when: "hours", to: "8003", calendar: { id: "office", name: "office", while: "closed" }, active: false },
    ]);
  });
  it("always goes before the hours; busy and no answer wait for their moment", () => {
    const forward = { always: { to: "1" }, hours: { to: "2", calendar: "office", while: "closed" as const } };
    const lines = forwardLines({ forward: { ...forward, busy: { to: "3" }, noAnswer: { to: "4", afterMs: 15_000 } } }, [office]);
    expect(activeForward(lines)?.to).toBe("1");
    expect(lines.filter((l) => !l.active).map((l) => l.when)).toEqual(["busy", "noAnswer"]);
  });
  it("can be set again as it was", () => {
    const [line] = forwardLines({ forward: { noAnswer: { to: "4", afterMs: 15_000 } } }, []);
    expect(line && wishOf(line)).toEqual({ to: "4", afterMs: 15_000 });
    const [hours] = forwardLines({ forward: { hours: { to: "2", calendar: "office", while: "closed" } } }, [office]);
    expect(hours && wishOf(hours)).toEqual({ to: "2", calendar: "office", while: "closed" });
  });
});

it("what is known of calendars is old once one has turned", () => {
  expect(isStale([office], 899)).toBe(false);
  expect(isStale([office], 900)).toBe(true);
  expect(isStale([{ id: "x", name: "x", open: true }], 9_999)).toBe(false);
});

it("a form begins with what is usual", () => {
  expect(blankWish("noAnswer", [])).toEqual({ to: "", afterMs: 20_000 });
  expect(blankWish("hours", [office])).toEqual({ to: "", calendar: "office", while: "closed" });
  expect(blankWish("always", [office])).toEqual({ to: "" });
});

it("numbers may be typed in groups", () => {
  expect(numberTyped("138 0013-8000")).toBe("13800138000");
  for (const good of ["8003", "+86 411 8456", "(0411) 84567700"]) expect(isNumber(good)).toBe(true);
  for (const bad of ["", "abc", "80+3", "*72"]) expect(isNumber(bad)).toBe(false);
});
