import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../../contract/flow.ts";
import { Rehearsal } from "./rehearsal.ts";
import { secretAhead } from "./secret-ahead.ts";

const say = (en: string) => [{ kind: "text" as const, text: { en, zh: en } }];
const flow: FlowDocument = {
  id: "pay",
  name: "Pay",
  languageDefault: "en",
  start: "hello",
  nodes: {
    hello: { type: "prompt", items: say("This call is recorded."), bargeIn: false, privacyNotice: true, next: "menu" },
    menu: { type: "menu", items: say("Press one."), choices: { "1": { next: "warn" } }, timeoutMs: 5000, tries: 1 },
    warn: { type: "prompt", items: say("Your password follows."), next: "decide" },
    decide: { type: "branch", cases: [{ when: "hour >= 0", next: "secret" }], else: "bye" },
    secret: {
      type: "collect",
      items: say("Password?"),
      variable: "password",
      label: { en: "Password", zh: "密码" },
      sensitive: true,
      minLength: 4,
      maxLength: 4,
      terminator: "#",
      firstDigitMs: 5000,
      interDigitMs: 3000,
      tries: 2,
      next: "bye",
    },
    bye: { type: "hangup", items: say("Goodbye.") },
  },
};
const rehearse = () =>
  new Rehearsal(
    { flows: [flow] } as never,
    "pay",
    { caller: "1", called: "2", line: "t" },
    {
      startMs: 0,
      timeZone: "Asia/Shanghai",
      calendars: [],
      queues: {},
    },
  );

describe("a secret", () => {
  it("is ahead at its question and at what leads there by itself, not before a question that comes first", () => {
    expect(["hello", "menu", "warn", "decide", "secret", "bye"].map((at) => secretAhead(flow, at))).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(secretAhead(undefined, "hello")).toBe(false);
  });
  it("takes keys from the announcement that leads to it on, for nothing is recorded then", () => {
    const call = rehearse().listen();
    call.press("14711");
    expect(call.state.variables.password).toMatchObject({ value: "4711" });
  });
  it("is not made of keys that were pressed before that", () => {
    const deaf = { ...flow, nodes: { ...flow.nodes, menu: { ...flow.nodes.menu, bargeIn: false } } } as FlowDocument;
    const world = { startMs: 0, timeZone: "Asia/Shanghai", calendars: [], queues: {} };
    const call = new Rehearsal({ flows: [deaf] } as never, "pay", { caller: "1", called: "2", line: "t" }, world);
    call.press("14711");
    call.listen();
    expect(call.state.variables.password).toBeUndefined();
    expect(call.heard().at(-1)).toBe("Password?");
    call.press("4711");
    expect(call.state.variables.password).toMatchObject({ value: "4711" });
  });
});

describe("a privacy notice", () => {
  it("counts when it was heard to its end", () => {
    const call = rehearse();
    expect(call.did("flow.noticed")).toHaveLength(0);
    call.listen();
    expect(call.did("flow.noticed")).toHaveLength(1);
  });
  it("doesn't when a key cut it short or it could not be played", () => {
    const short = { ...flow, nodes: { ...flow.nodes, hello: { ...flow.nodes.hello, bargeIn: true } } } as FlowDocument;
    const world = { startMs: 0, timeZone: "Asia/Shanghai", calendars: [], queues: {} };
    const cut = new Rehearsal({ flows: [short] } as never, "pay", { caller: "1", called: "2", line: "t" }, world);
    cut.press("1").finish();
    expect(cut.did("flow.noticed")).toHaveLength(0);
    const call = rehearse();
    const { wait } = call.state;
    call.hear({ on: "played", token: wait.kind === "play" ? wait.token : "", how: "failed" });
    expect(call.did("flow.noticed")).toHaveLength(0);
  });
});
