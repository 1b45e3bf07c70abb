import { readGatewayVendors } from "../../../appliance/assembly/gateway-vendors.ts";
import type { HardwareDifference, HardwareLook, HardwareView } from "../../../appliance/contract/found-hardware.ts";
import type { Asked } from "./asked.ts";

/** A cabinet with modems and a card, one modem missing and one too many. */
const differences: HardwareDifference[] = [
  {
    kind: "missing",
    subject: "gsm2",
    words: { en: "There is no modem in USB socket 1-1.2.", zh: "USB 口 1-1.2 上没有模块。" },
    hint: { en: "Check its plug and its power.", zh: "请检查插接和供电。" },
  },
  {
    kind: "extra",
    subject: "1-1.4",
    words: {
      en: "A modem the profile doesn't know: Quectel EC25, in USB socket 1-1.4.",
      zh: "配置中没有的模块：Quectel EC25（USB 口 1-1.4）。",
    },
    hint: { en: "To use it, take the profile that is proposed.", zh: "如需使用，请采用建议的配置。" },
  },
];
const view: HardwareView = {
  model: "gsm-4-fxs-2",
  name: { zh: "4 路模块 2 路话机", en: "Four modems, two telephones" },
  ports: [
    { id: "gsm1", driver: "gsm-modem", place: "USB 1-1.1", health: { signalDbm: -71, operator: "CMCC", registration: "home" } },
    { id: "gsm2", driver: "gsm-modem", place: "USB 1-1.2", health: {} },
    { id: "gsm3", driver: "gsm-modem", place: "USB 1-1.3", health: { signalDbm: -80, operator: "CMCC", registration: "home" } },
    { id: "fxo1", driver: "fxo", place: "channel 3", health: {} },
    { id: "fxs2", driver: "fxs", place: "channel 2", health: {} },
    { id: "fxs1", driver: "fxs", place: "channel 1", usedBy: { as: "phone", id: "801", name: "801", enabled: true }, health: {} },
  ],
  differences,
};
const look: HardwareLook = {
  found: {
    usb: [{ usbPath: "1-1.4", usbId: "2c7c:0125", product: "Quectel EC25", interfaces: [0, 1, 2, 3] }],
    spans: [],
    channelNodes: [],
    dahdi: false,
  },
  differences,
  proposed: { model: "gsm-4-fxs-2", name: view.name, ports: [], buses: [], cabinet: {} },
  file: "model: gsm-4-fxs-2\nports:\n  - { id: gsm3, driver: gsm-modem, usbPath: 1-1.4, family: quectel-ec2x }\n",
};

const kept = { lines: new Set<string>(), gateways: new Set<string>(), mqtt: new Set<string>() };
/** Which secrets of the cabinet are set. */
export const gearSecrets = () => ({
  lines: [...kept.lines],
  gateways: [...kept.gateways],
  mqtt: [...kept.mqtt],
  mail: [],
  server: [],
});
export const hardwareHandlers = {
  hardware: () => view,
  lookForHardware: () => look,
  plantChoices: () => ({
    buses: [{ id: "rs1", at: "/dev/ttyS1" }],
    maps: [
      {
        map: "temperature-8",
        name: { zh: "8 路温度采集", en: "Eight temperatures" },
        points: [
          { id: "t1", name: { zh: "温度 1", en: "Temperature 1" }, fc: 3, address: 0, type: "i16", scale: 0.1, unit: "°C" },
        ],
      },
    ],
  }),
  gatewayVendors: () => [...readGatewayVendors().vendors.values()],
  setLinePin: ({ params }: Asked) => ({ ...(kept.lines.add(params.id ?? "") && {}) }),
  setGatewaySecret: ({ params }: Asked) => ({ ...(kept.gateways.add(params.id ?? "") && {}) }),
  setMqttSecret: ({ body }: Asked) => ({ ...(kept.mqtt.add("key" in body ? "key" : "password") && {}) }),
  restartLine: () => ({}),
};
