import { expect, test } from "vitest";
import { dropWish, type Waiter } from "./drop-wish.ts";

const third: Waiter = {
  queue: "hotline",
  entry: { call: "c1", caller: "13800138000", sinceMs: 0, position: 3, priority: 5, offeredTo: [] },
};

const wang = { id: "1001", state: "talking" as const, queues: ["hotline"] };

test("dropped on an agent, another queue or another place, he goes there", () => {
  expect(dropWish(third, { agent: wang })).toEqual({ agent: "1001" });
  expect(dropWish(third, { queue: "repair" })).toEqual({ queue: "repair" });
  expect(dropWish(third, { queue: "hotline", place: 1 })).toEqual({ place: 1 });
});
test("a place in another queue means that queue: its own order decides where", () => {
  expect(dropWish(third, { queue: "repair", place: 1 })).toEqual({ queue: "repair" });
});
test("where he stands already nothing is asked for", () => {
  expect(dropWish(third, { queue: "hotline" })).toBeUndefined();
  expect(dropWish(third, { queue: "hotline", place: 3 })).toBeUndefined();
  expect(dropWish(undefined, { agent: wang })).toBeUndefined();
});
test("an agent who takes no calls, or none of this queue, is no place for him; nor is a closed queue", () => {
  expect(dropWish(third, { agent: { ...wang, state: "not-ready" } })).toBeUndefined();
  expect(dropWish(third, { agent: { ...wang, state: "logged-out" } })).toBeUndefined();
  expect(dropWish(third, { agent: { ...wang, queues: ["repair"] } })).toBeUndefined();
  expect(dropWish(third, { queue: "repair", closed: true })).toBeUndefined();
  expect(dropWish(third, { queue: "hotline", place: 1, closed: true })).toEqual({ place: 1 });
});
