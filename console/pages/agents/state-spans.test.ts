import { expect, test } from "vitest";
import type { AgentStateRow } from "../../../appliance/contract/records.ts";
import { spansWithin, totals } from "./state-spans.ts";

const row = (state: string, fromMs: number, toMs?: number) =>
  ({ agent: "1001", state, fromMs, ...(toMs === undefined ? {} : { toMs }) }) as AgentStateRow;

test("rows are cut to the window, the open one ends now, the order is by time", () => {
  const spans = spansWithin([row("ready", 50), row("talking", 20, 50), row("ready", 0, 20), row("break", 90, 95)], 10, 80);
  expect(spans).toEqual([
    { state: "ready", fromMs: 10, toMs: 20 },
    { state: "talking", fromMs: 20, toMs: 50 },
    { state: "ready", fromMs: 50, toMs: 80 },
  ]);
  expect(totals(spans)).toEqual([
    { state: "ready", ms: 40 },
    { state: "talking", ms: 30 },
  ]);
});
