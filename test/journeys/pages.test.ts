import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { CallRecord } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const shoot = fileURLToPath(new URL("../../console/screens/shoot.ts", import.meta.url));

test("Live, the calls and a call's page open in Chromium at desk and phone width without a complaint", {
  timeout: 480_000,
}, async () => {
  const box = await startLabBox();
  const out = await mkdtemp(join(tmpdir(), "linebox-pages-"));
  try {
    const { password } = box.credentials.admin!;
    const office = await ConsoleClient.admin(box);
    const caller = await SipPhone.open({ user: "13300000000", box: box.sip });
    const call = await caller.call("96100");
    await call.up;
    await new Promise((done) => setTimeout(done, 2_000));
    call.hangUp();
    await office.until<CallRecord[]>("/api/calls", (calls) => calls[0]?.legs.every((l) => l.stats !== undefined) === true);
    caller.close();
    const args = [
      shoot,
      "--base",
      box.console,
      "--user",
      "admin",
      "--password",
      password,
      "--out",
      out,
      "--only",
      "live,calls,call",
      "--quick",
    ];
    // Complaints end it with 1; what they are stands in what it printed.
    const run = promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    expect(stdout).toContain("0 complaints");
    const pictures = await readdir(out);
    for (const page of ["live", "calls", "call"])
      for (const look of ["1440-light-zh", "1440-dark-en", "390-light-zh", "390-dark-en"])
        expect(pictures).toContain(`${page}-${look}.png`);
  } finally {
    await rm(out, { recursive: true, force: true });
    expect(await box.stop()).toBe(0);
  }
});
