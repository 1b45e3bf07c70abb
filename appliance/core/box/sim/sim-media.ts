import type { BoxEvent } from "../../../contract/effects.ts";
import type { LegStats, MediaCommand, MediaEvent, RoomParty } from "../../../contract/media.ts";
import type { LegId } from "../../../kit/ids.ts";
import type { Answer } from "./answer.ts";
import { must } from "./must.ts";

type MediaLeg = { state: "opening" | "open"; version: number; play?: string; recordings: string[] };
type Refusal = Extract<MediaEvent, { on: "media.refused" }>["why"];

const stats: LegStats = {
  packetsSent: 100,
  packetsReceived: 100,
  packetsLost: 0,
  jitterMs: 1,
  jitterMaxMs: 2,
  codec: "PCMA",
  srtp: false,
  mos: 4.4,
  remote: "192.0.2.10:4000",
};

/** The media side as the box sees it: commands in order, an answer to each open and update, a last word for every leg and recording. */
export class SimMedia {
  readonly #say: (answer: Answer) => void;
  readonly #legs = new Map<LegId, MediaLeg>();
  readonly #opened = new Set<LegId>();
  readonly #recordings = new Set<string>();
  readonly #paused = new Set<string>();
  /** The bridge or room each leg is in. */
  readonly links = new Map<LegId, string>();
  readonly rooms = new Map<string, RoomParty[]>();
  /** Taken as the answer to the next open or update. */
  refuseNext: Refusal | undefined;
  /** Plays without repetition are over as soon as they begin. */
  playsAtOnce = true;
  recordFails = false;
  /** Who is recorded speaks, where it is listened to. */
  speaks = true;

  constructor(say: (answer: Answer) => void) {
    this.#say = say;
  }

  get openLegs(): number {
    return this.#legs.size;
  }
  get openRecordings(): number {
    return this.#recordings.size;
  }
  has(leg: LegId): boolean {
    return this.#legs.has(leg);
  }
  /** Legs on which something plays now. */
  get playing(): LegId[] {
    return [...this.#legs].filter(([, leg]) => leg.play !== undefined).map(([id]) => id);
  }

  #tell(event: MediaEvent): void {
    this.#say({ from: "media", event });
  }

  /** The worker and all its legs are gone. */
  lost(): void {
    this.#legs.clear();
    this.links.clear();
    this.rooms.clear();
    this.#recordings.clear();
  }

  heard(event: BoxEvent): void {
    if (event.on === "media.opened") {
      const leg = this.#legs.get(event.leg);
      if (leg) leg.state = "open";
    }
    // Refused at first: the leg never came to be. Refused later: it stays as it was.
    if (event.on === "media.refused" && this.#legs.get(event.leg)?.state === "opening") this.#legs.delete(event.leg);
  }

  perform(command: MediaCommand): void {
    switch (command.do) {
      case "media.open":
        must(!this.#opened.has(command.leg), `${command.leg} is opened once`);
        this.#opened.add(command.leg);
        this.#legs.set(command.leg, { state: "opening", version: 0, recordings: [] });
        this.#describe(command.leg);
        return;
      case "media.update":
        this.#open(command.leg, command.do);
        this.#describe(command.leg);
        return;
      case "media.play": {
        const leg = this.#open(command.leg, command.do);
        leg.play = command.play;
        if (this.playsAtOnce && !command.repeat) this.endPlay(command.leg);
        return;
      }
      case "media.stop":
        delete this.#open(command.leg, command.do).play;
        return;
      case "media.bridge":
        // A link may be made before the sound behind it is ready.
        for (const id of command.legs) must(this.#legs.has(id), `${command.do}: ${id} is there`);
        for (const id of command.legs) this.#leave(id);
        for (const id of command.legs) this.links.set(id, command.legs.join("+"));
        return;
      case "media.room": {
        for (const { leg, to } of command.parties) {
          must(this.#legs.has(leg), `${command.do}: ${leg} is there`);
          must(to === undefined || command.parties.some((p) => p.leg === to), `${leg} whispers to somebody in the room`);
        }
        for (const leg of this.#legs.keys()) if (this.links.get(leg) === command.room) this.links.delete(leg);
        for (const { leg } of command.parties) this.#leave(leg);
        for (const { leg } of command.parties) this.links.set(leg, command.room);
        if (command.parties.length > 0) this.rooms.set(command.room, command.parties);
        else this.rooms.delete(command.room);
        return;
      }
      case "media.unbridge":
        must(this.#legs.has(command.leg), `${command.do}: ${command.leg} is there`);
        this.#leave(command.leg);
        return;
      case "media.record": {
        must(!this.#recordings.has(command.recording), `${command.recording} is begun once`);
        this.#open(command.leg, command.do).recordings.push(command.recording);
        this.#recordings.add(command.recording);
        if (this.recordFails) this.#fail(command.recording);
        else if (this.speaks && command.quietMs !== undefined)
          this.#tell({ on: "media.speaking", leg: command.leg, recording: command.recording });
        return;
      }
      case "media.recordPause":
        must(this.#recordings.has(command.recording), `${command.recording} is running when it pauses`);
        must(this.#paused.has(command.recording) !== command.paused, `${command.recording} pauses and goes on in turn`);
        if (command.paused) this.#paused.add(command.recording);
        else this.#paused.delete(command.recording);
        return;
      case "media.recordStop":
        this.#finish(command.recording, command.recording);
        return;
      case "media.close": {
        const leg = this.#legs.get(command.leg);
        must(leg !== undefined, `${command.leg} is open when it is closed, and closed once`);
        this.#leave(command.leg);
        this.#legs.delete(command.leg);
        for (const id of leg.recordings) this.#finish(id, id as never);
        this.#tell({ on: "media.closed", leg: command.leg, stats });
        return;
      }
      default:
        must(false, `${command.do} is known here`);
    }
  }

  /** Everybody `leg` hears: bridged with him, or speaking in his room. */
  hears(leg: LegId): LegId[] {
    const link = this.links.get(leg);
    if (link === undefined) return [];
    const parties = this.rooms.get(link);
    if (!parties) return [...this.links].filter(([id, l]) => l === link && id !== leg).map(([id]) => id);
    const speaks = ({ mode, to }: RoomParty): boolean => mode === "talk" || (mode === "whisper" && to === leg);
    return parties.filter((p) => p.leg !== leg && this.links.get(p.leg) === link && speaks(p)).map((p) => p.leg);
  }

  /** Out of a bridge, which is over then, or of a room, which goes on. */
  #leave(leg: LegId): void {
    const link = this.links.get(leg);
    this.links.delete(leg);
    if (link === undefined || this.rooms.has(link)) return;
    for (const [id, l] of this.links) if (l === link) this.links.delete(id);
  }

  /** Nobody speaks any more on what is being recorded and listened to. */
  quiet(forMs = 5000): void {
    for (const [leg, { recordings }] of this.#legs) {
      const recording = recordings.filter((id) => this.#recordings.has(id)).at(-1);
      if (recording) this.#tell({ on: "media.quiet", leg, recording: recording as never, forMs });
    }
  }

  endPlay(id: LegId, how: "finished" | "interrupted" | "failed" = "finished"): void {
    const leg = this.#legs.get(id);
    if (leg?.play === undefined) return;
    this.#tell({ on: "media.played", leg: id, play: leg.play, how });
    delete leg.play;
  }

  #open(id: LegId, what: string): MediaLeg {
    const leg = this.#legs.get(id);
    must(leg !== undefined && leg.state === "open", `${what}: ${id} is open`);
    return leg;
  }

  #describe(id: LegId): void {
    const leg = this.#legs.get(id)!;
    const why = this.refuseNext;
    this.refuseNext = undefined;
    if (why) {
      this.#tell({ on: "media.refused", leg: id, why });
      return;
    }
    const local = { address: "192.0.2.1", port: 6000, codecs: [{ name: "PCMA" as const, payloadType: 8 }], ptimeMs: 20 };
    const session = {
      direction: "sendrecv" as const,
      rtcp: { mux: false, port: 6001 },
      sessionId: "9",
      sessionVersion: ++leg.version,
    };
    this.#tell({ on: "media.opened", leg: id, local: { ...local, ...session } });
  }

  #finish(id: string, recording: Extract<MediaEvent, { on: "media.recorded" }>["recording"]): void {
    if (!this.#recordings.delete(id)) return;
    this.#tell({ on: "media.recorded", recording, path: `${id}.wav`, durationMs: 5000, bytes: 80_000, sha256: "00" });
  }

  #fail(id: Extract<MediaEvent, { on: "media.recordFailed" }>["recording"]): void {
    this.#recordings.delete(id);
    this.#tell({ on: "media.recordFailed", recording: id, fault: "disk-full", text: "no space left" });
  }
}
