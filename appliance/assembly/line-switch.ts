import type { LineCommand, LineEvent } from "../contract/line.ts";
import type { Settings } from "../contract/settings.ts";
import type { PortEdge } from "../edge/ports/port-edge.ts";
import type { LegId } from "../kit/ids.ts";

/** Which edge a leg belongs to: SIP, or the ports of the cabinet. Legs nobody else claims are SIP's. */
export class LineSwitch {
  readonly #edges: readonly PortEdge[];
  readonly #legs = new Map<LegId, PortEdge>();

  constructor(edges: readonly PortEdge[]) {
    this.#edges = edges;
  }

  /** True when an edge of the cabinet took it. */
  perform(command: LineCommand): boolean {
    const edge = this.#edgeOf(command);
    edge?.perform(command);
    return edge !== undefined;
  }

  /** What an edge of the cabinet tells passes through here on its way to the timeline. */
  heard(edge: PortEdge, event: LineEvent): void {
    if (event.on === "line.ringing") this.#legs.set(event.leg, edge);
    if (event.on === "line.ended") this.#legs.delete(event.leg);
  }

  configure(settings: Settings): void {
    for (const edge of this.#edges) edge.configure(settings);
  }

  async gauges(): Promise<Record<string, number>> {
    const all = await Promise.all(this.#edges.map((edge) => edge.gauges()));
    return Object.assign({ legs: this.#legs.size }, ...all);
  }

  async stop(why: string): Promise<void> {
    await Promise.all(this.#edges.map((edge) => edge.stop(why)));
  }

  #edgeOf(command: LineCommand): PortEdge | undefined {
    if (command.do === "line.dial") {
      const edge = this.#edges.find((e) => e.owns(command.to));
      if (edge) this.#legs.set(command.leg, edge);
      return edge;
    }
    if (command.do === "line.messages") return this.#edges.find((e) => e.owns({ kind: "phone", phone: command.phone }));
    return "leg" in command ? this.#legs.get(command.leg) : undefined;
  }
}
