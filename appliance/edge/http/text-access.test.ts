import { expect, test } from "vitest";
import type { Role } from "../../contract/rights.ts";
import type { TextEvent, TextRow } from "../../contract/texts.ts";
import type { HttpPorts } from "./http-ports.ts";
import { textHandlers } from "./text-handlers.ts";

const row = (id: string, more: Partial<TextRow>): TextRow => ({
  id,
  direction: "out",
  state: "waiting",
  number: "138",
  text: "x",
  atMs: 0,
  stateAtMs: 0,
  parts: 1,
  ...more,
});
const rows = [
  row("in", { direction: "in", state: "received" }),
  row("mine", { by: "anna" }),
  row("his", { by: "boss" }),
  row("lost", { by: "anna", state: "unsure" }),
];
const sim = { id: "sim1", kind: "gsm-modem", enabled: true, order: 1, sms: { send: true, receive: true, perHour: 9 } };

function desk(role: Role, lines: object[] = [sim]) {
  const heard: TextEvent[] = [];
  const ports = {
    settings: { current: () => ({ revision: 1, settings: { lines } }) },
    store: { texts: (query: { for?: string }) => rows.filter((r) => !query.for || r.direction === "in" || r.by === query.for) },
    texts: {
      text: (id: string) => rows.find((r) => r.id === id),
      parts: (number: string) => (number === "000" ? undefined : 1),
      act: async (event: TextEvent) => {
        heard.push(event);
        return "ok";
      },
    },
  } as unknown as HttpPorts;
  const handlers = textHandlers(ports);
  const asker = { user: role === "agent" ? "anna" : "boss", name: role, role };
  const ask = async (name: keyof typeof handlers, more: object = {}): Promise<unknown> =>
    (handlers[name] as (asked: object) => unknown)({ asker, params: {}, query: {}, body: {}, ...more });
  return { heard, ask };
}

test("an agent sees what came in and what he asked for; who may supervise sees all", async () => {
  const [agent, boss] = [desk("agent"), desk("supervisor")];
  expect(((await agent.ask("texts")) as TextRow[]).map((r) => r.id)).toEqual(["in", "mine", "lost"]);
  expect(await boss.ask("texts")).toHaveLength(4);
  await expect(agent.ask("text", { params: { id: "his" } })).rejects.toMatchObject({ code: "not-found" });
  await expect(agent.ask("cancelText", { params: { id: "his" } })).rejects.toMatchObject({ code: "not-found" });
  expect(agent.heard).toEqual([]);
});

test("to many at once only who may supervise sends, each number once", async () => {
  const body = { to: ["138", "139", "138"], text: "No water tonight" };
  await expect(desk("agent").ask("sendTexts", { body })).rejects.toMatchObject({ code: "not-allowed" });
  const boss = desk("supervisor");
  const { ids } = (await boss.ask("sendTexts", { body })) as { ids: string[] };
  expect(boss.heard).toMatchObject([{ on: "text.asked", by: "boss", texts: [{ number: "138" }, { number: "139" }] }]);
  expect(ids).toHaveLength(2);
});

test("what can't be sent is refused at once, with its place", async () => {
  const body = { to: ["000"], text: "x" };
  await expect(desk("agent").ask("sendTexts", { body })).rejects.toMatchObject({
    code: "bad-request",
    problems: [{ path: "/to/0" }],
  });
  await expect(desk("agent", []).ask("sendTexts", { body })).rejects.toMatchObject({
    code: "bad-request",
    problems: [{ path: "/to" }],
  });
});

test("only what waits is called back and what is unsure given up, only what failed or is unsure is sent again", async () => {
  const { ask, heard } = desk("agent");
  await expect(ask("resendText", { params: { id: "mine" } })).rejects.toMatchObject({ code: "text-state" });
  await expect(ask("cancelText", { params: { id: "in" } })).rejects.toMatchObject({ code: "text-state" });
  await ask("cancelText", { params: { id: "lost" } });
  await ask("cancelText", { params: { id: "mine" } });
  await ask("resendText", { params: { id: "lost" } });
  expect(heard.map((e) => e.on)).toEqual(["text.cancelled", "text.cancelled", "text.resent"]);
});
