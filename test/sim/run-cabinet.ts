import type { Settings } from "../../appliance/contract/settings.ts";
import { startCabinet } from "./cabinet.ts";
import { ConsoleClient } from "./console-client.ts";
import { deliverPdus } from "./modem/network-pdu.ts";

/**
 * The true lab box with its simulated cabinet, set up and in trouble, to look at with a browser; ends with Ctrl-C.
 *   npm run cabinet
 */
const cabinet = await startCabinet({ address: "127.0.0.77" });
const { box, gateway, well, modem } = cabinet;
const office = await ConsoleClient.admin(box);
const { password } = box.credentials.admin!;

const sms = { send: true, receive: true, perHour: 60 };
const plant: NonNullable<Settings["plant"]> = {
  devices: [
    {
      id: "well",
      name: "三号井 Well 3",
      enabled: true,
      bus: "rs485-1",
      unit: 3,
      points: [
        {
          id: "level",
          name: { zh: "水位", en: "Level" },
          fc: 3,
          address: 300,
          type: "u16",
          scale: 0.01,
          unit: "m",
          pollSec: 1,
          limits: { high: { at: 4, severity: "error" }, low: { at: 0.5 } },
        },
        { id: "pump", name: { zh: "水泵", en: "Pump" }, fc: 1, address: 0, type: "bit", pollSec: 1, writable: true },
      ],
    },
    { id: "air", name: "机柜 Cabinet air", enabled: true, bus: "rs485-1", unit: 1, map: "xy-md02" },
    { id: "gone", name: "流量计 Flow meter", enabled: true, bus: "rs485-1", unit: 9, map: "xy-md02" },
  ],
};
const line = { enabled: true, callsOut: true, flow: "hotline", sms };
await office.changeSettings((settings) => ({
  ...settings,
  gateways: [
    {
      id: "gw1",
      name: "Cellar",
      enabled: true,
      vendor: "dinstar",
      ports: 4,
      host: gateway.host,
      port: gateway.sipPort,
      transport: "udp",
      pingSec: 5,
      texts: { user: gateway.texts.user, port: gateway.texts.port, everySec: 1 },
    },
  ],
  lines: [
    { ...line, id: "sim1", name: "移动 Mobile", kind: "gsm-modem", port: "gsm1", order: 50, ownNumber: "13900139000" },
    { ...line, id: "sim2", name: "联通 Unicom", kind: "gsm-modem", port: "gsm2", order: 51 },
    { ...line, id: "tel2", name: "网关 2 Gateway 2", kind: "gateway-port", port: "gw1-2", order: 60 },
  ],
  plant,
  alarmCare: {
    people: [
      { id: "zhang", name: "张工 Zhang", language: "zh", numbers: ["13800138001"], text: "13800138001" },
      { id: "li", name: "李工 Li", language: "en", numbers: ["13800138002"] },
    ],
    rosters: [{ id: "duty", name: "值班 On duty", people: ["zhang", "li"] }],
    rules: [{ id: "faults", name: "故障 Faults", enabled: true, severities: ["critical", "error"], roster: "duty", text: true }],
  },
}));
gateway.texts.registration.set(1, "NO_SIM");
await office.raw("PUT", "/api/secrets/gateways/gw1", { password: gateway.texts.password });
const isUp = (lines: { id: string; state: string }[]): boolean => lines.some((l) => l.id === "sim1" && l.state === "up");
await office.until<{ lines: { id: string; state: string }[] }>("/api/live/now", ({ lines }) => isUp(lines), 60_000);
for (let n = 0; n < 12; n++) {
  well.holding.set(300, 231 + 15 * n);
  await new Promise((done) => setTimeout(done, 1_100));
}
well.holding.set(300, 450);
for (const [n, text] of ["家里没水了，什么时候来水？", "Is the water safe to drink?"].entries())
  for (const pdu of deliverPdus({ from: "13800138000", text, reference: n, atMs: Date.now() })) modem.deliver(pdu);
await office.post("/api/texts", { to: ["13800138000"], text: "停水通知：今晚二十二时至次日六时停水。" });
const started = await office.post<{ id: string }>("/api/diagnostics/captures", { kind: "modbus", minutes: 5, megabytes: 1 });
await office.post("/api/diagnostics/captures", { kind: "sip", minutes: 60, megabytes: 5 });
await office.post(`/api/diagnostics/captures/${started.id}/stop`);
await office.post("/api/diagnostics/bundles", { hideNumbers: true, hideNames: true, hours: 1, captures: [] });
console.log(`${box.console}  user admin  password ${password}`);
process.on("SIGINT", () => void cabinet.stop().then((code) => process.exit(code ?? 1)));
process.on("SIGTERM", () => void cabinet.stop().then((code) => process.exit(code ?? 1)));
