import { expect, test } from "vitest";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import { joinCalls } from "./join-calls.ts";

const row = (id: string, startedAtMs: number, endedAtMs?: number) =>
  ({ id, startedAtMs, ...(endedAtMs === undefined ? {} : { endedAtMs }) }) as CallRecord;

test("fresh rows take the place of old ones, every call once, newest first", () => {
  const joined = joinCalls([row("c", 30), row("b", 20, 25)], [row("b", 20), row("a", 10)]);
  expect(joined.map((c) => c.id)).toEqual(["c", "b", "a"]);
  expect(joined[1]?.endedAtMs).toBe(25);
});
