import { defaultQueueSettings, type QueueSettings } from "../../../appliance/contract/queue.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { defaultSettings } from "../../../appliance/core/settings/default-settings.ts";

const text = (en: string) => ({ kind: "text" as const, text: { en, zh: en } });

const queue = (id: string, more: Partial<QueueSettings>): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as never,
  name: { en: `Queue ${id}`, zh: `队列 ${id}` },
  ...more,
});

/** A waterworks of the usual size: questions about bills, faults in the net, and an emergency line that everybody hears. */
export function daySettings(agents: number): Settings {
  const settings = defaultSettings("Day", "en");
  const ids = Array.from({ length: agents }, (_, i) => i + 1);
  const phoneOf = (n: number): string => `80${String(n).padStart(2, "0")}`;
  return {
    ...settings,
    trunks: [
      {
        id: "trunk",
        name: "Trunk",
        enabled: true,
        order: 1,
        kind: "address",
        host: "192.0.2.1",
        transport: "udp",
        acceptFrom: ["192.0.2.0/24"],
        numbers: [{ pattern: "96100", flow: "hotline" }],
        maxCalls: 60,
        pingSec: 0,
        srtp: "off",
        inbandDigits: true,
      },
    ],
    phones: ids.map((n) => ({ id: phoneOf(n), name: `Phone ${n}`, enabled: true, srtp: "off" as const, maxContacts: 2 })),
    agents: ids.map((n) => ({
      id: `a${n}` as never,
      name: `Agent ${n}`,
      phone: phoneOf(n) as never,
      queues: [
        { queue: "bills" as never, level: n % 3 === 0 ? 2 : 1 },
        ...(n % 2 === 0 ? [{ queue: "faults" as never, level: 1 }] : []),
        ...(n % 4 !== 3 ? [{ queue: "emergency" as never, level: 1 }] : []),
      ],
      languages: ["en" as const],
    })),
    surveys: [
      {
        id: "after",
        name: "After the call",
        questions: [
          { id: "friendly", kind: "scale", ask: text("How content were you, from one to five?") },
          { id: "solved", kind: "closed", ask: text("Is it settled? One for yes, two for no.") },
        ],
        askShare: 60,
      },
    ],
    queues: [
      queue("bills", {
        survey: "after",
        ringMs: 15_000,
        retryMs: 20_000,
        wrapUpMs: 20_000,
        callback: {
          key: "8",
          maxAttempts: 3,
          retryMs: 300_000,
          giveUpMs: 4 * 3_600_000,
          liveFirst: 1,
          askNumber: false,
          afterFailure: true,
        },
      }),
      queue("faults", { survey: "after", strategy: "round-robin", priority: 1, ringMs: 12_000, wrapUpMs: 30_000 }),
      queue("emergency", {
        strategy: "ring-all",
        priority: 5,
        wrapUpMs: 10_000,
        overflow: { afterMs: 90_000, to: { kind: "queue", queue: "faults" as never } },
      }),
    ],
    flows: [
      {
        id: "hotline",
        name: "Hotline",
        languageDefault: "en",
        start: "main",
        person: { key: "0", next: "bills" },
        nodes: {
          main: {
            type: "menu",
            items: [text("One for bills, two for faults, three for an emergency, nine for hours.")],
            choices: {
              "1": { next: "bills" },
              "2": { next: "faults" },
              "3": { next: "emergency" },
              "9": { next: "hours" },
            },
            timeoutMs: 8_000,
            tries: 2,
            onTimeout: { next: "bills" },
            onInvalid: { next: "bills" },
          },
          hours: { type: "hangup", items: [text("We are here from eight to five.")] },
          bills: { type: "queue", queue: "bills", onTimeout: "sorry", onNoAgent: "sorry", onOverflow: "sorry" },
          faults: { type: "queue", queue: "faults", priority: 1, onTimeout: "sorry", onNoAgent: "sorry", onOverflow: "sorry" },
          emergency: { type: "queue", queue: "emergency", onTimeout: "sorry", onNoAgent: "sorry", onOverflow: "sorry" },
          sorry: { type: "hangup", items: [text("Nobody is free. Please call again.")] },
        },
      },
    ],
  };
}
