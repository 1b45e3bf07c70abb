import type { GatewayVendor } from "../contract/gateway.ts";
import type { Settings } from "../contract/settings.ts";
import { type TextRow, textDefaults } from "../contract/texts.ts";
import { instantOf } from "../core/calendar/local-parts.ts";
import { gatewayPorts } from "../core/lines/gateway-ports.ts";
import type { TextsState } from "../core/texts/texts-state.ts";
import type { GatewayKnowledge, TextGateway } from "../edge/gateway/gateway-config.ts";
import type { LineId } from "../kit/ids.ts";

const dayMs = 86_400_000;
/** As long as a report may come. */
const awaitedMs = 3 * dayMs;

/** Gateways of the settings that carry texts of some line, with those that can't: nobody knows how to speak to them. */
export function textGateways(
  { gateways = [], lines = [] }: Settings,
  vendors: ReadonlyMap<string, GatewayVendor>,
): { able: TextGateway[]; unable: string[] } {
  const ports = gatewayPorts(gateways);
  const able: TextGateway[] = [];
  const unable: string[] = [];
  for (const { id, enabled, host, vendor, texts } of gateways) {
    const own = lines.flatMap((line) => {
      const port = line.kind === "gateway-port" && line.enabled && line.sms ? ports.get(line.port) : undefined;
      if (port?.gateway.id !== id || line.kind !== "gateway-port" || !line.sms) return [];
      const { send, receive } = line.sms;
      return [{ line: line.id as LineId, port: port.number, name: line.port, send, receive }];
    });
    if (!enabled || !texts || own.length === 0) continue;
    const api = texts.api ?? vendors.get(vendor)?.texts;
    if (api === undefined) {
      unable.push(id);
      continue;
    }
    const port = texts.port ?? (texts.tls ? 443 : 80);
    const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
    const base = `${texts.tls ? "https" : "http"}://${name}:${port}`;
    able.push({ id, api, base, user: texts.user, everyMs: (texts.everySec ?? 10) * 1000, lines: own });
  }
  return { able, unable };
}

/** What gateways are asked about, out of the texts as they are stored. */
export const gatewayKnowledge = (texts: () => TextsState, settings: () => Settings, nowMs: () => number): GatewayKnowledge => ({
  readMark: (port) => {
    const { read = {} } = texts();
    return Object.hasOwn(read, port) ? read[port] : undefined;
  },
  attempts: (lines) =>
    outOf(texts()).flatMap(({ line, attempt, number, state }) =>
      attempt && line !== undefined && lines.has(line) && nowMs() - attempt.atMs < awaitedMs
        ? [{ id: attempt.id, line: line as LineId, to: number, hurry: state === "sending" }]
        : [],
    ),
  unreported: (lines) => {
    if (!(settings().texts?.reports ?? textDefaults.reports)) return [];
    return outOf(texts()).flatMap(({ state, number, marks = [] }) => {
      const mark = marks.find((one) => one.whole !== undefined);
      if (state !== "sent" || !mark || mark.outcome !== undefined || !lines.has(mark.line)) return [];
      const { whole, line, reference, atMs } = mark;
      return [{ attempt: whole!, line: line as LineId, to: number, reference, atMs }];
    });
  },
});

const outOf = ({ out }: TextsState): TextRow[] => Object.values(out);

/** A clock in this zone shows `wallMs` (as if it stood in Greenwich) → the moment. */
export function momentIn(timeZone: string, wallMs: number): number {
  const days = Math.floor(wallMs / dayMs);
  const restMs = wallMs - days * dayMs;
  return instantOf(timeZone, days, Math.floor(restMs / 60_000)) + (restMs % 60_000);
}
