import type { FlowDocument } from "../../appliance/contract/flow.ts";
import type { Settings } from "../../appliance/contract/settings.ts";

export const hello = { zh: "您好", en: "Hello." };

/** A greeting and one key: 1 leads to a person of the hotline, and so does waiting. */
export const shortMenu: FlowDocument = {
  id: "short",
  name: "Short",
  languageDefault: "en",
  start: "menu",
  nodes: {
    menu: {
      type: "menu",
      items: [{ kind: "text", text: hello }],
      choices: { "1": { next: "person", title: { zh: "人工", en: "A person" } } },
      timeoutMs: 20_000,
      tries: 2,
      onTimeout: { next: "person" },
      onInvalid: { next: "person" },
    },
    person: { type: "queue", queue: "hotline" },
  },
};

/** The first queue as a test wants it: nothing is said before and nothing asked after, and who has talked is free. */
export function quickQueue({ queues }: Settings): Settings["queues"] {
  const { greeting: _greeting, survey: _survey, ...queue } = queues[0]!;
  return [{ ...queue, wrapUpMs: 0 }];
}
