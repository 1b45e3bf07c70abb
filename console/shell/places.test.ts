import { describe, expect, test } from "vitest";
import { type Role, rightsOf } from "../../appliance/contract/rights.ts";
import { barPlaceOf, groups, onPhone, places, placesFor } from "./places.ts";

const goer = (role: Role, agent: boolean) => ({ may: (right: string) => rightsOf[role].includes(right as never), agent });
const names = (role: Role, agent: boolean) => placesFor(goer(role, agent)).map((p) => p.name);

describe("where somebody can go", () => {
  test("an agent sees his desk and no set-up, a supervisor the floor and the figures, an administrator everything", () => {
    expect(names("agent", true)).toEqual([
      "live",
      "desk",
      "alarms",
      "calls",
      "recordings",
      "messages",
      "texts",
      "agents",
      "bulletins",
      "plant",
    ]);
    expect(names("supervisor", false)).toEqual(expect.arrayContaining(["floor", "figures", "shifts", "retention"]));
    expect(names("supervisor", false)).not.toEqual(expect.arrayContaining(["settings"]));
    expect(names("supervisor", false)).not.toContain("desk");
    expect(names("administrator", true)).toEqual(places.map((p) => p.name));
  });
  test("a phone's bar has four, one's own work among them", () => {
    expect([...onPhone(placesFor(goer("agent", true)))]).toEqual(["desk", "live", "calls", "agents"]);
    expect([...onPhone(placesFor(goer("administrator", false)))]).toEqual(["floor", "live", "calls", "agents"]);
  });
});

test("a page lights up the place it stands under; live only itself", () => {
  expect(barPlaceOf("/")).toBe("/");
  expect(barPlaceOf("/calls/c1")).toBe("/calls");
  expect(barPlaceOf("/shifts")).toBe("/figures");
  expect(barPlaceOf("/flows/hotline")).toBe("/flows");
  expect(barPlaceOf("/callsigns")).toBeUndefined();
  expect(barPlaceOf("/users")).toBeUndefined();
});

test("no two places share a path or a key, each stands under one of the bar, every group has some", () => {
  const paths = places.map((p) => p.path);
  const keys = places.flatMap((p) => p.keys ?? []);
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { under } of places) if (under) expect(places.find((p) => p.path === under)?.bar).toBe(true);
  for (const group of groups) expect(places.some((p) => p.group === group)).toBe(true);
});
