import { expect, test } from "vitest";
import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";
import { storm } from "../soak/storm.ts";

test("all RFC 4475 messages and 10 000 damaged ones: no crash, honest calls go through, nothing is left", async () => {
  const box = await startLabBox();
  try {
    const result = await storm(box, 10_000);
    expect(result.sent).toBe(10_000);
    expect(result.answered).toBeGreaterThan(100);
    expect(result.failedCalls).toBe(0);
    const office = new ConsoleClient(box.console);
    await office.signIn("admin", box.credentials.admin!.password);
    await office.until<Record<string, Record<string, number>>>(
      "/api/gauges",
      (g) => g.media!.legs === 0 && g.signalling!.dialogs === 0 && g.signalling!.transactions === 0,
      90_000,
    );
  } finally {
    expect(await box.stop()).toBe(0);
  }
});
