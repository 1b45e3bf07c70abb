import type { FlowScriptRow } from "../../contract/flow-library.ts";
import { expectationParts } from "../../contract/flow-script.ts";
import type { Settings } from "../../contract/settings.ts";
import { flowCoverage } from "../../core/flows/dry-run/flow-coverage.ts";
import { expectationOf, judgeScript, pinnedParts } from "../../core/flows/dry-run/judge-script.ts";
import { wholeDraft, withFlow } from "./flow-handlers.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type ScriptRoute = "dryRunFlow" | "flowScripts" | "putFlowScript" | "deleteFlowScript" | "runFlowScripts" | "acceptFlowScript";
export function scriptHandlers(ports: HttpPorts): Pick<Handlers, ScriptRoute> {
  const { store, scripts } = ports;
  /** The settings in force, with the draft in the flow's place where that is wanted. */
  const houseFor = (flow: string, draft: boolean | undefined): Settings => {
    const { settings } = ports.settings.current();
    const house = draft ? withFlow(settings, wholeDraft(ports, flow)) : settings;
    if (!house.flows.some((f) => f.id === flow)) throw new HttpFault("not-found");
    return house;
  };
  const scriptOf = (flow: string, id: string): FlowScriptRow => {
    const found = store.flowScripts(flow).find((s) => s.id === id);
    if (!found) throw new HttpFault("not-found");
    return found;
  };
  return {
    dryRunFlow({ body: { flow, play, document, draft } }) {
      const { settings } = ports.settings.current();
      if (document && document.id !== flow) throw new HttpFault("bad-request");
      const house = document ? withFlow(settings, document) : houseFor(flow, draft);
      const run = scripts.play(flow, play, house);
      return { ...run, coverage: flowCoverage(house.flows.find((f) => f.id === flow)!, [run]) };
    },
    flowScripts: ({ params }) => store.flowScripts(params.id),
    async putFlowScript(asked) {
      const { params, body } = asked;
      const { name, expect, pin = expectationParts } = body;
      // The clock is part of what is rehearsed: without it, the script would pass today and fail tonight.
      const call = { ...body.play.call, at: body.play.call.at ?? `${new Date(ports.nowMs()).toISOString().slice(0, 19)}Z` };
      const play = { ...body.play, call };
      const run = scripts.play(params.id, play, houseFor(params.id, body.draft));
      if (!expect && run.end === "limit") throw new HttpFault("flow-unfit");
      const script = { id: params.script, name, play, expect: expect ?? expectationOf(run, pin) };
      await store.putFlowScript(params.id, script, signedIn(asked).user);
      return { ...script, verdict: judgeScript(script, run) };
    },
    deleteFlowScript: ({ params }) => store.dropFlowScript(params.id, params.script),
    async runFlowScripts({ params: { id }, body }) {
      const house = houseFor(id, body.draft);
      const results = await scripts.run(store.flowScripts(id), house);
      const runs = results.map(({ run }) => run);
      return {
        passed: results.every(({ verdict }) => verdict.passed),
        verdicts: results.map(({ verdict }) => verdict),
        coverage: flowCoverage(house.flows.find((f) => f.id === id)!, runs),
      };
    },
    async acceptFlowScript(asked) {
      const { params, body } = asked;
      const { flow, by, atMs, ...script } = scriptOf(params.id, params.script);
      const run = scripts.play(flow, script.play, houseFor(flow, body.draft));
      if (run.end === "limit") throw new HttpFault("flow-unfit");
      const next = { ...script, expect: expectationOf(run, pinnedParts(script.expect)) };
      await store.putFlowScript(flow, next, signedIn(asked).user);
      return { before: { ...script, by, atMs }, after: next, verdict: judgeScript(next, run) };
    },
  };
}
