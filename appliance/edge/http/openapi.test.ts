import { Compile } from "typebox/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Box, box, type send as Send, send } from "../../../test/sim/http-box.ts";
import { scopeOf } from "../../contract/api-token.ts";
import { type FaultCode, faults } from "../../contract/faults.ts";
import { type RouteName, routes } from "../../contract/routes.ts";

type Schema = Record<string, unknown>;
type Operation = {
  operationId: RouteName;
  summary: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  responses: Record<string, { content?: { "application/json"?: { schema: Schema } } }>;
};
type Document = {
  openapi: string;
  components: { securitySchemes: Record<string, Schema> };
  paths: Record<string, Record<string, Operation>>;
};
type Answer = Awaited<ReturnType<typeof Send>>;

let live: Box;
let document: Document;
let token: string;
let operations: { path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  live = await box();
  await live.staff();
  const scopes = [...new Set(Object.values(routes).map(scopeOf))];
  const fields = { name: "Walker", role: "administrator" as const, scopes, allowFrom: [] };
  ({ token } = await live.store.makeApiToken(fields, "admin"));
  document = (await send(live.app, "GET", "/api/openapi.json")).json as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => live.close());

const schemaOf = (operation: Operation, status: string): Schema | undefined =>
  operation.responses[status]?.content?.["application/json"]?.schema;
const bearer = (): { authorization: string } => ({ authorization: `Bearer ${token}` });
const isFitting = (schema: Schema, value: unknown): boolean => Compile(schema).Check(value);

/** A value that a required parameter takes: what the made-up box knows, or the least its schema allows. */
const known: Record<string, string> = { from: "2026-02-01", to: "2026-02-07", of: "2026-02", calls: "100", handleSec: "180" };
const moments = new Set<RouteName>(["scores", "scoreSummary", "scoresCsv"]);
function urlOf({ path, operation }: { path: string; operation: Operation }): string {
  const at = /calls\/\{/.test(path) ? "c1" : /recordings\/\{/.test(path) ? "r1" : "li";
  const wanted = (operation.parameters ?? []).filter((p) => p.in === "query" && p.required);
  const query = wanted.map(({ name, schema }) => {
    const number = schema.type === "integer" || schema.type === "number" || moments.has(operation.operationId);
    return `${name}=${number ? String(known[name] && !/-/.test(known[name]) ? known[name] : (schema.minimum ?? 1)) : (known[name] ?? "x")}`;
  });
  return path.replace(/\{[^}]+\}/g, at) + (query.length > 0 ? `?${query.join("&")}` : "");
}

describe("the OpenAPI document of a live box", () => {
  it("says how people and programs sign in, and which scope each route wants", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.components.securitySchemes.token).toMatchObject({ type: "http", scheme: "bearer" });
    expect(document.components.securitySchemes.session).toMatchObject({ type: "apiKey", in: "cookie" });
    expect(operations.length).toBe(Object.keys(routes).length);
    for (const { path, operation } of operations) {
      const row = routes[operation.operationId];
      const schemes = Object.assign({}, ...(operation.security ?? [])) as Record<string, string[]>;
      if (row.right === "everyone") expect(schemes, path).toEqual({});
      else if (/^\/api\/(session|set-up|users|secrets|tokens)\b/.test(path)) expect(schemes, path).toEqual({ session: [] });
      else expect(schemes, path).toEqual({ session: [], token: [scopeOf(row)] });
    }
  });

  it("names every fault that a route may answer with", () => {
    for (const { path, operation } of operations)
      for (const status of ["4XX", "5XX"]) {
        const code = (schemaOf(operation, status)?.properties as Record<string, Schema> | undefined)?.code;
        expect([path, status, code?.enum]).toEqual([path, status, Object.keys(faults)]);
        for (const each of Object.keys(faults) as FaultCode[]) expect(code?.description).toContain(faults[each].en);
      }
  });

  it("is true of what each GET route answers to a program, and to one without a token", async () => {
    const seen = { described: 0, faults: 0 };
    for (const { path, method, operation } of operations) {
      if (method !== "get") continue;
      const url = urlOf({ path, operation });
      const scoped = operation.security?.some((s) => s.token !== undefined) ?? false;
      // The pace of a token is not what is tried here.
      live.clock.nowMs += 1_000;
      const answer: Answer = await send(live.app, "GET", url, scoped ? { headers: bearer() } : {});
      const { status, json } = answer;
      if (status === 200) {
        const schema = schemaOf(operation, "200");
        if (schema && json !== undefined) {
          if (Object.keys(schema).length > 0 && schema.type !== undefined) seen.described++;
          expect([url, isFitting(schema, json)]).toEqual([url, true]);
        }
      } else {
        expect([url, isFitting(schemaOf(operation, "4XX")!, json)]).toEqual([url, true]);
        seen.faults++;
      }
      if (scoped) {
        const stranger = await send(live.app, "GET", url);
        expect([url, stranger.status, isFitting(schemaOf(operation, "4XX")!, stranger.json)]).toEqual([url, 401, true]);
      }
    }
    expect(seen.described).toBeGreaterThanOrEqual(9);
  });

  it("would find an answer that does not fit", () => {
    const status = operations.find((o) => o.operation.operationId === "bulletins")!;
    const schema = schemaOf(status.operation, "200")!;
    expect(isFitting(schema, [])).toBe(true);
    expect(isFitting(schema, [{ id: 1 }])).toBe(false);
    expect(isFitting(schemaOf(status.operation, "4XX")!, { code: "made-up" })).toBe(false);
  });
});
