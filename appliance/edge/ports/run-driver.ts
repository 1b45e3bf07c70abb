import { setPriority } from "node:os";
import { HostClock } from "../../runtime/host-clock.ts";
import type { Driver, DriverHost, FromDriver, ToDriver } from "./driver-messages.ts";
import { PortTap, type TapCell } from "./port-tap.ts";

/** As that of the media plane: a line's sound can't wait for the rest of the machine. */
const niceness = -10;

function raisePriority(): void {
  try {
    setPriority(niceness);
  } catch {
    // Who may not, goes on without.
  }
}

/** The child's end: joins a driver to the box by the channel of `fork`. When the box is gone, the driver ends too. */
export function runDriver<Config, Command, Event>(make: (host: DriverHost<Event>) => Driver<Config, Command>): void {
  raisePriority();
  const clock = new HostClock();
  const tell = (message: FromDriver<Event>): void => {
    if (process.connected) process.send?.(message);
  };
  const tap: TapCell = { now: undefined };
  const driver = make({
    tap,
    nowMs: () => clock.nowMs(),
    line: (event) => tell({ from: "line", event }),
    own: (event) => tell({ from: "own", event }),
    raise: (code, subject, text) => tell({ from: "alarm", code, subject, raised: true, text }),
    clear: (code, subject) => tell({ from: "alarm", code, subject, raised: false, text: "" }),
    health: (port, values) => tell({ from: "health", port, values }),
    note: (level, text) => tell({ from: "note", level, text }),
  });
  let ending = false;
  const end = async (why: string): Promise<void> => {
    if (ending) return;
    ending = true;
    await driver.stop(why);
    tap.now?.stop();
    tell({ from: "stopped" });
    process.disconnect?.();
  };
  process.on("message", (message: ToDriver<Config, Command>) => {
    switch (message.to) {
      case "configure":
        driver.configure(message.config);
        return;
      case "line":
        driver.line(message.command);
        return;
      case "own":
        driver.own(message.command);
        return;
      case "gauges":
        tell({ from: "gauges", ask: message.ask, gauges: driver.gauges() });
        return;
      case "tap":
        tap.now?.stop();
        tap.now = message.on
          ? new PortTap(
              () => clock.nowMs(),
              (chunk) => tell({ from: "tap", chunk }),
            )
          : undefined;
        return;
      case "tapped":
        tap.now?.taken();
        return;
      case "stop":
        void end(message.why);
        return;
    }
  });
  // The box died: lines must not stay off the hook for nobody.
  process.on("disconnect", () => void end("the box is gone").finally(() => process.exit(0)));
  // A Ctrl-C at a console reaches the whole group; the box says when to stop.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  tell({ from: "ready" });
}
