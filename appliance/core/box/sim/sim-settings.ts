import { defaultQueueSettings, type QueueSettings } from "../../../contract/queue.ts";
import type { Settings } from "../../../contract/settings.ts";
import { defaultSettings } from "../../settings/default-settings.ts";

const text = (en: string) => ({ kind: "text" as const, text: { en, zh: en } });
const digits = { terminator: "#", firstDigitMs: 8000, interDigitMs: 4000 } as const;

/** Every way a call can take, with as few nodes as will do. */
const flows: Settings["flows"] = [
  {
    id: "ivr",
    name: "Menu, input, lookup, people, survey",
    languageDefault: "en",
    start: "hello",
    person: { key: "0", next: "person" },
    nodes: {
      hello: { type: "prompt", items: [text("Hello.")], bargeIn: false, next: "main" },
      main: {
        type: "menu",
        items: [text("Press one for your bill, two for a message, three for the office, four for the engineer.")],
        choices: { "1": { next: "meter" }, "2": { next: "message" }, "3": { next: "office" }, "4": { next: "engineer" } },
        timeoutMs: 5000,
        tries: 2,
        onTimeout: { next: "person" },
      },
      meter: {
        type: "collect",
        items: [text("Meter number?")],
        variable: "meter",
        label: { en: "Meter", zh: "水表" },
        minLength: 3,
        maxLength: 8,
        ...digits,
        tries: 2,
        next: "bill",
      },
      bill: {
        type: "lookup",
        connector: "billing",
        request: { meter: "{{meter}}" },
        timeoutMs: 2000,
        results: { balance: { from: "balance", label: { en: "Due", zh: "欠费" } } },
        ok: "amount",
        failed: "person",
      },
      amount: { type: "say", as: "money", value: "{{balance}}", next: "person" },
      message: {
        type: "record",
        variable: "message",
        label: { en: "Message", zh: "留言" },
        maxMs: 30_000,
        silenceMs: 0,
        terminator: "#",
        next: "bye",
      },
      office: {
        type: "transfer",
        to: { kind: "phone", phone: "8009" },
        ringMs: 15_000,
        onBusy: "person",
        onNoAnswer: "bye",
        onFailed: "bye",
      },
      engineer: { type: "transfer", to: { kind: "number", number: "13900139000" }, ringMs: 20_000, onFailed: "person" },
      person: {
        type: "queue",
        queue: "one",
        onServed: "survey",
        onTimeout: "bye",
        onNoAgent: "bye",
        onOverflow: "bye",
        onClosed: "bye",
      },
      survey: {
        type: "menu",
        items: [text("Were you content?")],
        choices: { "1": { next: "bye" }, "2": { next: "bye" } },
        timeoutMs: 3000,
        tries: 1,
        onTimeout: { next: "bye" },
      },
      bye: { type: "hangup", items: [text("Goodbye.")] },
    },
  },
  {
    id: "all",
    name: "Straight to everybody",
    languageDefault: "zh",
    start: "queue",
    nodes: { queue: { type: "queue", queue: "all" } },
  },
];

const queue = (id: string, more: Partial<QueueSettings>): QueueSettings => ({
  ...defaultQueueSettings,
  id: id as never,
  name: { en: `Queue ${id}`, zh: `队列 ${id}` },
  ...more,
});

/** Three agents at three phones, one more phone, a trunk for both directions, and two queues. */
export function simSettings(): Settings {
  const settings = defaultSettings("Sim", "en");
  const phone = (id: string) => ({ id, name: `Phone ${id}`, enabled: true, srtp: "off" as const, maxContacts: 2 });
  const agent = (n: number) => ({
    id: `a${n}` as never,
    name: `Agent ${n}`,
    phone: `800${n}` as never,
    queues: [
      { queue: "one" as never, level: 1 },
      { queue: "all" as never, level: 1 },
    ],
    loginCode: `10${n}`,
    languages: ["en" as const],
  });
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
        numbers: [
          { pattern: "96100", flow: "ivr" },
          { pattern: "96200", flow: "all" },
        ],
        maxCalls: 20,
        pingSec: 0,
        srtp: "off",
        inbandDigits: true,
      },
    ],
    phones: ["8001", "8002", "8003", "8009"].map(phone),
    agents: [1, 2, 3].map(agent),
    queues: [
      queue("one", {
        greeting: { text: { en: "Please hold." } },
        ringMs: 15_000,
        retryMs: 20_000,
        wrapUpMs: 10_000,
        overflow: { afterMs: 120_000, noAgents: true, to: { kind: "flow-return" } },
      }),
      queue("all", { strategy: "ring-all", overflow: { afterMs: 90_000, to: { kind: "queue", queue: "one" as never } } }),
    ],
    calendars: [],
    connectors: [{ id: "billing", name: "Billing", url: "http://192.0.2.9/bill?meter={meter}", method: "GET", timeoutMs: 3000 }],
    flows,
  };
}
