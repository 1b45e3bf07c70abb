import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";

test("an unconfigured box asks for its first administrator, once, and remembers him after a restart", async () => {
  const dir = await mkdtemp(join(tmpdir(), "linebox-first-"));
  try {
    const first = await startLabBox({ dir, profile: "box" });
    const console1 = new ConsoleClient(first.console);
    expect(await console1.get("/api/status")).toMatchObject({ setUp: false });
    const who = { user: "wang", password: "a long enough one", siteName: "Waterworks", language: "en" };
    expect((await console1.raw("POST", "/api/set-up", { ...who, password: "short" })).status).toBe(422);
    expect((await console1.raw("POST", "/api/set-up", who)).status).toBe(200);
    expect((await console1.raw("POST", "/api/set-up", { ...who, user: "second" })).status).toBe(409);
    expect(await first.stop()).toBe(0);
    const again = await startLabBox({ dir, profile: "box" });
    const console2 = new ConsoleClient(again.console);
    await console2.signIn("wang", who.password);
    expect(await console2.get("/api/session")).toMatchObject({ user: "wang", role: "administrator" });
    expect(await again.stop()).toBe(0);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
