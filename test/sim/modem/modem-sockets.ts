import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModemFamily } from "../../../appliance/contract/hardware.ts";
import type { ModemSim } from "./modem-sim.ts";
import { simFamilies } from "./sim-family.ts";

const usbIds = {
  "quectel-ec2x": ["2c7c", "0125"],
  "huawei-e1xx": ["12d1", "1001"],
  "simcom-7600": ["1e0e", "9001"],
} as const satisfies Record<ModemFamily, readonly [string, string]>;

/** The kernel's view of USB, as far as modems are looked for in it, with simulated modems in the sockets. */
export class ModemSockets {
  readonly #root = mkdtempSync(join(tmpdir(), "linebox-modems-"));

  /** Holds `sys` and `dev`. */
  get root(): string {
    return this.#root;
  }
  get roots(): { sys: string; dev: string } {
    return { sys: join(this.#root, "sys"), dev: join(this.#root, "dev") };
  }

  plugIn(usbPath: string, modem: ModemSim): void {
    const { sys, dev } = this.roots;
    mkdirSync(dev, { recursive: true });
    const paths = modem.plugIn();
    const add = (number: number, target: string): void => {
      const tty = this.#freeTty(sys);
      const folder = this.#folder(sys, usbPath, number);
      rmSync(join(dev, tty), { force: true });
      symlinkSync(target, join(dev, tty));
      mkdirSync(join(folder, tty), { recursive: true });
      writeFileSync(join(folder, "bInterfaceNumber"), `${number.toString(16).padStart(2, "0")}\n`);
    };
    add(modem.family.pcm, paths.pcm);
    add(modem.family.at, paths.at);
    mkdirSync(join(sys, "bus/usb/devices", usbPath), { recursive: true });
    const device = join(sys, "bus/usb/devices", usbPath);
    writeFileSync(join(device, "authorized"), "1");
    const names = Object.keys(simFamilies) as ModemFamily[];
    const [vendor, product] = usbIds[names.find((name) => simFamilies[name] === modem.family)!];
    writeFileSync(join(device, "idVendor"), `${vendor}\n`);
    writeFileSync(join(device, "idProduct"), `${product}\n`);
  }

  pullOut(usbPath: string, modem: ModemSim): void {
    const { sys } = this.roots;
    for (const number of [modem.family.at, modem.family.pcm])
      rmSync(this.#folder(sys, usbPath, number), { recursive: true, force: true });
    rmSync(join(sys, "bus/usb/devices", usbPath), { recursive: true, force: true });
    modem.pullOut();
  }

  /** The lowest name that is free, as the kernel gives them: whoever is plugged in first gets what another had before. */
  #freeTty(sys: string): string {
    const devices = join(sys, "bus/usb/devices");
    const folders = existsSync(devices) ? readdirSync(devices) : [];
    const taken = new Set(folders.flatMap((folder) => readdirSync(join(devices, folder))));
    for (let n = 0; ; n++) if (!taken.has(`ttyUSB${n}`)) return `ttyUSB${n}`;
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #folder = (sys: string, usbPath: string, number: number): string => join(sys, "bus/usb/devices", `${usbPath}:1.${number}`);
}
