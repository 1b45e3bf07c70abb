import { randomBytes } from "node:crypto";
import type { PortIn, PortOut } from "../../../appliance/contract/gateway.ts";
import type { TrunkSettings } from "../../../appliance/contract/settings.ts";
import { startSignalling } from "../../../appliance/edge/signalling/start-signalling.ts";
import type { SipGateway } from "../../../appliance/edge/sip/gateway.ts";
import type { SipConfig } from "../../../appliance/edge/sip/parts.ts";
import { SipEdge } from "../../../appliance/edge/sip/sip-edge.ts";
import type { CallId, LineId } from "../../../appliance/kit/ids.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import { SipFarSide } from "../../sim/gateway/sip-far-side.ts";
import type { SimCall } from "../../sim/sim-sip-call.ts";
import { tone } from "../../sim/sound.ts";
import type { FarCall, LineLimits, LineUnderTest, OpenLine } from "./line-under-test.ts";

const farAddress = "127.0.0.77";

/** What stands at the far end of SIP: a carrier, or one port of a gateway. */
type SipShape = {
  line: LineId;
  limits: LineLimits;
  /** The number its calls come to, and what it finds before the numbers it is to dial. */
  called: string;
  mark: string;
  configOf(at: { host: string; port: number }): Pick<SipConfig, "trunks" | "gateways">;
  /** A gateway's link is told of under its own name. */
  linkedAs: string;
};

const farSide = (id: string, at: { host: string; port: number }): TrunkSettings => ({
  id,
  name: "Far side",
  enabled: true,
  order: 1,
  kind: "address",
  host: at.host,
  port: at.port,
  transport: "udp",
  acceptFrom: [],
  numbers: [],
  maxCalls: 20,
  pingSec: 1,
  srtp: "off",
  inbandDigits: false,
});

export const trunkShape: SipShape = {
  line: "carrier" as LineId,
  limits: { manyCalls: true, deathHeardInSound: true },
  called: "95598",
  mark: "",
  configOf: (at) => ({ trunks: [farSide("carrier", at)] }),
  linkedAs: "carrier",
};

/** The third port of a gateway, marked as its maker would. */
export const gatewayShape = (portIn: PortIn, portOut: PortOut, called: string, mark: string): SipShape => ({
  line: "tel3" as LineId,
  limits: { deathHeardInSound: true },
  called,
  mark,
  configOf: (at) => {
    const gateway: SipGateway = {
      trunk: farSide("gw1", at),
      ports: 8,
      portIn,
      portOut,
      lines: [
        { line: "tel2" as LineId, port: 2, maxCalls: 1 },
        { line: "tel3" as LineId, port: 3, maxCalls: 1 },
      ],
    };
    return { trunks: [], gateways: [gateway] };
  },
  linkedAs: "gw1",
});

/** `signalAt`: where the box hears SIP. */
type SipLineUnderTest = LineUnderTest & { signalAt: { host: string; port: number } };

/** The SIP server and the edge on it, both true, with a far side over UDP. */
export function sipLineUnderTest(shape: SipShape): (...hear: Parameters<OpenLine>) => Promise<SipLineUnderTest> {
  return async (hear) => {
    const signalling = await startSignalling({
      udp: [{ host: "127.0.0.1", port: 0 }],
      tcp: [],
      tls: [],
      trusted: [farAddress],
      tracePerCall: 10,
      userAgent: "Linebox",
    });
    const box = { host: "127.0.0.1", port: signalling.listening[0]!.port };
    const far = await SipFarSide.open(farAddress, box);
    const clock = new HostClock();
    const edge = new SipEdge(
      {
        control: signalling,
        hear: (event) =>
          hear(event.on === "line.state" && event.line === shape.linkedAs ? { ...event, line: shape.line } : event),
        clock,
        newCallId: () => randomBytes(6).toString("hex") as CallId,
        phoneSecret: () => undefined,
        trunkPassword: () => undefined,
        ban: () => {},
        fault: () => {},
        mended: () => {},
        log: { info: () => {}, warn: () => {} },
      },
      { ...sip, ...shape.configOf(far.at) },
    );
    await edge.start();
    return {
      signalAt: box,
      far: {
        callIn: async (from) => farCall(await far.callIn(from, shape.called), ""),
        nextCall: async () => {
          const call = await far.nextCall();
          return farCall(call, call.to.startsWith(shape.mark) ? call.to.slice(shape.mark.length) : `unmarked ${call.to}`);
        },
        pull: async () => far.pull(),
        putBack: async () => far.putBack(),
        stop: async () => far.close(),
      },
      party: { kind: "line", line: shape.line },
      limits: shape.limits,
      perform: (command) => edge.perform(command),
      gauges: async () => edge.gauges(),
      stop: async () => {
        await edge.stop();
        await signalling.stop("the test is over");
        far.close();
      },
    };
  };
}

const sip: Pick<SipConfig, "sip" | "site" | "phones"> = {
  site: { name: "Lab", language: "en", country: "CN", timeZone: "Asia/Shanghai", currency: "CNY" },
  sip: {
    server: { kind: "embedded" },
    realm: "lab",
    sessionExpiresSec: 1800,
    registerMinSec: 60,
    registerMaxSec: 600,
    banAfter: 4,
    banWindowSec: 60,
    banForSec: 600,
    maxCallSec: 3600,
  },
  phones: [],
};

const farCall = (call: SimCall, dialled: string): FarCall => ({
  dialled,
  // A far side by SIP rings as soon as it is called.
  ring: () => {},
  answer: () => call.answer(),
  refuse: () => call.refuse(486),
  hangUp: () => {
    call.hangUp();
    // Too late to be called off: it is up by now, and hung up.
    void call.up.then(
      () => call.hangUp(),
      () => {},
    );
  },
  press: (digits) => call.sound.press(digits),
  pressed: () => call.sound.pressed(),
  say: (frequencyHz, forMs) => call.sound.say(tone(frequencyHz, forMs * 8)),
  heard: () => call.sound.heard(),
  ended: call.ended.then(() => {}),
});
