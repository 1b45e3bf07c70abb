import { expect, test } from "vitest";
import { rightsOf } from "../../appliance/contract/rights.ts";
import { homeOf } from "./home.ts";

test("who keeps the box begins with all of it, a supervisor on the floor, an agent at his desk", () => {
  expect(homeOf({ rights: [...rightsOf.administrator], agent: "1001" })).toBe("/");
  expect(homeOf({ rights: [...rightsOf.supervisor], agent: "1001" })).toBe("/floor");
  expect(homeOf({ rights: [...rightsOf.supervisor] })).toBe("/floor");
  expect(homeOf({ rights: [...rightsOf.agent], agent: "1001" })).toBe("/desk");
});

test("who is no agent has no desk", () => {
  expect(homeOf({ rights: [...rightsOf.agent] })).toBe("/");
});
