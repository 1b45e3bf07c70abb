import { expect, test } from "vitest";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import type { CallbackSettings } from "../../contract/callback.ts";
import type { QueueSettings } from "../../contract/queue.ts";
import { checkSettings } from "./check-settings.ts";

const terms: CallbackSettings = {
  key: "1",
  maxAttempts: 3,
  retryMs: 60_000,
  giveUpMs: 3_600_000,
  liveFirst: 1,
  askNumber: false,
};

function problems(change: (queue: QueueSettings, all: QueueSettings[]) => void): string[] {
  const settings = labSettings("http://127.0.0.1:1");
  settings.trunks[0]!.host = "192.0.2.1";
  change(settings.queues[0]!, settings.queues);
  return checkSettings(settings).map((p) => `${p.severity} ${p.path} ${p.reason.en}`);
}
const withTerms = (more: Partial<CallbackSettings>) =>
  problems((queue) => Object.assign(queue, { callback: { ...terms, ...more } }));

test("a callback that can work is taken as it is", () => {
  expect(withTerms({})).toEqual([]);
  expect(withTerms({ hours: labSettings("http://127.0.0.1:1").calendars[0]!.id })).toEqual([]);
});

test("what can't work in a callback is named", () => {
  expect(withTerms({ hours: "nights" })).toEqual(['error /queues/0/callback/hours There is no calendar "nights".']);
  expect(withTerms({ key: "#", askNumber: true })).toEqual([
    "error /queues/0/callback/key This key ends or clears the number that is keyed in.",
  ]);
  expect(withTerms({ key: undefined as never, offerAfterMs: 10_000 }).join()).toContain("key");
  expect(withTerms({ retryMs: 3_600_000 })).toEqual([
    "warning /queues/0/callback/giveUpMs It is given up before the last attempt can be made.",
  ]);
});

test("an overflow that leads nowhere is named, and one in a circle is told", () => {
  const bare = (q: QueueSettings) => {
    delete q.callback;
    Object.assign(q.overflow, { to: { kind: "callback" } });
  };
  expect(problems(bare)).toEqual(["error /queues/0/overflow/to The queue does not say how callers are called back."]);
  expect(problems((q) => Object.assign(q.overflow, { to: { kind: "message", say: { text: {} } } }))).toEqual([
    "error /queues/0/overflow/to/say/text There is nothing to say.",
  ]);
  expect(problems((q) => Object.assign(q.overflow, { to: { kind: "message", say: { text: {}, prompt: "gone" } } }))).toEqual([
    'error /queues/0/overflow/to/say/prompt There is no prompt "gone".',
  ]);
  const circle = problems((q, all) => {
    all.push({ ...structuredClone(q), id: "second" as never });
    q.overflow.to = { kind: "queue", queue: "second" as never };
    all[1]!.overflow.to = { kind: "queue", queue: q.id };
  });
  expect(circle).toContainEqual("warning /queues/0/overflow/to Overflow goes in a circle: hotline → second → hotline.");
});
