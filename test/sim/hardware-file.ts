import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Inside = {
  /** Each as the file writes it, without braces: `id: fxo1, driver: fxo, channel: 1`. */
  ports?: string[];
  buses?: string[];
  /** `leds: { alarm: "lab:red:alarm" }` */
  cabinet?: string[];
};

/** Writes what is in a lab box into `root`, where its simulated devices are, and says it as a box wants to be told at its start. */
export function hardwareFile(
  root: string,
  { ports = [], buses = [], cabinet = [] }: Inside,
): { hardware: string; devices: string } {
  const list = (of: string[]): string => (of.length === 0 ? " []" : of.map((one) => `\n  - { ${one} }`).join(""));
  const inside = cabinet.length === 0 ? " {}" : cabinet.map((one) => `\n  ${one}`).join("");
  const hardware = join(root, "hardware.yaml");
  const name = "{ zh: 实验箱, en: Lab box }";
  const text = ["model: lab-box", `name: ${name}`, `ports:${list(ports)}`, `buses:${list(buses)}`, `cabinet:${inside}`, ""];
  mkdirSync(root, { recursive: true });
  writeFileSync(hardware, text.join("\n"));
  return { hardware, devices: root };
}

export const modemPort = (id: string, usbPath: string, family: string): string =>
  `id: ${id}, driver: gsm-modem, usbPath: "${usbPath}", family: ${family}`;
