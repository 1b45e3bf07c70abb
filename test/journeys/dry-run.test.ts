import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowRun, ScriptVerdict } from "../../appliance/contract/flow-run.ts";
import type { FlowScript } from "../../appliance/contract/flow-script.ts";
import type { CallRecord, TraceEntry } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

let box: LabBox;
let office: ConsoleClient;
beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
});
afterAll(async () => {
  expect(await box?.stop()).toBe(0);
});

type Script = { id: string; caller: string; keys: string; world: object };
/** The keys are pressed while the notice is still being said, which nobody can interrupt: they wait for their questions. */
const scripts: Script[] = [
  {
    id: "bill",
    caller: "13900000001",
    keys: "11100206#8000#",
    world: {
      connectors: {
        billing: [
          { when: { meter: "100206", proof: "8000" }, outcome: "ok", values: { verified: "yes", balance: "205.30" } },
          { when: { meter: "100206" }, outcome: "ok", values: { verified: "no" } },
          { outcome: "not-found" },
        ],
      },
    },
  },
  { id: "unknown", caller: "13900000002", keys: "2199999997#", world: { connectors: { billing: [{ outcome: "not-found" }] } } },
  { id: "deep", caller: "13900000003", keys: "241111**1*", world: {} },
  {
    id: "person",
    caller: "13900000004",
    keys: "240",
    world: { queues: { hotline: { outcome: "no-agent", afterMs: 0 } }, speaksMs: 0 },
  },
];

type Entered = { flow: string; node: string; entered?: true; from?: { flow: string; node: string; exit: string } };
const pathOf = (trace: TraceEntry[]): Entered[] =>
  trace.flatMap(({ data }) => ((data as Entered | undefined)?.entered ? [data as Entered] : []));

/** Calls as the script's caller over the trunk, presses its keys and waits until the box has come as far as the script. */
async function callAndPress(script: Script, nodes: number): Promise<Entered[]> {
  const phone = await SipPhone.open({ user: script.caller, box: box.sip });
  try {
    const call = await phone.call("96100");
    await call.up;
    const [record] = await office.until<CallRecord[]>(`/api/calls?caller=${script.caller}`, (list) => list.length > 0);
    // He presses once he hears something, as callers do.
    await office.until<{ trace: TraceEntry[] }>(`/api/calls/${record!.id}`, ({ trace }) => pathOf(trace).length > 0);
    await call.sound.press(script.keys);
    const page = await office.until<{ trace: TraceEntry[] }>(
      `/api/calls/${record!.id}`,
      ({ trace }) => pathOf(trace).length >= nodes,
      90_000,
    );
    call.hangUp();
    await office.until<{ record: CallRecord }>(`/api/calls/${record!.id}`, (c) => c.record.endedAtMs !== undefined);
    return pathOf(page.trace);
  } finally {
    phone.close();
  }
}

test.each(scripts)("$id: a real call takes the way of the dry run, node by node and exit by exit", async (script) => {
  const play = {
    call: { caller: script.caller, called: "96100", line: "lab-trunk" },
    world: script.world,
    acts: [{ do: "press", keys: script.keys }, { do: "listen" }, { do: "hangup" }],
  };
  const run = await office.post<FlowRun>("/api/flows/dry-run", { flow: "hotline", play });
  const saved = await office.put<FlowScript & { verdict: ScriptVerdict }>(`/api/flows/hotline/scripts/${script.id}`, {
    name: script.id,
    play,
    pin: ["path", "end"],
  });
  expect(saved.verdict).toMatchObject({ passed: true });
  expect(run.path.map(({ flow, node }) => ({ flow, node }))).toEqual(saved.expect.path);
  expect(run.path.length).toBeGreaterThan(4);
  const real = await callAndPress(script, run.path.length);
  expect(real.map(({ flow, node, from }) => ({ flow, node, ...(from ? { from } : {}) }))).toEqual(run.path);
});
