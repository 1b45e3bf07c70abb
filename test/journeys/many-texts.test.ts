import { expect, test } from "vitest";
import { manyTexts } from "../soak/many-texts.ts";

test("two hundred texts through two modems, with refusals, parts in any order, doubles, a modem pulled, its driver and the box killed: each exactly once", async () => {
  const report = await manyTexts({ seed: 7, texts: 200, boxKills: 1, driverKills: 1, pulls: 1, untold: 0, rtp: "43000-43400" });
  console.log(JSON.stringify({ ...report, wrong: report.wrong.length }));
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ asked: { in: 140, out: 60 }, boxKills: 1, driverKills: 1, pulls: 1 });
}, 600_000);
