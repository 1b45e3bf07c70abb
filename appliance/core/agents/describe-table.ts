import { agentStates } from "../../contract/agent.ts";
import { agentEventNames } from "./agent-event.ts";
import { cellOf } from "./step.ts";

/** The state table as a mermaid diagram; events that leave a state as it is are not drawn. */
export function describeTable(): string {
  const lines = [
    "stateDiagram-v2",
    '  state "logged-out" as logged_out',
    '  state "not-ready" as not_ready',
    '  state "wrap-up" as wrap_up',
    "  [*] --> logged_out",
  ];
  for (const from of agentStates) {
    for (const to of agentStates) {
      if (to === from) continue;
      const events = agentEventNames.filter((on) => {
        const cell = cellOf(from, on);
        return "to" in cell && cell.to.includes(to);
      });
      const names = events.map((on) => on.replace("agent.", ""));
      if (names.length > 0) lines.push(`  ${from.replace("-", "_")} --> ${to.replace("-", "_")}: ${names.join(", ")}`);
    }
  }
  return lines.join("\n");
}
