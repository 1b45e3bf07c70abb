import type { FlowDocument } from "../../contract/flow.ts";
import { checkLinks } from "./check/check-links.ts";
import { checkTexts } from "./check/check-texts.ts";
import { checkVariables } from "./check/check-variables.ts";
import { checkWays } from "./check/check-ways.ts";
import { Findings, type FlowCheckContext, type FlowProblem } from "./check/flow-problem.ts";

/**
 * What the schema can't see in a flow: exits and references that lead nowhere, nodes that can't be reached or left, circles, texts and expressions.
 * The context is what the settings (or a draft of them) hold; a flow there with the same id gives way to this one.
 */
export function checkFlow(flow: FlowDocument, context: FlowCheckContext): FlowProblem[] {
  const flows = [...context.flows.filter((f) => f.id !== flow.id), flow];
  const found = new Findings();
  checkLinks(flow, { ...context, flows }, found);
  const uses = checkTexts(flow, context, found);
  checkWays(flow, flows, found);
  checkVariables(flow, flows, uses, found);
  return found.list;
}
