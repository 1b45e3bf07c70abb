import { beforeEach, describe, expect, test } from "vitest";
import type { AgentId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const a1 = "a1" as AgentId;
const now = () => agentLive(w.box.agents, a1)!;
beforeEach(() => {
  w = new SimWorld();
  w.login("a1");
});

describe("at the desk", () => {
  test("a supervisor sets a state, with his words in the history and the reason's code in the row", () => {
    w.hear({ on: "desk.force", agent: "a1", to: "not-ready", why: "fire drill", reason: "training", by: "boss" });
    expect(now()).toMatchObject({
      state: "not-ready",
      reason: "training",
      why: { kind: "forced", by: "boss", text: "fire drill" },
    });
    expect(w.rows.statesOf("a1").at(-1)).toMatchObject({ state: "not-ready", reason: "training" });
    w.hear({ on: "desk.force", agent: "a1", to: "ready", why: "over", by: "boss" });
    expect(now().state).toBe("ready");
    w.hear({ on: "desk.force", agent: "a1", to: "logged-out", why: "gone home", by: "boss" });
    expect(now().state).toBe("logged-out");
  });

  test("wrap-up is made longer, once more by what is asked", () => {
    const caller = w.call("96200");
    w.answer(w.lines.to("8001"));
    w.wait(10_000);
    w.hangUp(caller);
    const endsAtMs = now().limitAtMs!;
    expect(now().state).toBe("wrap-up");
    w.hear({ on: "desk.extendWrapUp", agent: "a1", byMs: 60_000, by: "a1" });
    expect(now()).toMatchObject({ state: "wrap-up", limitAtMs: endsAtMs + 60_000 });
  });
});
