import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Box, box, send } from "../../../test/sim/http-box.ts";
import { routes } from "../../contract/routes.ts";

type Node = { [key: string]: unknown };
type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Node }[];
  requestBody?: { content: Record<string, { schema: Node }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Node }> }>;
};

let live: Box;
let document: { openapi: string; info: Node; paths: Record<string, Record<string, Operation>> };
let operations: { path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  live = await box();
  document = (await send(live.app, "GET", "/api/openapi.json")).json as typeof document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}, 60_000);
afterAll(() => live.close());

/** Every `$ref` below a node. */
function refsIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = (node as Node).$ref;
  return [...(typeof own === "string" ? [own] : []), ...Object.values(node).flatMap(refsIn)];
}
const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document);

describe("the document by the rules of OpenAPI 3.1", () => {
  it("has its version and info, and every reference leads somewhere", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(refsIn(document).filter((ref) => !ref.startsWith("#/") || at(ref) === undefined)).toEqual([]);
  });

  it("names each operation once (4.8.10)", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("declares exactly the parameters that stand in the path, as required (4.8.12)", () => {
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter((p) => p.in === "path");
      const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      expect([path, declared.map((p) => p.name).sort()]).toEqual([path, wanted.sort()]);
      expect(declared.every((p) => p.required === true && p.schema !== undefined)).toBe(true);
      const pairs = (operation.parameters ?? []).map((p) => `${p.in} ${p.name}`);
      expect([path, new Set(pairs).size]).toEqual([path, pairs.length]);
    }
  });

  it("describes every answer, with a status or a range of them (4.8.16)", () => {
    for (const { path, method, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect([path, method, statuses.some((s) => /^(101|2\d\d)$/.test(s))]).toEqual([path, method, true]);
      for (const status of statuses) {
        expect([path, status]).toEqual([path, expect.stringMatching(/^([1-5]\d\d|[1-5]XX)$/)]);
        expect([path, typeof operation.responses[status]?.description]).toEqual([path, "string"]);
      }
      expect([path, method === "get" ? operation.requestBody : undefined]).toEqual([path, undefined]);
    }
  });
});

describe("the page that people read", () => {
  it("lists every route in both languages and needs nothing from elsewhere", async () => {
    for (const language of ["en", "zh"]) {
      const { status, headers, raw } = await send(live.app, "GET", `/api/docs?language=${language}`);
      expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      const page = raw.toString();
      for (const { path } of Object.values(routes)) expect(page).toContain(`<code>${path}</code>`);
      expect(page).toContain(`lang="${language}"`);
      expect(page).not.toMatch(/<script|style=|(src|href)="(https?:)?\/\//);
    }
    const style = await send(live.app, "GET", "/api/docs.css");
    expect([style.status, style.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
  });
});
