import { createHash } from "node:crypto";
import type { LineEvent } from "../../../contract/line.ts";
import type { MediaDescription } from "../../../contract/media.ts";
import type { PhoneSettings, TrunkSettings } from "../../../contract/settings.ts";
import type { CallId } from "../../../kit/ids.ts";
import type { SipConfig } from "../parts.ts";
import { SipEdge } from "../sip-edge.ts";
import { ManualClock } from "./manual-clock.ts";

const patienceMs = 8_000;
const realm = "lab";
export const passwordOf = (phone: string): string => `secret-${phone}`;
const ha1 = (algorithm: string, user: string): string =>
  createHash(algorithm)
    .update(`${user}:${realm}:${passwordOf(user)}`)
    .digest("hex");

export const phone = (id: string, more: Partial<PhoneSettings> = {}): PhoneSettings => ({
  id,
  name: `Phone ${id}`,
  enabled: true,
  srtp: "off",
  maxContacts: 2,
  ...more,
});
export const trunk = (id: string, more: Partial<TrunkSettings> = {}): TrunkSettings => ({
  id,
  name: `Trunk ${id}`,
  enabled: true,
  order: 1,
  kind: "address",
  transport: "udp",
  acceptFrom: [],
  numbers: [],
  maxCalls: 5,
  pingSec: 0,
  srtp: "off",
  inbandDigits: true,
  ...more,
});
export const config = (trunks: TrunkSettings[], phones: PhoneSettings[]): SipConfig => ({
  site: { name: "Lab", language: "en", country: "CN", timeZone: "Asia/Shanghai", currency: "CNY" },
  sip: {
    server: { kind: "embedded" },
    realm,
    digest: ["SHA-256", "MD5"],
    sessionExpiresSec: 1800,
    registerMinSec: 60,
    registerMaxSec: 600,
    banAfter: 4,
    banWindowSec: 60,
    banForSec: 600,
    maxCallSec: 3600,
  },
  trunks,
  phones,
});
export const ours: MediaDescription = {
  address: "127.0.0.1",
  port: 30_000,
  codecs: [{ name: "PCMA", payloadType: 8 }],
  telephoneEventType: 101,
  ptimeMs: 20,
  direction: "sendrecv",
  rtcp: { mux: false, port: 30_001 },
  sessionId: "99",
  sessionVersion: 1,
};

/** The edge with everything it says written down, and a clock that stands still. */
export class SipLab {
  readonly edge: SipEdge;
  readonly clock = new ManualClock();
  readonly faults: string[] = [];
  readonly mended: string[] = [];
  readonly bans: string[] = [];
  readonly all: LineEvent[] = [];
  #events: LineEvent[] = [];
  #waiting: { on: LineEvent["on"]; got: (event: LineEvent) => void }[] = [];
  /** Called with every event before it is written down, as the timeline would be. */
  hear: (event: LineEvent) => void = () => {};
  #calls = 0;

  constructor(control: { host: string; port: number; secret: string }, settings: SipConfig) {
    this.edge = new SipEdge(
      {
        control: { host: control.host, port: control.port, secret: control.secret },
        hear: (event) => this.#heard(event),
        clock: this.clock,
        newCallId: () => `call${++this.#calls}` as CallId,
        phoneSecret: (id) => ({ md5: ha1("md5", id), sha256: ha1("sha256", id) }),
        trunkPassword: (id) => (id.startsWith("secret") ? passwordOf(id) : undefined),
        ban: (address, forMs) => this.bans.push(`${address} ${forMs}`),
        fault: (code, subject) => this.faults.push(`${code} ${subject}`),
        mended: (code, subject) => this.mended.push(`${code} ${subject}`),
        log: { info: () => {}, warn: (facts) => this.faults.push(`log ${JSON.stringify(facts)}`) },
      },
      settings,
    );
  }

  /** The next event of that kind; others stay for later. */
  next<Name extends LineEvent["on"]>(on: Name): Promise<Extract<LineEvent, { on: Name }>> {
    type Wanted = Extract<LineEvent, { on: Name }>;
    const at = this.#events.findIndex((e) => e.on === on);
    if (at >= 0) return Promise.resolve(this.#events.splice(at, 1)[0] as Wanted);
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(
        () => reject(new Error(`no ${on} came; there is: ${this.#events.map((e) => e.on).join(", ") || "nothing"}`)),
        patienceMs,
      );
      const got = (event: LineEvent): void => {
        clearTimeout(giveUp);
        resolve(event as Wanted);
      };
      this.#waiting.push({ on, got });
    });
  }

  /** Ends the edge without waiting for far sides that don't answer. */
  async stop(): Promise<void> {
    const stopping = this.edge.stop();
    this.clock.advance(60_000);
    await stopping;
  }

  /** What was said of a leg so far. */
  saidOf(leg: string): string[] {
    return this.all.filter((e) => "leg" in e && e.leg === leg).map((e) => e.on);
  }

  #heard(event: LineEvent): void {
    this.all.push(event);
    this.hear(event);
    const at = this.#waiting.findIndex((w) => w.on === event.on);
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.got(event);
    else this.#events.push(event);
  }
}
