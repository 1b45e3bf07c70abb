import { describe, expect, it } from "vitest";
import { inviteClient } from "./invite-client.ts";
import { inviteServer } from "./invite-server.ts";
import type { Machine, MachineEvent, Step, TimerName } from "./machine.ts";
import { nonInviteClient } from "./non-invite-client.ts";
import { nonInviteServer } from "./non-invite-server.ts";

const machines: Record<string, Machine> = { inviteClient, inviteServer, nonInviteClient, nonInviteServer };
const steps = (machine: Machine, state: string): [MachineEvent, Step][] =>
  Object.entries(machine.states[state] ?? {}) as [MachineEvent, Step][];
const started = (step: Step): TimerName[] =>
  step.do.flatMap((action) => (action.startsWith("start ") ? [action.slice(6) as TimerName] : []));

/** Which timers can run in a state, by following every path from the start. */
function running(machine: Machine): Map<string, Set<TimerName>> {
  const found = new Map<string, Set<TimerName>>(Object.keys(machine.states).map((state) => [state, new Set<TimerName>()]));
  const visit = (state: string, timers: readonly TimerName[]): void => {
    const known = found.get(state)!;
    const fresh = timers.filter((timer) => !known.has(timer));
    for (const timer of fresh) known.add(timer);
    if (fresh.length > 0 || timers.length === 0)
      for (const [, step] of steps(machine, state)) if (step.to !== state) follow(state, step);
  };
  const follow = (from: string, step: Step): void =>
    visit(step.to, [...started(step), ...(step.keep ?? []).filter((timer) => found.get(from)!.has(timer))]);
  visit(machine.start.to, started(machine.start));
  return found;
}

describe.each(Object.entries(machines))("%s", (name, machine) => {
  const timers = running(machine);

  it("leads only to states that exist, and nothing leaves the last one", () => {
    expect(machine.states[machine.start.to]).toBeDefined();
    for (const state of Object.keys(machine.states))
      for (const [, step] of steps(machine, state)) expect(Object.keys(machine.states)).toContain(step.to);
    expect(machine.states.terminated).toEqual({});
  });

  it("handles every timer in every state where it can run, and no other", () => {
    for (const [state, running] of timers) {
      if (state === "terminated") continue;
      const handled = steps(machine, state).flatMap(([event]) => (event.startsWith("timer ") ? [event.slice(6)] : []));
      // "cancel" is started by the layer when it sends a CANCEL, not by the table.
      expect(handled.filter((timer) => timer !== "cancel").sort(), `${name} ${state}`).toEqual([...running].sort());
    }
  });

  it("ends by itself from every state but the one where the far end is still ringing", () => {
    for (const state of Object.keys(machine.states)) {
      const ringing = name === "inviteClient" && state === "proceeding";
      if (state !== "terminated" && !ringing) expect(endsByTimers(machine, state, 0), `${name} ${state}`).toBe(true);
    }
  });
});

/** True when timers alone lead to the end. */
function endsByTimers(machine: Machine, state: string, depth: number): boolean {
  if (state === "terminated") return true;
  return (
    depth < 5 &&
    steps(machine, state).some(
      ([event, step]) => event.startsWith("timer ") && step.to !== state && endsByTimers(machine, step.to, depth + 1),
    )
  );
}
