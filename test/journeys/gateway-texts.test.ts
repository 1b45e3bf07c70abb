import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { DinstarBox } from "../sim/gateway/dinstar-box.ts";
import { SipFarSide } from "../sim/gateway/sip-far-side.ts";
import { SynwayBox } from "../sim/gateway/synway-box.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";

const line = {
  id: "tel2",
  name: "Gateway 2",
  kind: "gateway-port",
  enabled: true,
  port: "gw1-2",
  order: 50,
  callsOut: false,
  sms: { send: true, receive: true, perHour: 60 },
} as const;

/** Only receives, so that what is sent here takes the other way. */
const synwayLine = {
  ...line,
  id: "tel9",
  name: "Gateway 9",
  port: "gw9-3",
  order: 60,
  sms: { send: false, receive: true, perHour: 60 },
};

const address = "127.0.0.78";
const recipient = "+8613800138000";
const far = new DinstarBox();
const synway = new SynwayBox();
let sip: SipFarSide;
let box: LabBox;
let office: ConsoleClient;

beforeAll(async () => {
  await far.open(address);
  await synway.open(address);
  box = await startLabBox();
  sip = await SipFarSide.open(address, box.sip);
  office = await ConsoleClient.admin(box);
  await office.changeSettings((settings) => {
    const gateway = {
      id: "gw1",
      name: "Cellar",
      enabled: true,
      vendor: "dinstar",
      ports: 4,
      host: address,
      port: sip.at.port,
      transport: "udp",
      pingSec: 5,
      texts: { user: far.user, port: far.port, everySec: 1 },
    } as const;
    const texts = { user: synway.user, port: synway.port, everySec: 1 };
    const second = { ...gateway, id: "gw9", vendor: "synway", texts };
    const changed = {
      ...settings,
      site: { ...settings.site, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      gateways: [gateway, second],
      lines: [line, synwayLine],
    };
    return changed;
  });
  await office.until<LiveState>("/api/live/now", (now) => now.lines.some((l) => l.id === "tel2" && l.state === "up"), 60_000);
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
  sip?.close();
  await far.close();
  await synway.close();
});

const enter = async (password: string): Promise<void> => {
  expect((await office.raw("PUT", "/api/secrets/gateways/gw1", { password })).status).toBe(204);
};
type Alarm = { code: string; subject: string; clearedAtMs?: number };
const isOpen = ({ code, subject, clearedAtMs }: Alarm): boolean =>
  code === "gateway-sms" && subject === "gw1" && clearedAtMs === undefined;

test("without its password, and with a wrong one, it is an alarm; with the right one it is none", async () => {
  const alarmed = (text: string) => (rows: Alarm[]) => rows.some((row) => isOpen(row) && JSON.stringify(row).includes(text));
  await office.until("/api/alarms", alarmed("password not entered"), 20_000);
  await enter("wrong");
  await office.until("/api/alarms", alarmed("login refused"), 20_000);
  await enter(far.password);
  await office.until<Alarm[]>("/api/alarms", (rows) => !rows.some(isOpen), 20_000);
});

test("a text that comes is kept once, though the answer breaks off and names it twice", async () => {
  far.untidy = true;
  far.fail("query_incoming_sms", "broken");
  far.deliver(1, "10086", "余额 3.20 元 😀");
  const [row] = await office.until<TextRow[]>("/api/texts?direction=in", (rows) => rows.length > 0, 20_000);
  expect(row).toMatchObject({ state: "received", number: "10086", text: "余额 3.20 元 😀", line: "tel2" });
  const after = far.asked.length;
  await expect
    .poll(() => far.asked.slice(after).filter((name) => name === "query_incoming_sms").length, { timeout: 20_000 })
    .toBeGreaterThan(1);
  expect(await office.get<TextRow[]>("/api/texts?direction=in")).toHaveLength(1);
});

test("a text goes out once and whole, though the gateway's answer to it is lost, and is known to have arrived", async () => {
  const asText = "停水通知".repeat(20);
  far.fail("send_sms", "500");
  const { ids } = await office.post<{ ids: string[] }>("/api/texts", { to: [recipient], text: asText });
  const row = await office.until<TextRow>(`/api/texts/${ids[0]!}`, (r) => r.state === "delivered", 30_000);
  expect(row).toMatchObject({ line: "tel2", parts: 2 });
  expect(far.sent).toMatchObject([{ number: recipient, text: asText, port: 1 }]);
});

test("a port whose SIM has no network is down", async () => {
  far.registration.set(1, "UNREGISTER");
  const down = (now: LiveState) => now.lines.some((l) => l.id === "tel2" && l.state === "down" && l.text === "UNREGISTER");
  await office.until<LiveState>("/api/live/now", down, 60_000);
});

test("a Synway gateway's texts are kept once, a feigned one as it came; it sends by the port it is told", async () => {
  synway.untidy = true;
  synway.deliver(3, "10086", "余额 3.20 元");
  synway.deliver(3, "666", "x|E;20261122091231:3(-1)(-1):110:pay here", new Date(Date.now() - 60_000));
  expect((await office.raw("PUT", "/api/secrets/gateways/gw9", { password: synway.password })).status).toBe(204);
  const ofSynway = (rows: TextRow[]): TextRow[] => rows.filter(({ line: by }) => by === "tel9");
  const rows = await office.until<TextRow[]>("/api/texts?direction=in", (all) => ofSynway(all).length > 1, 20_000);
  expect(ofSynway(rows).find(({ state }) => state === "received")).toMatchObject({ number: "10086", text: "余额 3.20 元" });
  expect(
    ofSynway(rows)
      .map(({ state }) => state)
      .sort(),
  ).toEqual(["received", "unreadable"]);
  await office.changeSettings((settings) => ({
    ...settings,
    lines: [
      { ...line, sms: { ...line.sms, send: false } },
      { ...synwayLine, sms: { ...synwayLine.sms, send: true } },
    ],
  }));
  const { ids } = await office.post<{ ids: string[] }>("/api/texts", { to: [recipient], text: "停水通知" });
  const row = await office.until<TextRow>(`/api/texts/${ids[0]!}`, (r) => r.state === "sent", 30_000);
  expect(row).toMatchObject({ line: "tel9" });
  expect(synway.sent).toMatchObject([{ num: recipient, smsinfo: "停水通知", port: "3", encoding: "8" }]);
});
