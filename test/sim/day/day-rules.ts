import type { Settings } from "../../../appliance/contract/settings.ts";
import { must } from "../../../appliance/core/box/sim/must.ts";
import type { DayWorld } from "./day-world.ts";

/**
 * What must hold after everything that happens, judged from what can be seen from outside — phones that ring, rows of the
 * queues, agents' states — and from the settings, not by the code that decides.
 */
export class DayRules {
  readonly #settings: Settings;
  /** Calls that an agent let ring or refused, and until when he may be spared them: "agent call" → moment. */
  readonly #spared = new Map<string, number>();
  #effects = 0;
  #journal = 0;
  #rung = new Map<string, { agent: string; call: string }>();
  /** Stays in a queue that have not ended, by call. */
  readonly #waiting = new Map<string, string>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  check(day: DayWorld): void {
    this.#follow(day);
    const ringing = this.#ringing(day);
    this.#oneCallerEach(ringing);
    this.#nobodyWaitsForNothing(day, ringing);
  }

  /** Ringing queue legs: agent and call. */
  #ringing({ world }: DayWorld): { agent: string; call: string }[] {
    return world.lines.ringing.flatMap(({ leg }) => this.#rung.get(leg) ?? []);
  }

  #follow({ world }: DayWorld): void {
    for (; this.#effects < world.effects.length; this.#effects++) {
      const effect = world.effects[this.#effects]!;
      if (effect.do === "line.dial" && effect.to.kind === "phone") {
        const call = effect.leg.slice(0, effect.leg.indexOf("/"));
        const agent = Object.values(world.box.agents.agents).find((a) => a.phone === effect.to.number)?.agent;
        if (agent && this.#waiting.has(call)) this.#rung.set(effect.leg, { agent, call });
      } else if (effect.do === "line.hangup" && effect.why === "no-answer") this.#spare(effect.leg, world.atMs);
      else if (effect.do === "store" && effect.change.put === "queue") {
        const { call, queue, leftAtMs } = effect.change.row;
        if (leftAtMs === undefined) this.#waiting.set(call, queue);
        else if (this.#waiting.get(call) === queue) this.#waiting.delete(call);
      }
    }
    for (; this.#journal < world.journal.length; this.#journal++) {
      const { event } = world.journal[this.#journal]!;
      if (event.on === "line.ended" && event.by === "far") this.#spare(event.leg, world.atMs);
    }
  }

  #spare(leg: string, atMs: number): void {
    const rung = this.#rung.get(leg);
    const queue = rung && this.#queueOf(this.#waiting.get(rung.call));
    if (rung && queue) this.#spared.set(`${rung.agent} ${rung.call}`, atMs + (queue.retryMs ?? 30_000));
  }

  #queueOf(id: string | undefined) {
    return this.#settings.queues.find((q) => q.id === id);
  }

  #oneCallerEach(ringing: { agent: string; call: string }[]): void {
    const agents = new Set<string>();
    const calls = new Map<string, string>();
    for (const { agent, call } of ringing) {
      must(!agents.has(agent), `${agent} is rung for one caller at a time`);
      agents.add(agent);
      const other = calls.get(call);
      const queue = this.#queueOf(this.#waiting.get(call));
      must(
        other === undefined || queue === undefined || queue.strategy === "ring-all",
        `${call} of ${queue?.id} rings at ${agent} alone, not also at ${other}`,
      );
      calls.set(call, agent);
    }
  }

  /** Decisions are made at the moment they can be made: nobody waits beside a free agent who may take him. */
  #nobodyWaitsForNothing({ world }: DayWorld, ringing: { agent: string; call: string }[]): void {
    const offered = new Set(ringing.map((r) => r.call));
    // A leg whose sound is being opened is not dialled yet, but promised.
    for (const { call } of Object.values(world.box.queues.entries).filter((e) => e.offer)) offered.add(call);
    const free = Object.values(world.box.agents.agents).filter((a) => a.state === "ready");
    if (free.length === 0) return;
    for (const [call, queue] of this.#waiting) {
      if (offered.has(call)) continue;
      for (const { agent } of free) {
        const member = this.#settings.agents.find((a) => a.id === agent)?.queues.some((q) => q.queue === queue);
        const spared = (this.#spared.get(`${agent} ${call}`) ?? 0) > world.atMs;
        must(!member || spared, `${call} waits in ${queue} while ${agent} is free`);
      }
    }
  }
}
