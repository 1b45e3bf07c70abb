import type { LineCommand, Party } from "../../contract/line.ts";
import type { Settings } from "../../contract/settings.ts";
import type { Edge } from "../../runtime/edge.ts";

/** Ports of one kind, all of them: the modems, the cards. */
export interface PortEdge extends Edge<LineCommand> {
  /** Whether calls to it are ours: a line or telephone of one of our ports. */
  owns(party: Party): boolean;
  configure(settings: Settings): void;
  gauges(): Promise<Record<string, number>>;
}
