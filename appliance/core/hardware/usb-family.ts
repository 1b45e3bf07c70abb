import type { ModemFamily } from "../../contract/hardware.ts";

/** USB ids of modems whose interfaces are where their family has them. */
const families: Readonly<Record<string, ModemFamily>> = {
  "2c7c:0125": "quectel-ec2x",
  "2c7c:0121": "quectel-ec2x",
  "05c6:9215": "quectel-ec2x",
  "12d1:1001": "huawei-e1xx",
  "1e0e:9001": "simcom-7600",
};

export const usbFamily = (usbId: string | undefined): ModemFamily | undefined =>
  usbId !== undefined && Object.hasOwn(families, usbId) ? families[usbId] : undefined;
