import { randomBytes } from "node:crypto";
import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand, LineEvent, Party } from "../../contract/line.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { LegId } from "../../kit/ids.ts";
import { LegSound } from "./leg-sound.ts";
import type { Port, PortNews } from "./port.ts";

/** A port and who is at its far end: a line of the world outside, or one of the house's telephones. */
export type PortParty = { party: Party; port: Port };

export type PortLegsParts = {
  /** Address of the media plane's sockets. */
  mediaAddress: string;
  nowMs(): number;
  hear(event: LineEvent): void;
  trouble(text: string): void;
};

type Leg = {
  id: LegId;
  party: Party;
  port: Port;
  callRef: string;
  way: "in" | "out";
  phase: "opening" | "ringing" | "up";
  sound?: LegSound;
  /** Its end was asked for; what is said of it meanwhile counts no more. */
  ending: boolean;
};

/**
 * The calls of the ports in the words of the timeline. One leg for each port: a second call is refused as busy.
 * Whatever the driver says twice is said once, and every leg ends exactly once.
 */
export class PortLegs {
  readonly #parts: PortLegsParts;
  readonly #byLeg = new Map<LegId, Leg>();
  readonly #byPort = new Map<Port, Leg>();
  /** Of legs that are over. */
  readonly #over = { dropped: 0, missing: 0 };

  constructor(parts: PortLegsParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#byLeg.size;
  }

  /** Blocks of all legs that were too many for the line, and those that were missing when the line wanted one. */
  get blocks(): { dropped: number; missing: number } {
    const sum = { ...this.#over };
    for (const { sound } of this.#byLeg.values()) addCounts(sum, sound);
    return sum;
  }

  perform(command: LineCommand, at: (party: Party) => Port | undefined): void {
    if (command.do === "line.dial") {
      void this.#dial(command, at(command.to));
      return;
    }
    if (!("leg" in command)) return;
    const leg = this.#byLeg.get(command.leg);
    if (!leg) return;
    switch (command.do) {
      case "line.progress":
        this.#progress(leg, command.local);
        return;
      case "line.answer":
        this.#answer(leg, command.local);
        return;
      case "line.reoffer":
        this.#reoffer(leg, command.local);
        return;
      case "line.hangup":
        leg.ending = true;
        leg.port.perform({ do: "hang-up", why: command.why });
        return;
      case "line.accept":
        leg.sound?.meet(command.local);
        return;
      // A hold that isn't granted is held all the same: the telephone has turned to somebody else.
      case "line.refuse":
        return;
      case "line.referOutcome":
        // RFC 3515 2.4.5: below 200 it goes on.
        if (command.status >= 200) leg.port.perform({ do: "handed-on", done: command.status < 300 });
        return;
    }
  }

  /** What a driver tells of its port. Line states and measurements are not calls: the driver's process passes them on. */
  hear({ party, port }: PortParty, news: Exclude<PortNews, { on: "state" | "health" }>): void {
    const leg = this.#byPort.get(port);
    if (news.on === "incoming") {
      // The driver must not have two; if it has, the new one is not ours to take.
      if (leg) this.#parts.trouble("a port told of a second call");
      else void this.#incoming(party, port, news);
      return;
    }
    if (!leg) return;
    switch (news.on) {
      case "progressed":
        this.#progressed(leg, news.how);
        return;
      case "answered":
        this.#answered(leg);
        return;
      case "digit":
        if (leg.phase === "up") this.#parts.hear({ on: "line.digit", leg: leg.id, digit: news.digit });
        return;
      case "held":
        this.#held(leg, news.held);
        return;
      case "hands-on":
        this.#handsOn(leg, news.to);
        return;
      case "ended":
        this.#ended(leg, news.why, news.by);
        return;
    }
  }

  /** The port is gone, and with it what was up. */
  lost(port: Port): void {
    const leg = this.#byPort.get(port);
    if (leg) this.#ended(leg, "line-failed", "box");
  }

  #new(id: LegId, party: Party, port: Port, way: Leg["way"], callRef: string): Leg {
    const leg: Leg = { id, party, port, way, callRef, phase: "opening", ending: false };
    this.#byLeg.set(id, leg);
    this.#byPort.set(port, leg);
    return leg;
  }

  async #incoming(party: Party, port: Port, { from, to, ref }: Extract<PortNews, { on: "incoming" }>): Promise<void> {
    const call = `${this.#parts.nowMs().toString(36)}${randomBytes(4).toString("hex")}`;
    const leg = this.#new(`${call}/1` as LegId, party, port, "in", ref);
    const sound = await this.#open(leg);
    if (!sound) return;
    leg.phase = "ringing";
    const remote = sound.description();
    this.#parts.hear({ on: "line.ringing", leg: leg.id, party, from, to: { number: to ?? "" }, remote, callRef: ref });
  }

  async #dial(command: Extract<LineCommand, { do: "line.dial" }>, port: Port | undefined): Promise<void> {
    const { leg: id, to, from, local, giveUpMs, ring = "normal" } = command;
    if (!port || this.#byPort.has(port) || this.#byLeg.has(id)) {
      // A telephone in use is busy; a line in use only can't take this call, and another line may.
      const why = !port ? "line-failed" : to.kind === "phone" ? "busy" : "overload";
      this.#parts.hear({ on: "line.ended", leg: id, why, by: "box" });
      return;
    }
    const { number, ...party } = to;
    const leg = this.#new(id, party, port, "out", `${id}@port`);
    const sound = await this.#open(leg);
    if (!sound) return;
    if (!sound.meet(local)) {
      this.#ended(leg, "no-media", "box");
      return;
    }
    port.connect(sound);
    port.perform({ do: "dial", number, from, ring, giveUpMs });
  }

  /** A telephone of ours hears the far end before it answers (RFC 3960); to a line from outside it would cost. */
  #progress(leg: Leg, local: MediaDescription | undefined): void {
    if (leg.way !== "in" || leg.phase !== "ringing") return;
    if (local && leg.party.kind === "phone" && leg.sound?.meet(local)) leg.port.connect(leg.sound);
    leg.port.perform({ do: "alert" });
  }

  #answer(leg: Leg, local: MediaDescription): void {
    if (leg.way !== "in" || leg.phase !== "ringing" || !leg.sound) return;
    if (!leg.sound.meet(local)) {
      leg.port.perform({ do: "hang-up", why: "no-media" });
      return;
    }
    leg.phase = "up";
    leg.port.connect(leg.sound);
    leg.port.perform({ do: "answer" });
    this.#parts.hear({ on: "line.confirmed", leg: leg.id });
  }

  #reoffer(leg: Leg, local: MediaDescription): void {
    const met = leg.sound?.meet(local) ?? false;
    const remote = met ? leg.sound?.description() : undefined;
    this.#parts.hear({ on: "line.reoffered", leg: leg.id, status: met ? 200 : 488, ...(remote ? { remote } : {}) });
  }

  #progressed(leg: Leg, how: "ringing" | "early"): void {
    if (leg.way !== "out" || leg.phase === "up" || leg.ending) return;
    leg.phase = "ringing";
    const remote = how === "early" ? leg.sound?.description() : undefined;
    const status = how === "early" ? 183 : 180;
    this.#parts.hear({ on: "line.progressed", leg: leg.id, status, callRef: leg.callRef, ...(remote ? { remote } : {}) });
  }

  #answered(leg: Leg): void {
    if (leg.way !== "out" || leg.phase === "up" || leg.ending || !leg.sound) return;
    leg.phase = "up";
    this.#parts.hear({ on: "line.answered", leg: leg.id, remote: leg.sound.description(), callRef: leg.callRef });
  }

  /** RFC 3264 8.4: who holds sends, the other listens. */
  #held(leg: Leg, held: boolean): void {
    if (leg.phase !== "up" || !leg.sound) return;
    const remote: MediaDescription = { ...leg.sound.description(), direction: held ? "sendonly" : "sendrecv" };
    this.#parts.hear({ on: "line.offered", leg: leg.id, remote });
  }

  #handsOn(leg: Leg, to: Port): void {
    const other = this.#byPort.get(to);
    if (!other || leg.phase !== "up") {
      leg.port.perform({ do: "handed-on", done: false });
      return;
    }
    this.#parts.hear({ on: "line.referred", leg: leg.id, to: "", replaces: other.id });
  }

  #ended(leg: Leg, why: EndReason, by: "far" | "us" | "box"): void {
    leg.port.connect(undefined);
    leg.sound?.close();
    addCounts(this.#over, leg.sound);
    this.#byLeg.delete(leg.id);
    this.#byPort.delete(leg.port);
    this.#parts.hear({ on: "line.ended", leg: leg.id, why, by });
  }

  /** Nothing when the leg ended meanwhile, or no socket is to be had; then it has ended. */
  async #open(leg: Leg): Promise<LegSound | undefined> {
    const sound = await LegSound.open({
      address: this.#parts.mediaAddress,
      digit: (digit) => leg.port.perform({ do: "digits", digits: digit }),
      trouble: this.#parts.trouble,
    }).catch((error: Error) => {
      this.#parts.trouble(`no socket for a port's sound: ${error.message}`);
      return undefined;
    });
    if (this.#byLeg.get(leg.id) !== leg) {
      sound?.close();
      return undefined;
    }
    if (sound) leg.sound = sound;
    else {
      leg.port.perform({ do: "hang-up", why: "fault" });
      this.#ended(leg, "fault", "box");
    }
    return sound;
  }
}

function addCounts(sum: { dropped: number; missing: number }, sound: LegSound | undefined): void {
  sum.dropped += sound?.counts.dropped ?? 0;
  sum.missing += sound?.counts.missing ?? 0;
}
