import { Compile } from "typebox/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillBox } from "../../../test/sim/fill-box.ts";
import { type Box, box, send } from "../../../test/sim/http-box.ts";
import { scopeOf } from "../../contract/api-token.ts";
import { type RouteName, routes } from "../../contract/routes.ts";

type Schema = { [key: string]: unknown };
type Operation = { operationId: RouteName; responses: Record<string, { content?: Record<string, { schema: Schema }> }> };

let live: Box;
let stop: () => Promise<void>;
let cookie: string;
let known: Record<string, string>;
let schemas: Map<RouteName, Schema>;

beforeAll(async () => {
  live = await box();
  const filled = await fillBox(live);
  stop = filled.stop;
  await live.staff();
  const scopes = [...new Set(Object.values(routes).map(scopeOf))];
  await live.store.makeApiToken(
    { name: "Walker", role: "agent", agent: "li", scopes, allowFrom: [], expiresAtMs: 9e15 },
    "admin",
  );
  cookie = `linebox_session=${await live.store.openSession("admin", "127.0.0.1")}`;
  const day = new Date(live.clock.nowMs).toISOString().slice(0, 10);
  known = {
    ...filled.known,
    day,
    month: day.slice(0, 7),
    flow: live.force.settings.flows[0]!.id,
    line: live.force.settings.trunks[0]!.id,
    phone: live.force.settings.phones[0]!.id,
    nowMs: String(live.clock.nowMs),
  };
  const document = (await send(live.app, "GET", "/api/openapi.json")).json as {
    paths: Record<string, Record<string, Operation>>;
  };
  schemas = new Map(
    Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map((o) => [o.operationId, o.responses["200"]?.content?.["application/json"]?.schema ?? {}]),
  );
}, 60_000);
afterAll(async () => {
  await stop();
  await live.close();
});

/** Where each GET route has something to say. A new route without its line is a failure of its own. */
const asked: { [N in RouteName]?: string } = {
  call: "/api/calls/{call}",
  callLadder: "/api/calls/{call}/ladder",
  callScores: "/api/calls/{call}/scores",
  agentHistory: "/api/agents/{agent}/history",
  whyIdle: "/api/agents/{agent}/why-idle",
  whyWaiting: "/api/queues/{queue}/waiting/{call}/why",
  callsGoing: "/api/retention/calls?days=30",
  bulletin: "/api/bulletins/b1",
  chinaDays: "/api/calendars/china/2026",
  webhookLog: "/api/webhooks/crm/log",
  figures: "/api/figures?from={day}T00:00&by=queue&interval=60",
  figureBehind: "/api/figures/averageWait/behind?from={day}T00:00",
  flowVersions: "/api/flows/{flow}/versions",
  flowVersion: "/api/flows/{flow}/versions/1",
  flowDiff: "/api/flows/{flow}/diff",
  flowDraft: "/api/flows/{flow}/draft",
  flowScripts: "/api/flows/{flow}/scripts",
  item: "/api/items/i1",
  alarm: "/api/alarms/a1",
  text: "/api/texts/t1",
  bundle: "/api/diagnostics/bundles/support-1",
  bundlePart: "/api/diagnostics/bundles/support-1/part?name=about.json",
  plantHistory: "/api/plant/points/well.level/history?from=0",
  doctorReport: "/api/doctor/reports/d1",
  doctorProposal: "/api/doctor/reports/d1/proposal",
  messages: "/api/voicemail-boxes/box/messages",
  message: "/api/messages/m1",
  testCaller: "/api/firewall/test?caller=13800001001&called=96100&line={line}",
  testOutgoing: "/api/outgoing/test?phone={phone}&number=13800001001",
  countryNumbers: "/api/outgoing/country?country=CN",
  promptVersions: "/api/prompts/welcome/versions",
  promptPeaks: "/api/prompts/welcome/sound/zh/peaks",
  recording: "/api/recordings/{recording}",
  recordingPeaks: "/api/recordings/{recording}/peaks",
  recordingAccesses: "/api/people/boss/recordings-heard",
  qualitySample: "/api/quality/samples/1",
  erlang: "/api/staffing/erlang?calls=100&handleSec=180",
  staffing: "/api/staffing?from={day}T00:00&to={nowMs}&days=2&leaveOutBursts=true",
  shifts: "/api/shifts?from={day}&to={day}",
  attendance: "/api/attendance?of={month}",
  scores: "/api/scores?from=0&to=9000000000000",
  scoreSummary: "/api/scores/summary?from=0&to=9000000000000",
};
const names = Object.keys(routes) as RouteName[];
const described = names.filter((name) => routes[name].method === "GET" && routes[name].media === undefined);

/** Every object of a schema that is open, by where it is. */
function openPlaces(schema: unknown, at = ""): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { type, properties, patternProperties, additionalProperties } = schema as Schema;
  const isOpen =
    type === "object" && (properties !== undefined ? additionalProperties !== false : patternProperties === undefined);
  const inner = Object.entries(schema).flatMap(([key, value]) => openPlaces(value, `${at}/${key}`));
  return [...(isOpen ? [at] : []), ...inner];
}

/** Lists that stay empty prove nothing. */
function emptyLists(value: unknown, at = ""): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [at || "/"] : value.flatMap((v) => emptyLists(v, `${at}/*`));
  return [];
}

describe("replies", () => {
  it("of every route are described: closed JSON, nothing, or a media type", () => {
    const wrong = names.filter((name) => {
      const { reply, media, method } = routes[name];
      const empty = Object.keys(reply).filter((key) => !key.startsWith("~")).length === 0;
      const nothing = (reply as { type?: string }).type === "void";
      return media ? !empty : empty || (method === "GET" && nothing);
    });
    expect(wrong).toEqual([]);
    for (const name of names) expect([name, openPlaces(routes[name].reply)]).toEqual([name, []]);
  });

  it.each(described)("of %s on a filled box fit what the document says", async (name) => {
    const { path } = routes[name];
    const template = asked[name] ?? path;
    expect(template, "where it has something to say").not.toContain(":id");
    const url = template.replace(/\{(\w+)\}/g, (_, key: string) => known[key] ?? "?");
    const { status, json } = await send(live.app, "GET", url, { cookie });
    expect([url, status, status === 200 ? "" : JSON.stringify(json)]).toEqual([url, 200, ""]);
    const schema = schemas.get(name)!;
    expect(Object.keys(schema).length).toBeGreaterThan(0);
    expect([url, Compile(schema).Check(json)]).toEqual([url, true]);
    expect([url, emptyLists(json)]).toEqual([url, []]);
  });

  it("with one field more or one less would be found", async () => {
    const schema = Compile(schemas.get("calls")!);
    const [row] = (await send(live.app, "GET", "/api/calls?limit=1", { cookie })).json as Record<string, unknown>[];
    expect(schema.Check([row])).toBe(true);
    expect(schema.Check([{ ...row, more: 1 }])).toBe(false);
    const { caller: _, ...less } = row!;
    expect(schema.Check([less])).toBe(false);
  });
});
