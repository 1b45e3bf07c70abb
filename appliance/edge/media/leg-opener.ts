import { randomBytes } from "node:crypto";
import type { MediaCommand, MediaDescription, MediaEvent } from "../../contract/media.ts";
import type { DatagramSocket } from "./datagram-io.ts";
import { Leg, type LegHost } from "./leg.ts";
import { makeAnswer, makeOffer, type Negotiated, type OurSide, takeAnswer } from "./negotiate.ts";
import type { PortPool } from "./port-pool.ts";

type OpenCommand = Extract<MediaCommand, { do: "media.open" }>;
type Why = Extract<MediaEvent, { on: "media.refused" }>["why"];
/** Somebody else may sit on some of our ports; not on this many in a row. */
const attempts = 16;

/** Finds a leg its ports, and settles with the far side what is spoken there. */
export class LegOpener {
  readonly #host: LegHost;
  readonly #announce: string;
  readonly #ports: PortPool;

  constructor(host: LegHost, announce: string, ports: PortPool) {
    this.#host = host;
    this.#announce = announce;
    this.#ports = ports;
  }

  newLeg(command: OpenCommand): Leg {
    const ours: OurSide = {
      announce: this.#announce,
      port: 0,
      codecs: command.codecs,
      srtp: command.srtp,
      keys: { AES_CM_128_HMAC_SHA1_80: newKey(), AES_CM_128_HMAC_SHA1_32: newKey() },
      // RFC 4566 5.2: a number; 48 bits are unlikely enough to meet again
      sessionId: String(randomBytes(6).readUIntBE(0, 6)),
    };
    return new Leg(this.#host, command.leg, ours, command.inbandDigits);
  }

  /** `done` hears undefined when the leg has its ports. */
  bind(leg: Leg, wantsRtcp: boolean, done: (why: Why | undefined) => void, left = attempts): void {
    const port = left > 0 ? this.#ports.take() : undefined;
    if (port === undefined) {
      done("no-port");
      return;
    }
    this.#openPair(leg, port, wantsRtcp, (rtp, rtcp) => {
      if (rtp === undefined) {
        this.#ports.giveBack(port);
        return this.bind(leg, wantsRtcp, done, left - 1);
      }
      leg.rtp = rtp;
      leg.rtcp = rtcp;
      leg.ours.port = port;
      done(undefined);
    });
  }

  release(leg: Leg): void {
    leg.rtp?.close();
    leg.rtcp?.close();
    if (leg.ours.port !== 0) this.#ports.giveBack(leg.ours.port);
    leg.ours.port = 0;
  }

  /** First description of a leg: an answer to `remote`, or an offer. */
  describe(leg: Leg, remote: MediaDescription | undefined): MediaDescription | Why {
    if (remote !== undefined) return this.#take(leg, makeAnswer(leg.ours, remote));
    leg.local = makeOffer(leg.ours);
    return leg.local;
  }

  update(leg: Leg, remote: MediaDescription, role: "answer" | "offer"): MediaDescription | Why {
    if (role === "answer" && leg.local !== undefined) return this.#take(leg, takeAnswer(leg.ours, leg.local, remote));
    const local = this.#take(leg, makeAnswer(leg.ours, remote, leg.local, leg.agreed?.codec));
    if (typeof local !== "string" && !remote.rtcp.mux && leg.rtcp === undefined) this.#openRtcp(leg, remote);
    return local;
  }

  #take(leg: Leg, result: Negotiated): MediaDescription | Why {
    if ("refused" in result) return result.refused;
    leg.configure(result.local, result.agreed, this.#host.clock.nowMs());
    return result.local;
  }

  #openPair(leg: Leg, port: number, wantsRtcp: boolean, done: (rtp?: DatagramSocket, rtcp?: DatagramSocket) => void): void {
    const { io } = this.#host;
    io.open(
      port,
      (length, nowMs) => leg.receiveRtp(length, nowMs),
      (rtp) => {
        if (rtp === undefined || !wantsRtcp) return done(rtp);
        io.open(
          port + 1,
          (length, nowMs) => leg.receiveRtcp(length, nowMs),
          (rtcp) => {
            if (rtcp !== undefined) return done(rtp, rtcp);
            rtp.close();
            done();
          },
        );
      },
    );
  }

  /** A changed offer wants its own RTCP port after all. If the port is taken by others, the leg lives without reports. */
  #openRtcp(leg: Leg, remote: MediaDescription): void {
    this.#host.io.open(
      leg.ours.port + 1,
      (length, nowMs) => leg.receiveRtcp(length, nowMs),
      (rtcp) => {
        if (rtcp === undefined) return;
        if (leg.closed) return rtcp.close();
        leg.rtcp = rtcp;
        rtcp.aim(leg.input.latch.address ?? remote.address, remote.rtcp.port);
      },
    );
  }
}

const newKey = (): string => randomBytes(30).toString("base64");

export const isWhy = (result: MediaDescription | Why): result is Why => typeof result === "string";
