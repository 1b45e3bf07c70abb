import { expect, test } from "vitest";
import { dropWish, type Waiter } from "./drop-wish.ts";

const third: Waiter = {
  queue: "hotline",
  entry: { call: "c1", caller: "13800138000", sinceMs: 0, position: 3, priority: 5, offeredTo: [] },
};

test("dropped on an agent, another queue or another place, he goes there", () => {
  expect(dropWish(third, { agent: "1001" })).toEqual({ agent: "1001" });
  expect(dropWish(third, { queue: "repair" })).toEqual({ queue: "repair" });
  expect(dropWish(third, { queue: "hotline", place: 1 })).toEqual({ place: 1 });
});
test("a place in another queue means that queue: its own order decides where", () => {
  expect(dropWish(third, { queue: "repair", place: 1 })).toEqual({ queue: "repair" });
});
test("where he stands already nothing is asked for", () => {
  expect(dropWish(third, { queue: "hotline" })).toBeUndefined();
  expect(dropWish(third, { queue: "hotline", place: 3 })).toBeUndefined();
  expect(dropWish(undefined, { agent: "1001" })).toBeUndefined();
});
