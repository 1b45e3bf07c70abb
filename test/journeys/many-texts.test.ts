import { expect, test } from "vitest";
import { manyTexts } from "../soak/many-texts.ts";

test("eighty texts through two modems, with refusals, parts in any order, doubles, a modem pulled, its driver and the box killed: each exactly once", async () => {
  const wish = { texts: 80, boxKills: 1, driverKills: 1, pulls: 1, untold: 0, short: true };
  const report = await manyTexts({ seed: 7, ...wish }, console.log);
  console.log(JSON.stringify({ ...report, wrong: report.wrong.length }));
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ asked: { in: 56, out: 24 }, boxKills: 1, driverKills: 1, pulls: 1 });
}, 600_000);
