import { describe, expect, it } from "vitest";
import { alarmOf } from "../../appliance/assembly/alarm-catalogue.ts";
import { alarmGroups, alarmKinds, alarmSeverities } from "../../appliance/contract/alarms.ts";
import { endReasons, isEndReason } from "../../appliance/contract/end-reason.ts";
import { type FaultCode, faultReply, faults } from "../../appliance/contract/faults.ts";
import { rightsOf, routes } from "../../appliance/contract/routes.ts";
import { sources } from "./import-graph.ts";
import { isTest, textOf } from "./kept-files.ts";
import { readSource, type SourceFile } from "./source-file.ts";
import { visitNodes } from "./visit-nodes.ts";

const hanzi = /\p{Script=Han}/u;
const own = [...sources.values()].filter((file) => /^(?:appliance|provisioning)\//.test(file.path) && !isTest(file.path));
/** Where a text stands in the appliance as a literal, its own table left out. */
const usedOutside = (literal: string, table: string): boolean =>
  own.some((file) => file.path !== table && textOf(file.path).includes(`"${literal}"`));

describe("faults", () => {
  const rows = Object.entries(faults);

  it("keep their codes: other people's programs know them", () => {
    const codes: FaultCode[] = [
      "bad-request",
      "not-signed-in",
      "wrong-password",
      "too-many-attempts",
      "not-allowed",
      "wrong-origin",
      "not-found",
      "already-set-up",
      "revision-changed",
      "settings-refused",
      "nothing-to-confirm",
      "agent-state",
      "recording-damaged",
      "weak-password",
      "busy",
      "internal",
    ];
    expect(Object.keys(faults)).toEqual(expect.arrayContaining(codes));
    expect(new Set(Object.keys(faults)).size).toBeGreaterThanOrEqual(codes.length);
  });

  it.each(rows)("%s says what happened and what to do, in both languages", (code, row) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(row.status).toBeGreaterThanOrEqual(400);
    expect(row.status).toBeLessThan(600);
    for (const text of [row.en, row.hintEn]) {
      expect(text).toMatch(/^[A-Z][^\n]{8,120}\.$/);
      expect(text).not.toMatch(hanzi);
    }
    for (const text of [row.zh, row.hintZh]) {
      expect(text).toMatch(/。$/);
      expect(text).toMatch(hanzi);
    }
    // To try again as it is helps only where the state of things may change.
    if (row.retry) expect([409, 412, 429, 500, 503]).toContain(row.status);
    expect(faultReply(code as FaultCode)).toEqual({
      code,
      message: { zh: row.zh, en: row.en },
      hint: { zh: row.hintZh, en: row.hintEn },
      retry: row.retry,
    });
  });

  it("are all given by somebody", () => {
    expect(rows.map(([code]) => code).filter((code) => !usedOutside(code, "appliance/contract/faults.ts"))).toEqual([]);
  });
});

describe("end reasons", () => {
  it.each(Object.entries(endReasons))("%s has a SIP status, a Q.850 cause and words", (reason, row) => {
    expect(isEndReason(reason)).toBe(true);
    expect(row.status).toBeGreaterThanOrEqual(400);
    expect(row.status).toBeLessThan(700);
    // Q.850 values are seven bits; 0 has no meaning.
    expect(row.cause).toBeGreaterThanOrEqual(1);
    expect(row.cause).toBeLessThanOrEqual(127);
    expect(row.en).toMatch(/^[a-z][a-z' ]+$/);
    expect(row.zh).toMatch(hanzi);
  });

  it("can be told apart by their words", () => {
    const rows = Object.values(endReasons);
    expect(new Set(rows.map(({ en }) => en)).size).toBe(rows.length);
    expect(new Set(rows.map(({ zh }) => zh)).size).toBe(rows.length);
    expect(isEndReason("toString")).toBe(false);
  });

  it("are all given by somebody", () => {
    expect(Object.keys(endReasons).filter((reason) => !usedOutside(reason, "appliance/contract/end-reason.ts"))).toEqual([]);
  });
});

describe("alarms", () => {
  const table = "appliance/contract/alarms.ts";
  const tables = [table, "appliance/contract/line-alarms.ts", "appliance/contract/host-alarms.ts"];
  const listed = Object.keys(alarmKinds);
  const isCode = (value: unknown): value is string => typeof value === "string" && /^[a-z]+(-[a-z0-9]+)*$/.test(value);
  /** The codes that are raised or cleared by name: the first text of a call, or the code of an event or command. */
  const raised = new Set<string>();
  for (const file of own) {
    const constants = new Map<string, string>();
    visitNodes(file.program, (node) => {
      if (node.type !== "VariableDeclarator") return;
      const { name } = node.id as { name?: string };
      const { value } = (node.init ?? {}) as { value?: unknown };
      if (name && isCode(value)) constants.set(name, value);
    });
    const said = ({ type, value, name }: { type: string; value?: unknown; name?: string }): string | undefined =>
      type === "Literal" && isCode(value) ? value : type === "Identifier" ? constants.get(name ?? "") : undefined;
    visitNodes(file.program, (node) => {
      if (node.type === "CallExpression") {
        const { property, name } = node.callee as { property?: { name?: string }; name?: string };
        if (!/^#?(?:raise|raised|fault|faulty|mended|clear|cleared|alarm)$/.test(property?.name ?? name ?? "")) return;
        const code = (node.arguments as { type: string }[]).map(said).find((text) => text?.includes("-") || text === "scanner");
        if (code) raised.add(code);
      } else if (node.type === "ObjectExpression") {
        type Property = { key?: { name?: string }; value?: { type: string; value?: unknown; expression?: { value?: unknown } } };
        const of = (key: string) => (node.properties as Property[]).find((p) => p.key?.name === key)?.value;
        const on = of("on");
        const code = of("code");
        if (!/^alarm\.(?:raised|cleared)$/.test(String(on?.value ?? on?.expression?.value)) || !code) return;
        const text = said(code);
        if (text) raised.add(text);
      }
    });
  }
  /** Texts in the place of a code that name a subject, or something that is no alarm. */
  const subjects = ["espeak-ng"];

  it("have a row in the catalogue for every code that is raised", () => {
    expect(listed.length).toBeGreaterThan(8);
    expect([...raised]).toEqual(
      expect.arrayContaining(["pin-locked", "recording-failed", "store-full", "disk-low", "modem-sim"]),
    );
    expect([...raised].filter((code) => !listed.includes(code) && !subjects.includes(code))).toEqual([]);
  });

  it("are raised by somebody", () => {
    expect(listed.filter((code) => !raised.has(code) && !tables.every((table) => usedOutside(code, table)))).toEqual([]);
  });

  it.each(Object.entries(alarmKinds))("%s says what happened and what to do, in both languages", (code, kind) => {
    expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(alarmSeverities).toContain(kind.severity);
    expect(alarmGroups).toContain(kind.group);
    for (const { en, zh } of [kind.words, kind.hint]) {
      expect(en).toMatch(/^[A-Z].{8,}\.$/);
      expect(en).not.toMatch(hanzi);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    }
    expect(alarmOf(code, "x".repeat(1000)).text.en.length).toBeLessThan(600);
  });
});

describe("routes", () => {
  const rows = Object.entries(routes);

  it.each(rows)("%s has a summary, a right and the parameters its path names", (_, route) => {
    expect(route.summary).toMatch(/^[A-Z][^\n]{4,140}[^.]$/);
    expect(route.path).toMatch(/^\/api\/[a-z-]+(\/(:[a-z]+|[a-z-]+))*$/);
    expect(rightsOf.administrator).toContain(route.right);
    const named = [...route.path.matchAll(/:([a-z]+)/g)].map(([, name]) => name);
    expect(Object.keys(route.params.properties ?? {})).toEqual(named);
    if (route.method === "GET" || route.method === "DELETE") expect(Object.keys(route.body.properties ?? {})).toEqual([]);
  });

  it("are each other's equals nowhere", () => {
    const places = rows.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("that change something are not for everyone, but for signing in and setting up", () => {
    const open = rows.filter(([, route]) => route.method !== "GET" && route.right === "everyone").map(([name]) => name);
    expect(open.sort()).toEqual(["login", "setUp"]);
  });

  it("name rights that somebody has, and each role keeps those of the one below", () => {
    for (const right of rightsOf.agent) expect(rightsOf.supervisor).toContain(right);
    for (const right of rightsOf.supervisor) expect(rightsOf.administrator).toContain(right);
  });
});

describe("words", () => {
  /** Objects written out with one of the two languages and not the other, or with one of them empty. */
  function oneSided({ path, program }: SourceFile): string[] {
    const found: string[] = [];
    visitNodes(program, (node) => {
      if (node.type !== "ObjectExpression") return;
      const properties = node.properties as {
        type: string;
        key?: { name?: string; value?: string };
        value?: { value?: unknown };
      }[];
      if (properties.some((property) => property.type === "SpreadElement")) return;
      const of = (language: string) => properties.find(({ key }) => (key?.name ?? key?.value) === language);
      const [zh, en] = [of("zh"), of("en")];
      if (!zh !== !en) found.push(`${path}: only ${zh ? "zh" : "en"} at ${node.start}`);
      else if (zh && en && (zh.value?.value === "") !== (en.value?.value === "")) found.push(`${path}: empty at ${node.start}`);
    });
    return found;
  }

  it("wherever the appliance speaks one language, it speaks the other", () => {
    // What a site's operator writes may be in one language; the simulated sites say so.
    const speaking = own.filter(({ path }) => path.startsWith("appliance/") && !path.includes("/sim/"));
    expect(speaking.flatMap(oneSided)).toEqual([]);
  });

  it("sees a language that is missing", () => {
    const look = (text: string): number => oneSided(readSource("a.ts", text)).length;
    expect(look('export const a = { en: "yes" };')).toBe(1);
    expect(look('export const a = { b: { zh: "是" }, c: { zh: "是", en: "" } };')).toBe(2);
    expect(look('export const a = { zh: "是", en: "yes" };')).toBe(0);
    expect(look("export const a = (zh: string, en: string) => ({ zh, en });")).toBe(0);
  });
});
