import type { LineEvent } from "../../contract/line.ts";
import type { PhoneSettings, Settings, TrunkSettings } from "../../contract/settings.ts";
import type { Sentence } from "../../contract/words.ts";
import type { CallId, LineId, PhoneId } from "../../kit/ids.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Contacts } from "./contacts.ts";
import type { GatewayWay, SipGateway } from "./gateway.ts";
import type { Goodbyes } from "./goodbyes.ts";
import type { Legs } from "./legs.ts";
import type { PhoneGate } from "./phone-gate.ts";
import type { Sources } from "./sources.ts";
import type { Srf } from "./srf.ts";

/** HA1 hashes (RFC 7616 3.4.2) of a phone's password; the password itself is kept nowhere. */
export type PhoneSecret = { md5?: string; sha256?: string };
export type SipAlarm = "trunk-down" | "trunk-refused" | "trunk-host" | "gateway-port" | "sip-server" | "scanner";

/** What main gives the SIP edge. */
export type SipParts = {
  control: { host: string; port: number; secret: string };
  hear(event: LineEvent): void;
  clock: Clock;
  newCallId(): CallId;
  phoneSecret(phone: PhoneId): PhoneSecret | undefined;
  trunkPassword(trunk: LineId): string | undefined;
  /** Shuts an address out at the sockets. */
  ban(address: string, forMs: number): void;
  /** `text` follows the sentence of the code: a name or a number, or a sentence in both languages. */
  fault(code: SipAlarm, subject: string, text: string | Sentence): void;
  mended(code: SipAlarm, subject: string): void;
  log: { info(facts: object, text: string): void; warn(facts: object, text: string): void };
};

export type SipConfig = Pick<Settings, "sip" | "site" | "trunks" | "phones"> & {
  /** Boxes whose ports are lines of their own. */
  gateways?: SipGateway[];
};

/** What the files of this folder share while the edge runs. */
export type SipRun = SipParts & {
  srf: Srf;
  legs: Legs;
  contacts: Contacts;
  sources: Sources;
  gate: PhoneGate;
  goodbyes: Goodbyes;
  config(): SipConfig;
  phone(id: string): PhoneSettings | undefined;
  /** The far side a line is reached by: a trunk's own, a gateway's for its ports. */
  trunk(id: string): TrunkSettings | undefined;
  /** The port of a gateway that a line is. */
  way(id: string): GatewayWay | undefined;
};
