import type { GatewayTextApi } from "../../contract/gateway.ts";
import type { TextCommand } from "../../contract/texts.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Edge } from "../../runtime/edge.ts";
import { DinstarLink } from "./dinstar-link.ts";
import type { GatewayHost, TextGateway, TextLink } from "./gateway-config.ts";
import { GatewayDoor } from "./gateway-door.ts";
import { PatientDoor } from "./patient-door.ts";
import { SynwayLink } from "./synway-link.ts";

const linkOf = { dinstar: DinstarLink, synway: SynwayLink } as const satisfies Record<GatewayTextApi, unknown>;
type Held = { as: string; lines: ReadonlySet<string>; link?: TextLink };

/** All gateways texts go by. */
export class GatewayTexts implements Edge<TextCommand> {
  readonly #host: GatewayHost;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor(host: GatewayHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Those whose settings or password have changed are taken up anew. */
  configure(gateways: readonly TextGateway[]): void {
    for (const [id, { link }] of this.#held) {
      if (gateways.some((one) => one.id === id)) continue;
      link?.stop();
      this.#held.delete(id);
      this.#host.trouble(id, undefined);
    }
    for (const gateway of gateways) {
      const { id, api, base, user, lines } = gateway;
      const password = this.#host.password(id);
      const as = JSON.stringify([gateway, password]);
      const held = this.#held.get(id);
      if (held?.as === as) continue;
      held?.link?.stop();
      const now: Held = { as, lines: new Set(lines.map(({ line }) => line)) };
      this.#held.set(id, now);
      if (password === undefined) {
        this.#host.trouble(id, "password not entered");
        continue;
      }
      const door = new PatientDoor(new GatewayDoor({ base, user, password }), this.#clock);
      now.link = new linkOf[api](gateway, door, this.#host, this.#clock);
      now.link.start();
    }
  }

  has(line: string): boolean {
    return [...this.#held.values()].some(({ lines }) => lines.has(line));
  }

  /** Texts that came stay where they are: nothing is deleted there. */
  perform(command: TextCommand): void {
    if (command.do === "text.delete") return;
    const { id, line } = command;
    const link = [...this.#held.values()].find(({ lines }) => lines.has(line))?.link;
    if (link) void link.send(command);
    else this.#host.hear({ on: "text.answered", id, line, ok: false, retry: "later", why: "no gateway" });
  }

  async stop(): Promise<void> {
    for (const { link } of this.#held.values()) link?.stop();
    this.#held.clear();
  }
}
