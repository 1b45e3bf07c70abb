import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NotifySocket } from "../edge/host/notify-socket.ts";
import { HostClock } from "../runtime/host-clock.ts";
import { Watchdog } from "./watchdog.ts";

let dir: string;
let heard = "";
let stop: () => void;
const soon = { timeout: 15_000 };
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-watchdog-"));
  heard = "";
  // One process reads them all, in their order.
  const socat = spawn("socat", ["-u", `UNIX-RECV:${join(dir, "s")}`, "STDOUT"], { stdio: ["ignore", "pipe", "ignore"] });
  socat.stdout.on("data", (part: Buffer) => (heard += `${part.toString()}\n`));
  stop = () => socat.kill();
});
afterEach(() => {
  stop();
  rmSync(dir, { recursive: true, force: true });
});

test("it is well while the media plane answers, silent while it does not, and says when it stops", async () => {
  await expect.poll(() => existsSync(join(dir, "s")), soon).toBe(true);
  let answer = true;
  let asked = 0;
  const notes: string[] = [];
  const watchdog = new Watchdog({
    env: { NOTIFY_SOCKET: join(dir, "s"), WATCHDOG_USEC: "200000", WATCHDOG_PID: `${process.pid}` },
    pid: process.pid,
    clock: new HostClock(),
    media: () => {
      asked++;
      return answer ? Promise.resolve() : Promise.reject(new Error("no answer"));
    },
    note: (text) => void notes.push(text),
  });
  watchdog.ready();
  await expect.poll(() => heard, soon).toMatch(/READY=1[\s\S]*WATCHDOG=1/);
  answer = false;
  await expect.poll(() => notes, soon).toEqual(["no word to the watchdog: media"]);
  const systemd = new NotifySocket(join(dir, "s"));
  systemd.say("BEGIN");
  const before = asked;
  await expect.poll(() => asked, soon).toBeGreaterThan(before + 5);
  systemd.say("END");
  systemd.close();
  await expect.poll(() => heard, soon).toMatch(/BEGIN\s*END/);
  const words = heard.split("WATCHDOG").length;
  answer = true;
  await expect.poll(() => heard.split("WATCHDOG").length, soon).toBeGreaterThan(words + 2);
  watchdog.stop();
  await expect.poll(() => heard, soon).toContain("STOPPING=1");
});

test("without systemd, or where another process is meant, nothing is asked", () => {
  const parts = { pid: process.pid, clock: new HostClock(), media: () => Promise.reject(new Error("asked")), note: () => {} };
  const alone = new Watchdog({ ...parts, env: {} });
  alone.ready();
  alone.stop();
  const other = new Watchdog({ ...parts, env: { NOTIFY_SOCKET: join(dir, "s"), WATCHDOG_USEC: "200000", WATCHDOG_PID: "1" } });
  other.ready();
  other.stop();
});
