import { expect, test } from "vitest";
import type { GatewaySettings } from "../contract/gateway.ts";
import type { Settings } from "../contract/settings.ts";
import type { TextRow } from "../contract/texts.ts";
import { newTexts } from "../core/texts/texts-state.ts";
import { gatewayKnowledge, momentIn, textGateways } from "./gateway-texts.ts";
import { readGatewayVendors } from "./gateway-vendors.ts";

const gateway: GatewaySettings = {
  id: "gw1",
  name: "Cellar",
  enabled: true,
  vendor: "dinstar",
  ports: 4,
  host: "192.0.2.1",
  transport: "udp",
  pingSec: 30,
  texts: { user: "linebox" },
};
const line = (n: number, sms = true) => ({
  id: `tel${n}`,
  name: `Line ${n}`,
  kind: "gateway-port",
  enabled: true,
  port: `gw1-${n}`,
  order: n,
  callsOut: true,
  ...(sms ? { sms: { send: true, receive: false, perHour: 5 } } : {}),
});
const settings = (gateways: GatewaySettings[], lines = [line(1), line(3, false)]): Settings =>
  ({ gateways, lines }) as unknown as Settings;
const { vendors } = readGatewayVendors();
const lines = new Set(["tel1"]);

test("gateways with lines that text, and how they are reached", () => {
  expect(textGateways(settings([gateway]), vendors)).toEqual({
    able: [
      {
        id: "gw1",
        api: "dinstar",
        base: "http://192.0.2.1:80",
        user: "linebox",
        everyMs: 10_000,
        lines: [{ line: "tel1", port: 1, name: "gw1-1", send: true, receive: false }],
      },
    ],
    unable: [],
  });
  const tls = { ...gateway, host: "2001:db8::1", texts: { user: "a", tls: true, everySec: 3 } };
  expect(textGateways(settings([tls]), vendors).able[0]).toMatchObject({ base: "https://[2001:db8::1]:443", everyMs: 3000 });
});

test("one whose maker's way nobody knows is named; others are left alone", () => {
  expect(textGateways(settings([{ ...gateway, vendor: "generic" }]), vendors)).toEqual({ able: [], unable: ["gw1"] });
  const own = { ...gateway, vendor: "generic", texts: { user: "a", api: "dinstar" as const } };
  expect(textGateways(settings([own]), vendors).able).toHaveLength(1);
  for (const none of [settings([{ ...gateway, enabled: false }]), settings([gateway], [line(3, false)])])
    expect(textGateways(none, vendors)).toEqual({ able: [], unable: [] });
});

test("what a gateway's clock shows is a moment in the box's zone", () => {
  expect(momentIn("Asia/Shanghai", Date.UTC(2026, 10, 22, 9, 12, 30))).toBe(Date.UTC(2026, 10, 22, 1, 12, 30));
  expect(momentIn("UTC", Date.UTC(2026, 0, 1))).toBe(Date.UTC(2026, 0, 1));
});

test("what is awaited of a gateway: attempts without an end, and reports of what left whole", () => {
  const state = newTexts();
  const row = (id: string, more: Partial<TextRow>): void => {
    const known = { direction: "out" as const, number: "10086", text: "a", atMs: 0, stateAtMs: 0, parts: 2, line: "tel1" };
    state.out[id] = { id, state: "sent", ...known, ...more };
  };
  const mark = { n: 1, line: "tel1", reference: 7, atMs: 5 };
  row("going", { state: "sending", attempt: { id: "going:1:1", atMs: 0 } });
  row("unsure", { state: "unsure", attempt: { id: "unsure:1:1", atMs: 0 } });
  row("modem", { state: "unsure", line: "sim1", attempt: { id: "modem:1:1", atMs: 0 } });
  row("sent", {
    marks: [
      { ...mark, whole: "sent:1:1" },
      { ...mark, n: 2, whole: "sent:1:1" },
    ],
  });
  row("by modem", { marks: [mark] });
  row("told", { marks: [{ ...mark, whole: "told:1:1", outcome: "failed" }] });
  const known = gatewayKnowledge(
    () => state,
    () => settings([gateway]),
    () => 1000,
  );
  expect(known.attempts(lines).map(({ id, hurry }) => [id, hurry])).toEqual([
    ["going:1:1", true],
    ["unsure:1:1", false],
  ]);
  expect(known.unreported(lines)).toEqual([{ attempt: "sent:1:1", line: "tel1", to: "10086", reference: 7, atMs: 5 }]);
  const late = gatewayKnowledge(
    () => state,
    () => settings([gateway]),
    () => 4 * 86_400_000,
  );
  expect(late.attempts(lines)).toEqual([]);
});
