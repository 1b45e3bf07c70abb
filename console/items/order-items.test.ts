import { expect, test } from "vitest";
import type { LiveItem } from "../../appliance/contract/items.ts";
import { dueReminders, orderItems } from "./order-items.ts";

const item = (id: string, more: Partial<LiveItem> = {}): LiveItem =>
  ({ id, kind: "voicemail", state: "open", words: { zh: id, en: id }, madeAtMs: 0, ...more }) as LiveItem;
const wang = { user: "wang", agent: "1001", queues: ["hotline"], supervises: false };
const ids = (items: LiveItem[], who = wang) => orderItems(items, who).map((i) => i.id);

test("an agent sees what is his, his queues' or nobody's, and never what callers say of others", () => {
  const all = [
    item("mine", { agent: "1001" as never }),
    item("hers", { agent: "1002" as never }),
    item("queue", { queue: "hotline" as never }),
    item("other", { queue: "repair" as never }),
    item("nobody"),
    item("score", { kind: "low-score" }),
    item("done", { state: "done" }),
  ];
  expect(ids(all).sort()).toEqual(["mine", "nobody", "queue"]);
  expect(ids(all, { ...wang, supervises: true }).sort()).toEqual(["hers", "mine", "nobody", "other", "queue", "score"]);
});
test("due first, then his own, then open ones by age, then those that are due later", () => {
  const all = [
    item("later", { dueAtMs: 900 }),
    item("young", { madeAtMs: 50 }),
    item("old", { madeAtMs: 10 }),
    item("taken", { state: "taken", takenBy: "wang", madeAtMs: 70 }),
    item("due", { dueAtMs: 100, due: true }),
  ];
  expect(ids(all)).toEqual(["due", "taken", "old", "young", "later"]);
});

test("reminders whose moment has come are told to whom they are for, once somebody took them to him alone", () => {
  const due = (id: string, more: Partial<LiveItem>) =>
    item(id, { kind: "reminder", due: true, dueAtMs: 5, madeBy: "boss", ...more });
  const all = [
    due("mine", { agent: "1001" as never, dueAtMs: 9 }),
    due("hers", { agent: "1002" as never }),
    due("taken", { agent: "1002" as never, takenBy: "wang", state: "taken", dueAtMs: 7 }),
    due("given away", { agent: "1001" as never, takenBy: "li", state: "taken" }),
    due("of somebody without a desk", {}),
    due("not yet", { agent: "1001" as never, due: false }),
    due("a message", { agent: "1001" as never, kind: "voicemail" }),
  ];
  expect(dueReminders(all, { user: "wang", agent: "1001" }).map((i) => i.id)).toEqual(["taken", "mine"]);
  expect(dueReminders(all, { user: "boss" }).map((i) => i.id)).toEqual(["of somebody without a desk"]);
});
