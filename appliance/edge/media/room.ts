import type { CodecName, RoomParty } from "../../contract/media.ts";
import { Concealer } from "../../wire/audio/conceal.ts";
import { meanSquare } from "../../wire/audio/energy.ts";
import { alawSilence, ulawSilence } from "../../wire/audio/g711.ts";
import { mixAdd, mixAll, mixMinus } from "../../wire/audio/mix.ts";
import { JitterBuffer, newFrameView } from "../../wire/rtp/jitter-buffer.ts";
import type { RtpView } from "../../wire/rtp/packet.ts";
import { FrameDecoder } from "./frame-codec.ts";
import type { Leg } from "./leg.ts";

const frameUnits = 160;
/** Mean square below which a frame counts as quiet (about -45 dBm0): the moment to change the jitter buffer's depth. */
const quietMeanSquare = 8000;
const view = newFrameView(frameUnits);
const mixed = new Int16Array(frameUnits);
const sum = new Int32Array(frameUnits);
const withWhispers = new Int32Array(frameUnits);
const unwhispered = new Int16Array(frameUnits);

/** One leg's part in a room: its sound, brought into step with everybody else's. */
class Party {
  readonly leg: Leg;
  readonly frame = new Int16Array(frameUnits);
  mode: RoomParty["mode"] = "talk";
  to: Leg | undefined;
  #buffer: { codec: CodecName; jitter: JitterBuffer; decoder: FrameDecoder } | undefined;
  readonly #concealer = new Concealer();
  #quiet = true;

  constructor(leg: Leg) {
    this.leg = leg;
  }

  put(codec: CodecName, bytes: Uint8Array, packet: RtpView, nowMs: number): void {
    if (this.#buffer?.codec !== codec) {
      const silence = codec === "PCMU" ? ulawSilence : alawSilence;
      this.#buffer = { codec, jitter: new JitterBuffer({ silence }), decoder: new FrameDecoder() };
    }
    const { jitter } = this.#buffer;
    jitter.put(
      packet.sequence,
      packet.timestamp,
      bytes,
      packet.payloadStart,
      packet.payloadLength,
      nowMs,
      packet.marker,
      packet.ssrc,
    );
  }

  putNothing(packet: RtpView, nowMs: number, bytes: Uint8Array): void {
    this.#buffer?.jitter.put(packet.sequence, packet.timestamp, bytes, 0, 0, nowMs, packet.marker, packet.ssrc);
  }

  /** Brings `frame` up to the tick. */
  pull(tickMs: number): void {
    const state = this.#buffer?.jitter.get(tickMs, view, this.#quiet) ?? "empty";
    if (state === "frame") {
      this.#buffer!.decoder.decode(this.#buffer!.codec, view.bytes, 0, frameUnits, this.frame);
      this.#concealer.good(this.frame, 0, frameUnits);
    } else if (state === "lost") this.#concealer.lost(this.frame, 0, frameUnits);
    else this.frame.fill(0);
    this.#quiet = meanSquare(this.frame, 0, frameUnits) < quietMeanSquare;
  }
}

/**
 * Parties mixed every 20 ms. "talk" is heard by everybody, "whisper" by one, "listen" by nobody; all hear those who talk, except themselves.
 * A bridge whose codecs can't be handed on packet by packet is a room of two.
 */
export class Room {
  readonly id: string;
  slot = 0;
  readonly #parties = new Map<Leg, Party>();
  readonly #nobody = new Uint8Array(1);

  constructor(id: string) {
    this.id = id;
  }

  get size(): number {
    return this.#parties.size;
  }
  get legs(): Leg[] {
    return [...this.#parties.keys()];
  }

  /** The whole list; who stays keeps his place in time. */
  seat(parties: { leg: Leg; mode: RoomParty["mode"]; to: Leg | undefined }[]): void {
    const staying = new Set(parties.map(({ leg }) => leg));
    for (const leg of this.legs) if (!staying.has(leg)) this.#parties.delete(leg);
    for (const { leg, mode, to } of parties) {
      const party = this.#parties.get(leg) ?? new Party(leg);
      party.mode = mode;
      party.to = to;
      this.#parties.set(leg, party);
    }
  }

  remove(leg: Leg): void {
    this.#parties.delete(leg);
  }

  hear(leg: Leg, codec: CodecName, bytes: Uint8Array, packet: RtpView, nowMs: number): void {
    this.#parties.get(leg)?.put(codec, bytes, packet, nowMs);
  }

  /** A packet without sound came: its number is no loss. */
  hearNothing(leg: Leg, packet: RtpView, nowMs: number): void {
    this.#parties.get(leg)?.putNothing(packet, nowMs, this.#nobody);
  }

  tick(tickMs: number, nowMs: number): void {
    sum.fill(0);
    let whispers = false;
    for (const party of this.#parties.values()) {
      party.pull(tickMs);
      if (party.mode === "talk") mixAdd(sum, party.frame, 0, frameUnits);
      whispers ||= party.mode === "whisper";
    }
    for (const party of this.#parties.values()) {
      const whispered = whispers && this.#whispersTo(party);
      this.#mixFor(party, whispered ? withWhispers : sum, mixed);
      if (whispered && party.leg.recordings.length > 0) {
        this.#mixFor(party, sum, unwhispered);
        party.leg.tick(tickMs, nowMs, mixed, unwhispered);
      } else party.leg.tick(tickMs, nowMs, mixed);
    }
  }

  #mixFor(party: Party, base: Int32Array, into: Int16Array): void {
    if (party.mode === "talk") mixMinus(base, party.frame, 0, into, 0, frameUnits);
    else mixAll(base, into, 0, frameUnits);
  }

  /** Does somebody whisper to him? Then `withWhispers` holds all that he hears. */
  #whispersTo(listener: Party): boolean {
    let any = false;
    for (const party of this.#parties.values()) {
      if (party.mode !== "whisper" || party.to !== listener.leg) continue;
      if (!any) withWhispers.set(sum);
      any = true;
      mixAdd(withWhispers, party.frame, 0, frameUnits);
    }
    return any;
  }
}
