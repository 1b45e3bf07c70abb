import { expect, test } from "vitest";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import type { GatewaySettings } from "../../contract/gateway.ts";
import type { LineSettings } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import { checkSettings } from "./check-settings.ts";
import { planSettings } from "./plan.ts";

const gateway: GatewaySettings = {
  id: "gw1",
  name: "Cellar",
  enabled: true,
  vendor: "dinstar",
  ports: 4,
  host: "192.0.2.1",
  transport: "udp",
  pingSec: 30,
};
const line: LineSettings = {
  id: "tel1",
  name: "Line 1",
  kind: "gateway-port",
  enabled: true,
  port: "gw1-1",
  order: 1,
  callsOut: true,
};
const document = (more: Partial<Settings>): Settings => ({ ...labSettings("http://127.0.0.1:1"), ...more });
const shown = (more: Partial<Settings>): string[] =>
  checkSettings(document(more)).map((p) => `${p.severity} ${p.path} ${p.reason.en}`);

test("a gateway and its lines may be set", () => {
  expect(shown({ gateways: [gateway], lines: [line] })).toEqual([]);
});

test("what is wrong with them is said at its place", () => {
  expect(shown({ gateways: [gateway], lines: [{ ...line, port: "gw1-5" }] })).toEqual([
    'error /lines/0/port No gateway has a port "gw1-5".',
  ]);
  expect(shown({ gateways: [{ ...gateway, login: "register" }] })).toEqual([
    "error /gateways/0/user To register with the gateway an account is needed.",
  ]);
  expect(shown({ gateways: [{ ...gateway, id: "lab-trunk" }] })).toEqual([
    'error /gateways/0/id "lab-trunk" is used twice among lines, trunks and gateways.',
  ]);
  expect(shown({ gateways: [{ ...gateway, acceptFrom: ["300.1.1.1"] }] })).toEqual([
    'error /gateways/0/acceptFrom/0 "300.1.1.1" is no address or network.',
  ]);
  const texting = { ...line, sms: { send: true, receive: true, perHour: 60 } } as LineSettings;
  expect(shown({ gateways: [gateway], lines: [texting] })).toEqual([
    'error /lines/0/sms Nothing is set for texts by the gateway "gw1".',
  ]);
  expect(shown({ gateways: [{ ...gateway, texts: { user: "linebox" } }], lines: [texting] })).toEqual([]);
  const modem = { ...line, kind: "gsm-modem", port: "gw1-2" } as LineSettings;
  expect(shown({ gateways: [gateway], lines: [modem] })).toEqual(['error /lines/0/port "gw1-2" is a port of a gateway.']);
});

test("a plan says in words what changes", () => {
  const before = document({ gateways: [gateway], lines: [line] });
  const after = document({ gateways: [{ ...gateway, host: "192.0.2.9" }], lines: [{ ...line, flow: "hotline", order: 2 }] });
  expect(planSettings(before, after).map(({ words }) => words)).toEqual([
    { en: 'Gateway "gw1": address changes.', zh: "网关“gw1”：地址 变更。" },
    { en: 'Line "tel1": order in which it is tried, flow for calls in changes.', zh: "线路“tel1”：呼出顺序、呼入流程 变更。" },
  ]);
});
