import { vi } from "vitest";
import type { CodecName, MediaDescription, MediaEvent } from "../../../appliance/contract/media.ts";
import { type MediaEdge, startMedia } from "../../../appliance/edge/media/start-media.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";
import { runner } from "../../sim/runner.ts";
import { Peer } from "./peer.ts";

// Nothing here takes long unless it has gone wrong.
vi.setConfig({ testTimeout: 30_000 });

/** Test files that run at once have ports of their own: legs here, a recording process from 800 on, peers from 1000 on. */
const firstPort = 22_000 + runner() * 2_000;

export const backends = ["epoll", "dgram"] as const;
type Open = {
  srtp?: "off" | "optional" | "required";
  inbandDigits?: boolean;
  codecs?: CodecName[];
  crypto?: MediaDescription["crypto"];
  events?: boolean;
};
type Named<On extends MediaEvent["on"]> = Extract<MediaEvent, { on: On }>;

/** A running media edge, what it says, and the peers around it. */
export class Lab {
  readonly events: MediaEvent[] = [];
  readonly troubles: string[] = [];
  media!: MediaEdge;
  #peers: Peer[] = [];
  #legs = 0;
  readonly #waiting = new Set<() => void>();

  static async open(backend: (typeof backends)[number], address = "127.0.0.1"): Promise<Lab> {
    const lab = new Lab();
    lab.media = await startMedia({
      address,
      rtpFrom: firstPort + (backend === "epoll" ? 0 : 400),
      rtpTo: firstPort + (backend === "epoll" ? 399 : 799),
      backend,
      country: "CN",
      hear: (event) => {
        lab.events.push(event);
        for (const look of [...lab.#waiting]) look();
      },
      trouble: (text) => lab.troubles.push(text),
    });
    return lab;
  }

  /** The first event of this kind (that fits), once it is there. */
  heard<On extends MediaEvent["on"]>(on: On, fits: (event: Named<On>) => boolean = () => true): Promise<Named<On>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const event = this.events.find((one): one is Named<On> => one.on === on && fits(one as Named<On>));
        if (event === undefined) return;
        this.#waiting.delete(look);
        resolve(event);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async peer(address?: string): Promise<Peer> {
    const peer = await Peer.at(address);
    this.#peers.push(peer);
    return peer;
  }

  /** A leg that answers a peer's offer of these codecs. */
  async leg(theirs: CodecName[], open: Open = {}): Promise<{ id: LegId; peer: Peer; local: MediaDescription }> {
    const peer = await this.peer();
    const id = `call/${++this.#legs}` as LegId;
    const remote = peer.describe(theirs, open.crypto === undefined ? {} : { crypto: open.crypto });
    if (open.events === false) delete remote.telephoneEventType;
    const { srtp = "off", inbandDigits = false, codecs = ["PCMA", "PCMU", "G722"] } = open;
    this.media.perform({ do: "media.open", leg: id, remote, srtp, inbandDigits, codecs });
    const { local } = await this.heard("media.opened", (event) => event.leg === id);
    peer.follow(local, open.crypto?.find((one) => one.tag === local.crypto?.[0]?.tag)?.inline);
    return { id, peer, local };
  }

  /** Waits until every command before this one has been carried out. */
  async settled(): Promise<void> {
    await this.media.gauges();
  }

  async close(): Promise<void> {
    await this.media.stop("test over");
    for (const peer of this.#peers) peer.close();
  }
}
