import { expect, test } from "vitest";
import type { BulletinTo } from "../../appliance/contract/bulletins.ts";
import { fromKey, toKey } from "./to-key.ts";

test("a recipient comes back from the choice as it went in", () => {
  const all: BulletinTo[] = [
    { kind: "all" },
    { kind: "agent", agent: "1001" as never },
    { kind: "queue", queue: "water-north" as never },
  ];
  for (const to of all) expect(fromKey(toKey(to))).toEqual(to);
});
