import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Watchdog } from "../../appliance/assembly/watchdog.ts";
import { linuxSys } from "../../appliance/edge/dahdi/sys.ts";
import { HostClock } from "../../appliance/runtime/host-clock.ts";
import { type Seen, until } from "./until.ts";

// include/uapi/linux/watchdog.h.
const setTimeoutCall = 0xc0045706;
const getTimeoutCall = 0x80045707;
const timeoutSec = 8;
const notices = "/tmp/notify";
const word = "WATCHDOG=1";

/**
 * The box tells that it is well as it tells systemd, and every word of it pets the kernel's watchdog, armed by opening it. As soon as its media plane
 * answers no more it says nothing, and the machine is reset.
 */
export async function watchdog(seen: Seen): Promise<void> {
  const ear = spawn("socat", ["-u", `UNIX-RECV:${notices}`, "STDOUT"], { stdio: ["ignore", "pipe", "inherit"] });
  await until("ear for the box's words", () => existsSync(notices));
  const sys = linuxSys();
  const file = sys.open("/dev/watchdog");
  if (file < 0) throw new Error(`no watchdog: errno ${-file}`);
  const seconds = Buffer.alloc(4);
  seconds.writeInt32LE(timeoutSec);
  if (sys.ioctl(file, setTimeoutCall, seconds) < 0 || sys.ioctl(file, getTimeoutCall, seconds) < 0) throw new Error("no timeout");
  seen(`i6300esb.ko: armed with ${seconds.readInt32LE(0)} s`);

  let heard = "";
  let pets = 0;
  ear.stdout.on("data", (part: Buffer) => {
    heard += part.toString();
    const words = heard.split(word).length - 1;
    for (; pets < words; pets++)
      if (sys.write(file, Buffer.alloc(1)) !== 1) console.log("not seen: watchdog: it can't be petted");
  });
  let isMediaWell = true;
  const box = new Watchdog({
    env: { NOTIFY_SOCKET: notices, WATCHDOG_USEC: `${timeoutSec * 1e6}` },
    pid: process.pid,
    clock: new HostClock(),
    media: () => (isMediaWell ? Promise.resolve() : Promise.reject(new Error("silent"))),
    note: (text) => console.log(`guest: ${text}`),
  });
  box.ready();
  const runsOnSec = 3 * timeoutSec;
  const endMs = performance.now() + runsOnSec * 1000;
  await until("words of a box that is well", () => performance.now() > endMs && pets >= 6);
  seen(`i6300esb.ko: petted ${pets} times in ${runsOnSec} s by the box's words, the machine runs on`);
  isMediaWell = false;
  console.log("guest: nobody pets the watchdog any more");
  await new Promise((done) => setTimeout(done, 10 * timeoutSec * 1000));
  throw new Error("the machine was not reset");
}
