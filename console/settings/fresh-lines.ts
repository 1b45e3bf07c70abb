import type { AnalogPhone, LineSettings } from "../../appliance/contract/line-settings.ts";
import type { Settings } from "../../appliance/contract/settings.ts";

/** What a new line begins with: in use, led to the first flow, tried after all others. */
export function freshLine(kind: LineSettings["kind"], id: string, port: string, settings: Settings): LineSettings {
  const flow = settings.flows[0]?.id;
  const others = [...settings.trunks, ...(settings.lines ?? [])].map((line) => line.order);
  const common = {
    id,
    name: id,
    enabled: true,
    port,
    order: Math.min(999, Math.max(0, ...others) + 1),
    callsOut: true,
    ...(flow === undefined ? {} : { flow }),
  };
  switch (kind) {
    case "gsm-modem":
      return { ...common, kind, sms: { send: true, receive: true, perHour: 60 } };
    case "analog-line":
      return {
        ...common,
        kind,
        callerId: ["fsk", "dtmf"],
        ringsBeforeOffer: 2,
        answer: "assumed",
        hangUpSigns: ["busy-tone", "reversal", "battery-drop"],
        dialToneWaitMs: 3_000,
        echoCanceller: true,
      };
    case "gateway-port":
      return { ...common, kind, ...(textsGoBy(port, settings) ? { sms: { send: true, receive: true, perHour: 60 } } : {}) };
  }
}

/** Whether the gateway it belongs to has an account for texts. */
const textsGoBy = (port: string, { gateways = [] }: Settings): boolean =>
  gateways.some((g) => g.texts !== undefined && port.startsWith(`${g.id}-`) && /^\d+$/.test(port.slice(g.id.length + 1)));

export const freshAnalogPhone = (port: string, phone: string): AnalogPhone => ({
  port,
  phone,
  callerId: "fsk",
  messageLamp: "none",
});

/** Names of lines, trunks and gateways, which must all differ. */
export const outsideNames = ({ trunks, gateways = [], lines = [] }: Settings): Set<string> =>
  new Set([...trunks, ...gateways, ...lines].map((x) => x.id));
