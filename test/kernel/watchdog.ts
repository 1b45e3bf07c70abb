import { linuxSys } from "../../appliance/edge/dahdi/sys.ts";
import { until } from "./until.ts";

// include/uapi/linux/watchdog.h.
const setTimeoutCall = 0xc0045706;
const getTimeoutCall = 0x80045707;
const timeoutSec = 4;

/** The kernel's watchdog as systemd drives it: armed by opening, petted by writing. Petted no more, the machine is reset. */
export async function watchdog(seen: (what: string) => void): Promise<void> {
  const sys = linuxSys();
  const file = sys.open("/dev/watchdog");
  if (file < 0) throw new Error(`no watchdog: errno ${-file}`);
  const seconds = Buffer.alloc(4);
  seconds.writeInt32LE(timeoutSec);
  if (sys.ioctl(file, setTimeoutCall, seconds) < 0 || sys.ioctl(file, getTimeoutCall, seconds) < 0) throw new Error("no timeout");
  seen(`i6300esb.ko: armed with ${seconds.readInt32LE(0)} s`);
  const endMs = performance.now() + 4 * timeoutSec * 1000;
  await until(
    "pets",
    () => {
      if (sys.write(file, Buffer.alloc(1)) !== 1) throw new Error("it can't be petted");
      return performance.now() > endMs;
    },
    60_000,
  );
  seen(`i6300esb.ko: petted for ${4 * timeoutSec} s, the machine runs on`);
  await new Promise((done) => setTimeout(done, 10 * timeoutSec * 1000));
  console.log("guest: still there");
}
