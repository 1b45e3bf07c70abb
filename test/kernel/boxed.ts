import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Watchdog } from "../../appliance/assembly/watchdog.ts";
import { HostClock } from "../../appliance/runtime/host-clock.ts";

const begunOnce = "/run/begun-once";
/** Twice what either watchdog waits, and more. */
const wellMs = 20_000;
const device = "/sys/class/watchdog/watchdog0";
const systemdFrozen = "/sys/fs/cgroup/init.scope/cgroup.freeze";
const of = (what: string): string => readFileSync(`${device}/${what}`, "utf8").trim();
const seen = (what: string): void => console.log(`seen: ${what}`);

/** What the box does as a service, without its calls: it says that it is well. The first time its sound stops, the second time systemd does. */
let isMediaWell = true;
const isAgain = existsSync(begunOnce);
const watchdog = new Watchdog({
  env: process.env,
  pid: process.pid,
  clock: new HostClock(),
  media: () => (isMediaWell ? Promise.resolve() : Promise.reject(new Error("silent"))),
  note: (text) => console.log(`guest: ${text}`),
});
watchdog.ready();
if (isAgain) {
  seen("systemd: the box that fell silent was ended and started again, the machine ran on");
  console.log("guest: systemd no longer turns");
  writeFileSync(systemdFrozen, "1");
} else if (of("state") === "active") {
  await new Promise((done) => setTimeout(done, wellMs));
  seen(`systemd: holds ${of("identity")} with ${of("timeout")} s; box and machine run on for ${wellMs / 1000} s`);
  writeFileSync(begunOnce, "");
  isMediaWell = false;
} else console.log(`not seen: systemd: the hardware's watchdog is ${of("state")}`);
