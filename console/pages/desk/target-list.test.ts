import { describe, expect, test } from "vitest";
import type { LiveAgent, LiveQueue } from "../../../appliance/contract/live.ts";
import { asHandTarget, targetsFor } from "./target-list.ts";

const agent = (id: string, name: string, state: LiveAgent["state"], phone: string): LiveAgent => ({
  id,
  name,
  phone,
  phoneUp: true,
  state,
  sinceMs: 0,
  queues: [],
});
const queue = { id: "repair", name: { zh: "报修", en: "Repairs" }, waiting: [], agents: { ready: 2 } } as unknown as LiveQueue;
const state = {
  agents: [
    agent("1001", "王芳", "talking", "801"),
    agent("1002", "李娜", "talking", "802"),
    agent("1003", "张伟", "ready", "803"),
    agent("1004", "刘洋", "logged-out", "804"),
  ],
  phones: ["801", "802", "803", "804", "800"].map((id) => ({ id, name: `话机 ${id}`, contacts: [] })),
  queues: [queue],
};
const of = (purpose: "transfer" | "consult", typed: string) =>
  targetsFor(state, purpose, "1001", typed, (n) => n.zh ?? "").map((t) => `${t.kind} ${t.id}`);

describe("to whom a caller can go", () => {
  test("free agents first, oneself and the logged out not; their phones only where nobody sits", () => {
    expect(of("transfer", "")).toEqual(["agent 1003", "agent 1002", "queue repair", "phone 804", "phone 800"]);
  });
  test("a queue is not consulted: nobody in it answers for it", () => {
    expect(of("consult", "报修")).toEqual([]);
    expect(of("transfer", "报修")).toEqual(["queue repair"]);
  });
  test("found by name, agent number or extension", () => {
    expect(of("consult", "李")).toEqual(["agent 1002"]);
    expect(of("consult", "803")).toEqual(["agent 1003"]);
  });
  test("digits that are nobody's are a number outside, written with gaps too", () => {
    expect(of("transfer", "138 0013 8000")).toEqual(["number 13800138000"]);
    expect(of("transfer", "8")).not.toContain("number 8");
  });
  test("each becomes what the box asks for", () => {
    expect(targetsFor(state, "transfer", "1001", "", () => "").map(asHandTarget)).toContainEqual({
      kind: "agent",
      agent: "1003",
    });
    expect(asHandTarget({ kind: "number", id: "110" })).toEqual({ kind: "number", number: "110" });
  });
});
