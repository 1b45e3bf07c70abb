import type { BoxEvent } from "../contract/effects.ts";
import type { Settings } from "../contract/settings.ts";
import type { TextsState } from "../core/texts/texts-state.ts";
import type { GatewayHost } from "../edge/gateway/gateway-config.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AlarmBoard } from "./found-alarms.ts";
import { gatewayKnowledge, momentIn } from "./gateway-texts.ts";
import { gatewayTrouble } from "./gateway-trouble.ts";
import type { Gateways } from "./gateways.ts";
import type { PortHealth } from "./port-health.ts";
import { simWords } from "./sim-words.ts";

const well = { ok: true, text: "" };
const simState = (word: string) => ({ ok: false, text: word, words: simWords(word) });

export type GatewayTextHostParts = {
  store: Pick<Store, "secret">;
  clock: Clock;
  gateways: Gateways;
  health: PortHealth;
  settings(): Settings;
  texts(): TextsState;
  hear(event: BoxEvent): void;
} & AlarmBoard;

/** The box as the edge of gateways' texts sees it. */
export function gatewayTextHost({
  store,
  clock,
  gateways,
  health,
  settings,
  texts,
  hear,
  raise,
  clear,
}: GatewayTextHostParts): GatewayHost {
  const told = new Map<string, string>();
  return {
    known: gatewayKnowledge(texts, settings, () => clock.nowMs()),
    password: (gateway) => store.secret("gateway", gateway),
    momentOf: (wallMs) => momentIn(settings().site.timeZone, wallMs),
    hear,
    trouble: (gateway, text) => {
      if (told.get(gateway) === text && text !== undefined) return;
      if (text === undefined) {
        told.delete(gateway);
        clear("gateway-sms", gateway);
      } else {
        told.set(gateway, text);
        raise("gateway-sms", gateway, gatewayTrouble(text));
      }
    },
    ports: (gateway, said) => {
      gateways.portsNow(
        gateway,
        new Map([...said].map(([port, { registered, word }]) => [port, registered ? well : simState(word)])),
      );
      for (const [port, { registered, signalDbm }] of said)
        health.tell(`${gateway}-${port}`, {
          registration: registered ? "home" : "not-searching",
          ...(signalDbm === undefined ? {} : { signalDbm }),
        });
    },
  };
}
