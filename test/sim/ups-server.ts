import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Debian's upsd (nut-server) over a UPS that says what its file says. Its name is `lab`. */
export class UpsServer {
  readonly #dir: string;
  readonly #children: ChildProcess[];

  constructor(dir: string, port: number, status = "OL CHRG") {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    this.say(status);
    const files = {
      "ups.conf": `[lab]\n  driver = dummy-ups\n  port = ${join(dir, "state.dev")}\n  mode = dummy-loop\n`,
      "upsd.conf": `LISTEN 127.0.0.1 ${port}\nSTATEPATH ${dir}\nMAXAGE 60\n`,
      "upsd.users": "\n",
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(dir, name), text);
      chmodSync(join(dir, name), 0o600);
    }
    const env = { ...process.env, NUT_CONFPATH: dir, NUT_STATEPATH: dir, NUT_ALTPIDPATH: dir };
    const user = process.getuid?.() === 0 ? ["-u", "root"] : [];
    // Debian's /usr/sbin/upsd starts nothing until the machine's own configuration says so.
    this.#children = [
      spawn("/lib/nut/dummy-ups", ["-a", "lab", "-D", ...user], { env, stdio: "ignore" }),
      spawn("/lib/nut/upsd", ["-D", ...user], { env, stdio: "ignore" }),
    ];
  }

  /** Words of `ups.status`: OL on mains, OB on battery, LB nearly empty. */
  say(status: string, charge = 100): void {
    const lines = [
      "device.model: Lab UPS",
      `ups.status: ${status}`,
      `battery.charge: ${charge}`,
      "battery.runtime: 900",
      "ups.load: 20",
    ];
    writeFileSync(join(this.#dir, "state.dev"), `${lines.join("\n")}\n`);
  }

  stop(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }
}
