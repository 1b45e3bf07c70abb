import type { MediaCommand, MediaEvent } from "../../contract/media.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { LegId, RecordingId } from "../../kit/ids.ts";
import type { BlockPool } from "./block-pool.ts";
import type { Leg, LegHost } from "./leg.ts";
import { isWhy, LegOpener } from "./leg-opener.ts";
import { Links } from "./links.ts";
import { Player } from "./player.ts";
import { PortPool } from "./port-pool.ts";
import type { DiskOrder } from "./recording.ts";
import { Recordings } from "./recordings.ts";
import type { Room } from "./room.ts";
import type { Gauges, ToWorker } from "./worker-messages.ts";

type OpenCommand = Extract<MediaCommand, { do: "media.open" }>;
type PlayMessage = Extract<ToWorker, { kind: "play" }>;
type PromptMessage = Extract<ToWorker, { kind: "prompt" }>;
const legLimit = 1500;

export type EngineOptions = {
  host: LegHost;
  announce: string;
  rtpFrom: number;
  rtpTo: number;
  blocks: BlockPool;
  toDisk: (order: DiskOrder) => void;
};

/** Everything one media worker does apart from waiting: commands in, slots served, events out. */
export class Engine {
  readonly #host: LegHost;
  readonly #ports: PortPool;
  readonly #opener: LegOpener;
  readonly #links = new Links();
  readonly #legs = new Map<LegId, Leg>();
  readonly #recordings: Recordings;

  constructor(options: EngineOptions) {
    this.#host = options.host;
    this.#recordings = new Recordings(options.blocks, options.toDisk, options.host.emit);
    this.#ports = new PortPool(options.rtpFrom, options.rtpTo);
    this.#opener = new LegOpener(options.host, options.announce, this.#ports);
  }

  get idle(): boolean {
    return this.#legs.size === 0;
  }

  get gauges(): Pick<Gauges, "legs" | "bridges" | "rooms" | "recordings" | "sockets" | "portsFree"> {
    const { bridges, rooms } = this.#links;
    return {
      legs: this.#legs.size,
      bridges,
      rooms,
      recordings: this.#recordings.size,
      sockets: this.#host.io.sockets,
      portsFree: this.#ports.free,
    };
  }

  /** Serves one of the ten slots. */
  serve(slot: number, tickMs: number, nowMs: number): void {
    const { legs, rooms } = this.#links.slots[slot]!;
    for (const leg of legs) if (leg.link.kind !== "room") this.#tick(leg, tickMs, nowMs);
    for (const room of rooms) this.#tick(room, tickMs, nowMs);
  }

  perform(command: Exclude<MediaCommand, { do: "media.play" }>): void {
    switch (command.do) {
      case "media.open":
        this.#open(command);
        break;
      case "media.update":
        this.#update(command);
        break;
      case "media.stop":
        this.#legs.get(command.leg)?.voice.end("stopped");
        break;
      case "media.digits":
        this.#legs.get(command.leg)?.sendDigits(command.digits.slice(0, 64));
        break;
      case "media.bridge":
        this.#bridge(command.legs);
        break;
      case "media.unbridge":
        this.#withLeg(command.leg, (leg) => this.#links.leave(leg));
        break;
      case "media.room":
        this.#links.room(command.room, command.parties, (id) => this.#legs.get(id));
        break;
      case "media.record":
        this.#recordings.start(command, this.#legs.get(command.leg), this.#now());
        break;
      case "media.recordPause":
        this.#recordings.pause(command.recording, command.paused, this.#now());
        break;
      case "media.recordStop":
        this.#recordings.finish(command.recording, this.#now());
        break;
      case "media.close":
        this.#withLeg(command.leg, (leg) => this.#close(leg));
        break;
      default:
        exhaustive(command);
    }
  }

  play({ leg: id, play, parts, bargeIn, repeat }: PlayMessage): void {
    const leg = this.#legs.get(id);
    if (leg === undefined) {
      this.#host.emit({ on: "media.played", leg: id, play, how: "failed", fault: "no such leg" });
      return;
    }
    leg.voice.play(new Player({ play, parts, bargeIn, repeat, country: this.#host.country }));
  }

  supply({ leg, play, prompt, samples, fault }: PromptMessage): void {
    const player = this.#legs.get(leg)?.voice.player;
    if (player?.play === play) player.supply(prompt, samples, fault ?? "");
  }

  /** The disk gave up on it. */
  dropRecording(id: RecordingId): void {
    this.#recordings.drop(id);
  }

  closeAll(): void {
    for (const leg of this.#legs.values()) this.#close(leg);
  }

  /** What goes wrong in one leg stays there. */
  #tick(one: Leg | Room, tickMs: number, nowMs: number): void {
    try {
      one.tick(tickMs, nowMs);
    } catch (error) {
      this.#host.trouble(error);
    }
  }

  #open(command: OpenCommand): void {
    const known = this.#legs.get(command.leg);
    const refuse = (why: Extract<MediaEvent, { on: "media.refused" }>["why"]): void =>
      this.#host.emit({ on: "media.refused", leg: command.leg, why });
    if (known?.local !== undefined) {
      this.#host.emit({ on: "media.opened", leg: known.id, local: known.local });
      return;
    }
    if (known !== undefined) return;
    if (this.#legs.size >= legLimit) {
      refuse("no-port");
      return;
    }
    const leg = this.#opener.newLeg(command);
    this.#legs.set(leg.id, leg);
    this.#links.add(leg);
    const giveUp = (why: Extract<MediaEvent, { on: "media.refused" }>["why"]): void => {
      this.#forget(leg);
      refuse(why);
    };
    this.#opener.bind(leg, command.remote?.rtcp.mux !== true, (why) => {
      if (leg.closed) return this.#opener.release(leg);
      if (why !== undefined) return giveUp(why);
      const local = this.#opener.describe(leg, command.remote);
      if (isWhy(local)) return giveUp(local);
      this.#links.renew(leg);
      this.#host.emit({ on: "media.opened", leg: leg.id, local });
    });
  }

  #update({ leg: id, remote, role }: Extract<MediaCommand, { do: "media.update" }>): void {
    const leg = this.#legs.get(id);
    if (leg?.local === undefined) return;
    const local = this.#opener.update(leg, remote, role);
    if (isWhy(local)) {
      this.#host.emit({ on: "media.refused", leg: id, why: local });
      return;
    }
    this.#links.renew(leg);
    this.#host.emit({ on: "media.opened", leg: id, local });
  }

  #bridge([first, second]: [LegId, LegId]): void {
    const a = this.#legs.get(first);
    const b = this.#legs.get(second);
    if (a !== undefined && b !== undefined) this.#links.bridge(a, b);
  }

  #close(leg: Leg): void {
    this.#recordings.finishAllOf(leg, this.#now());
    const stats = leg.close();
    this.#forget(leg);
    this.#host.emit({ on: "media.closed", leg: leg.id, stats });
  }

  #forget(leg: Leg): void {
    leg.closed = true;
    this.#links.remove(leg);
    this.#legs.delete(leg.id);
    this.#opener.release(leg);
  }

  #now(): number {
    return this.#host.clock.nowMs();
  }

  #withLeg(id: LegId, use: (leg: Leg) => void): void {
    const leg = this.#legs.get(id);
    if (leg !== undefined) use(leg);
  }
}
