import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareHardware } from "../core/hardware/compare-hardware.ts";
import { proposeProfile } from "../core/hardware/propose-profile.ts";
import { findHardware, rootsOf } from "./find-hardware.ts";
import { readHardware } from "./hardware.ts";
import { profileFile } from "./hardware-desk.ts";
import type { Options } from "./options.ts";

/** Looks what is in the machine and writes a profile for it; a file that is there already is left alone. Returns the exit code. */
export function proposeHardware({ hardware, data, devices }: Options, target: string): number {
  const { profile, fault } = readHardware(hardware, join(data, "hardware.yaml"));
  if (fault) console.error(`the present profile can't be used: ${fault}`);
  const found = findHardware(rootsOf(devices));
  for (const { kind, subject, words, hint } of compareHardware(profile, found))
    console.error(`${kind} ${subject}: ${words.en} ${hint.en}`);
  const file = profileFile(proposeProfile(found, profile));
  if (target === "-") {
    console.log(file);
    return 0;
  }
  try {
    writeFileSync(target, file, { flag: "wx" });
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  console.error(`written: ${target}`);
  return 0;
}
