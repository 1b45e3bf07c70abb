import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeTable } from "../appliance/core/agents/describe-table.ts";
import { inviteClient } from "../appliance/wire/sip/transaction/invite-client.ts";
import { inviteServer } from "../appliance/wire/sip/transaction/invite-server.ts";
import type { Machine, Step } from "../appliance/wire/sip/transaction/machine.ts";
import { nonInviteClient } from "../appliance/wire/sip/transaction/non-invite-client.ts";
import { nonInviteServer } from "../appliance/wire/sip/transaction/non-invite-server.ts";

/** Which README shows which tables, in the order of its diagrams. */
export const drawings: Record<string, (() => string)[]> = {
  "appliance/core/agents/README.md": [describeTable],
  "appliance/wire/sip/transaction/README.md": [inviteClient, inviteServer, nonInviteClient, nonInviteServer].map(
    (machine) => () => drawMachine(machine),
  ),
};

/** A transaction's machine as a mermaid diagram; events that leave a state as it is are not drawn. */
export function drawMachine(machine: Machine): string {
  const lines = ["stateDiagram-v2", `  [*] --> ${machine.start.to}`];
  for (const [from, row] of Object.entries(machine.states)) {
    const ways = new Map<string, string[]>();
    for (const [event, { to }] of Object.entries(row) as [string, Step][])
      if (to !== from) ways.set(to, [...(ways.get(to) ?? []), event]);
    for (const [to, events] of ways) lines.push(`  ${from} --> ${to}: ${events.join(", ")}`);
  }
  return [...lines, "  terminated --> [*]"].join("\n");
}

/** The page with its diagrams drawn anew; throws when it has not as many as are to be drawn. */
export function redraw(page: string, drawn: readonly (() => string)[]): string {
  let next = 0;
  const text = page.replace(/^```mermaid\n[\s\S]*?^```$/gm, () => `\`\`\`mermaid\n${drawn[next++]?.()}\n\`\`\``);
  if (next !== drawn.length) throw new Error(`${next} diagrams on the page, ${drawn.length} to draw`);
  return text;
}

if (import.meta.main) {
  for (const [path, drawn] of Object.entries(drawings)) {
    const file = join(import.meta.dirname, "..", path);
    const before = readFileSync(file, "utf8");
    const after = redraw(before, drawn);
    if (after !== before) writeFileSync(file, after);
    console.log(`${after === before ? "as it was" : "drawn    "}  ${path}`);
  }
}
