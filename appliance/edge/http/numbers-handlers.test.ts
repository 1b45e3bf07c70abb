import { beforeEach, describe, expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import { simSettings } from "../../core/box/sim/sim-settings.ts";
import { checkSettings } from "../../core/settings/check-settings.ts";
import { planSettings } from "../../core/settings/plan.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { numbersHandlers } from "./numbers-handlers.ts";
import { phoneFeatureHandlers } from "./phone-feature-handlers.ts";
import { specialNumbersHandlers } from "./special-numbers-handlers.ts";

let settings: Settings;
let revision: number;
let heard: unknown[];
let pins: Map<string, string>;
let at: Record<string, string>;
const numbers: HttpPorts["numbers"] = {
  callsLastHour: () => 4,
  load: { down: () => false, calls: () => 0 },
  agentAt: (phone) => at[phone],
  hear: (event) => heard.push(event) > 0,
  putPin: async (owner, pin) => void pins.set(owner, pin),
  dropPin: async (owner) => void pins.delete(owner),
  pinOwners: () => [...pins.keys()] as `agent:${string}`[],
  lockedPins: () => [{ owner: "agent:a1", lockedUntilMs: 5 }],
};
const plan = async (document: Settings, ifMatch: number) => {
  if (ifMatch !== revision) return { fault: "revision-changed" as const };
  const problems = checkSettings(document);
  if (problems.some((p) => p.severity === "error")) return { fault: "settings-refused" as const, problems };
  return { revision, plan: planSettings(settings, document), warnings: problems };
};
const ports = {
  numbers,
  settings: {
    current: () => ({ revision, settings }),
    plan,
    apply: async (document: Settings, ifMatch: number) => {
      const planned = await plan(document, ifMatch);
      if (!("fault" in planned)) settings = document;
      return planned;
    },
    confirm: async () => "ok" as const,
  },
  nowMs: () => 0,
};
const asked = (more: object): never =>
  ({ params: {}, query: {}, body: {}, request: { headers: { "if-match": '"3"' } }, reply: {}, ...more }) as never;
const agent = { user: "li", role: "agent", agent: "a1" };
const boss = { user: "boss", role: "supervisor" };
const fault = async (work: () => unknown): Promise<HttpFault> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof HttpFault) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};
beforeEach(() => {
  settings = {
    ...simSettings(),
    specialNumbers: [{ number: "13800138000", name: "City", class: "vip" }],
    firewall: { rules: [{ id: "often", name: "Often", enabled: true, perHour: 4, act: { kind: "busy" } }] },
  };
  revision = 3;
  heard = [];
  pins = new Map();
  at = {};
});

describe("tests of numbers", () => {
  const handlers = numbersHandlers(ports);
  test("which rule would strike, as for the next call", () => {
    expect(handlers.testCaller(asked({ query: { caller: "13800138000", called: "96100", line: "trunk" } }))).toMatchObject({
      admitted: { flow: "ivr" },
      act: { kind: "busy" },
      by: { rule: "often", why: { en: "5 calls in the last hour, 4 are allowed" } },
      special: { name: "City", vip: true },
      callsLastHour: 4,
    });
    expect(handlers.testCaller(asked({ query: { called: "1", line: "trunk" } }))).toMatchObject({
      admitted: { why: "not-found" },
      act: { kind: "allow" },
    });
  });
  test("what a phone could call, by what right and over what", () => {
    expect(handlers.testOutgoing(asked({ query: { phone: "8001", number: "13900139000" } }))).toMatchObject({
      means: "outside",
      class: "mobile",
      may: "yes",
      trunks: [{ line: "trunk", number: "13900139000" }],
    });
    expect(handlers.testOutgoing(asked({ query: { phone: "8001", number: "00441234567" } }))).toMatchObject({
      may: "no",
      trunks: [],
    });
    expect(handlers.testOutgoing(asked({ query: { phone: "8001", number: "8002" } }))).toEqual({ means: "phone", trunks: [] });
  });
  test("as somebody of a role, whoever sits where; a role nobody made is not found", async () => {
    settings = {
      ...settings,
      outgoing: {
        classes: [],
        trunks: [],
        roles: [{ id: "boss", name: "Boss", allow: ["international"], withPin: ["mobile"] }],
      },
    };
    const ask = (query: object) => handlers.testOutgoing(asked({ query: { phone: "8001", number: "13900139000", ...query } }));
    expect(ask({})).toMatchObject({ role: "usual", may: "yes" });
    expect(ask({ role: "boss" })).toMatchObject({ role: "boss", may: "with-pin", trunks: [{ line: "trunk" }] });
    expect(ask({ role: "boss", number: "00441234567" })).toMatchObject({ may: "yes" });
    expect((await fault(() => ask({ role: "gone" }))).code).toBe("not-found");
  });
  test("how a country's numbers are classed", () => {
    const china = handlers.countryNumbers(asked({ query: { country: "CN" } }));
    expect(china).toMatchObject({ known: true, emergency: expect.arrayContaining(["110", "119", "120"]) });
    expect(handlers.countryNumbers(asked({ query: { country: "ZZ" } }))).toMatchObject({ known: false });
  });
  test("PINs are set for who is there, listed without saying them, unlocked by name", async () => {
    await handlers.setPin(asked({ params: { id: "phone:8001" }, body: { pin: "4711" } }));
    expect((await fault(() => handlers.setPin(asked({ params: { id: "role:none" }, body: { pin: "1" } })))).code).toBe(
      "not-found",
    );
    expect(handlers.pins(asked({}))).toEqual([
      { owner: "agent:a1", set: false, lockedUntilMs: 5 },
      { owner: "phone:8001", set: true },
    ]);
    handlers.unlockPin(asked({ params: { id: "agent:a1" }, asker: boss }));
    expect(heard).toEqual([{ on: "pin.unlocked", owner: "agent:a1", by: "boss" }]);
    await handlers.dropPin(asked({ params: { id: "phone:8001" } }));
    expect(pins.size).toBe(0);
  });
});

describe("special numbers as a file", () => {
  const handlers = specialNumbersHandlers(ports);
  const take = (csv: string, mode: "merge" | "replace" = "merge", query = {}) =>
    handlers.importSpecialNumbers(asked({ body: { csv, mode }, query, asker: boss }));
  test("a number that is there is replaced in whichever form it comes, others are added", async () => {
    const outcome = await take("number,name,class,priority\n+8613800138000,Town,complaint,5\n95598,Grid,contact,");
    expect(outcome).toMatchObject({ rows: 2 });
    expect(settings.specialNumbers).toEqual([
      { number: "+8613800138000", name: "Town", class: "complaint", priority: 5 },
      { number: "95598", name: "Grid", class: "contact" },
    ]);
  });
  test("replacing drops the rest; a dry run changes nothing", async () => {
    await take("number,name,class\n1,A,vip", "replace", { "dry-run": "" });
    expect(settings.specialNumbers).toHaveLength(1);
    await take("number,name,class\n1,A,vip", "replace");
    expect(settings.specialNumbers).toEqual([{ number: "1", name: "A", class: "vip" }]);
  });
  test("wrong rows are named, and nothing is taken in", async () => {
    const schema = await fault(() => take("number,name,class,priority\n1,A,vip,\n2,B,vip,high\n,C,vip,"));
    expect(schema.problems?.map((p) => p.path)).toEqual(["/csv/3/priority", "/csv/4/number"]);
    const unknown = await fault(() => take("number,name,class,agent\n1,A,vip,\n\n2,B,vip,nobody"));
    expect(unknown.code).toBe("settings-refused");
    expect(unknown.problems?.filter((p) => p.severity === "error")).toMatchObject([{ path: "/csv/4/agent" }]);
    const twice = await fault(() => take("number,name,class\n13900139000,A,vip\n+8613900139000,B,vip"));
    expect(twice).toMatchObject({ problems: [{ path: "/csv/3/number" }] });
    expect(settings.specialNumbers).toHaveLength(1);
  });
  test("a file is read row by row without taking it in: good rows as they would be, wrong ones with the cell to blame", () => {
    const csv = "号码,名称,分类,vip,priority\n1,A,vip,是,\n2,B,vip,,high\n+8613900139000,C,vip,,\n13900139000,D,vip,,\n,E,vip,,";
    expect(handlers.readSpecialNumbers(asked({ body: { csv } }))).toMatchObject({
      numbers: [
        { row: 2, number: { number: "1", name: "A", class: "vip", vip: true } },
        { row: 4, number: { number: "+8613900139000" } },
      ],
      problems: [
        { row: 3, column: "priority" },
        { row: 5, column: "number" },
        { row: 6, column: "number" },
      ],
      wrongRows: 3,
    });
    expect(settings.specialNumbers).toHaveLength(1);
  });
  test("what goes out can come in again", async () => {
    const reply = { type: () => reply, header: () => reply };
    const csv = String(handlers.exportSpecialNumbers(asked({ reply })));
    expect(csv).toContain("13800138000,City,vip");
    const before = settings.specialNumbers;
    await take(csv, "replace");
    expect(settings.specialNumbers).toEqual(before);
  });
});

describe("a phone's features", () => {
  const handlers = phoneFeatureHandlers(ports);
  const forward = (id: string, when: string, body: object, asker: object = agent) =>
    fault(() => handlers.setForward(asked({ params: { id, when }, body, asker })));
  test("one's own desk, the phone one sits at, and any for a supervisor", async () => {
    handlers.setForward(asked({ params: { id: "8001", when: "noAnswer" }, body: { to: "8002" }, asker: agent }));
    at["8003"] = "a1";
    handlers.setDoNotDisturb(asked({ params: { id: "8003" }, body: { on: true }, asker: agent }));
    handlers.dropForward(asked({ params: { id: "8002", when: "all" }, asker: boss }));
    expect(heard).toEqual([
      {
        on: "phone.feature",
        phone: "8001",
        change: { what: "forward", when: "noAnswer", to: "8002", afterMs: 20_000 },
        by: "li",
      },
      { on: "phone.feature", phone: "8003", change: { what: "do-not-disturb", on: true }, by: "li" },
      { on: "phone.feature", phone: "8002", change: { what: "no-forward", when: "all" }, by: "boss" },
    ]);
    expect((await forward("8002", "always", { to: "8003" })).code).toBe("not-allowed");
    at["8001"] = "a2";
    expect((await forward("8001", "always", { to: "8003" })).code).toBe("not-allowed");
  });
  test("not to itself, not to what it may not call, not by a calendar that isn't there", async () => {
    for (const to of ["8001", "00441234567", "1"])
      expect((await forward("8001", "busy", { to })).problems).toMatchObject([{ path: "/to" }]);
    for (const more of [{}, { calendar: "gone", while: "open" }])
      expect((await forward("8001", "hours", { to: "8002", ...more })).problems).toMatchObject([{ path: "/calendar" }]);
    expect(heard).toEqual([]);
  });
});
