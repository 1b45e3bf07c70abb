import { expect, test } from "vitest";
import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import { joinBulletins, ofWhich } from "./join-bulletins.ts";

const row = (id: string, sentAtMs: number, readers: string[] = [], sentBy = "li", agents = ["1001"]): Bulletin =>
  ({
    id,
    sentAtMs,
    sentBy,
    agents,
    to: { kind: "agent", agent: agents[0] },
    readings: readers.map((user) => ({ bulletin: id, user, readAtMs: 1, acknowledgedAtMs: 2 })),
  }) as unknown as Bulletin;

test("what the stream knows more goes over what was fetched; a supervisor who sees only his own by stream keeps the others", () => {
  const joined = joinBulletins(
    [row("b", 1, ["wang", "zhao"]), row("a", 2), row("b", 1, ["wang", "zhao"])],
    [row("a", 2, ["wang"]), row("b", 1, ["li"]), row("unfetched", 9)],
  );
  expect(joined.map((b) => [b.id, b.readings.map((r) => r.user)])).toEqual([
    ["a", ["wang"]],
    ["b", ["wang", "zhao"]],
  ]);
});

test("a list shows all, what went to oneself, or what one sent", () => {
  const rows = [row("to-me", 3), row("by-me", 2, [], "wang", ["1002"]), row("others", 1, [], "li", ["1002"])];
  const ids = (which: "all" | "mine" | "sent") => ofWhich(rows, which, { user: "wang", agent: "1001" }).map((b) => b.id);
  expect(ids("all")).toHaveLength(3);
  expect(ids("mine")).toEqual(["to-me"]);
  expect(ids("sent")).toEqual(["by-me"]);
});
