import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { ItemRow } from "../../contract/items.ts";
import type { OfficeEvent } from "../../contract/office.ts";
import type { Role } from "../../contract/routes.ts";
import type { Settings } from "../../contract/settings.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import { defaultSettings } from "../../core/settings/default-settings.ts";
import type { HttpPorts } from "./http-ports.ts";
import { itemHandlers } from "./item-handlers.ts";
import { officeHandlers } from "./office-handlers.ts";
import { voicemailHandlers } from "./voicemail-handlers.ts";

const settings = {
  ...defaultSettings("Site", "en"),
  agents: [
    { id: "anna", name: "Anna", queues: [{ queue: "water", level: 1 }], languages: ["en"] },
    { id: "bo", name: "Bo", queues: [], languages: ["en"] },
  ],
  voicemailBoxes: [
    { id: "anna", name: "Anna", owner: { kind: "agent", agent: "anna" } },
    { id: "water", name: "Water", owner: { kind: "queue", queue: "water" } },
  ],
} as unknown as Settings;

const message = { id: "m1", box: "water", state: "new", path: "x.wav" } as MessageRow;
const items: Record<string, ItemRow> = Object.fromEntries(
  (
    [
      { id: "mine", kind: "reminder", agent: "anna" },
      { id: "queue", kind: "complaint-recording", queue: "water" },
      { id: "score", kind: "low-score", queue: "water" },
      { id: "free", kind: "callback-failed" },
    ] as Partial<ItemRow>[]
  ).map((i) => [i.id!, { state: "open", note: "", madeAtMs: 0, madeBy: "", words: { zh: "事", en: "work" }, ...i } as ItemRow]),
);

function desk(role: Role, agent?: string, lengthMs = 3_000) {
  const nowMs = 1_000_000;
  const heard: OfficeEvent[] = [];
  const ports = {
    settings: { current: () => ({ revision: 1, settings }) },
    store: { message: () => undefined, messagesOf: () => [message], items: () => Object.values(items) },
    office: {
      boxes: () => ["anna", "water"].map((id) => ({ id, new: 1, heard: 0, full: false, greeting: false, pin: false })),
      message: (id: string) => (id === message.id ? message : undefined),
      item: (id: string) => items[id],
      act(event: OfficeEvent) {
        heard.push(event);
        return "ok";
      },
      surveyed: () => ({ agent: "anna" }),
      testMail: async () => ({ sent: true, said: "250 OK" }),
    },
    prompts: {
      incoming: tmpdir(),
      convert: async () => ({ file: "abc.wav", durationMs: lengthMs, bytes: 1, from: {}, gainDb: 0 }),
    },
    nowMs: () => nowMs,
  } as unknown as HttpPorts;
  const asker = {
    user: agent ?? "boss",
    name: "",
    role,
    language: "en",
    createdAtMs: 0,
    token: "t",
    ...(agent ? { agent } : {}),
  };
  const all = { ...voicemailHandlers(ports), ...itemHandlers(ports), ...officeHandlers(ports) };
  const ask = async (name: keyof typeof all, id: string, body: object = {}): Promise<unknown> =>
    (all[name] as (asked: object) => unknown)({ params: { id }, query: {}, body, asker, reply: { header: () => undefined } });
  return { ask, heard };
}

const people: [string, Role, string?][] = [
  ["Anna, who serves the queue", "agent", "anna"],
  ["Bo, who does not", "agent", "bo"],
  ["a supervisor", "supervisor"],
];

describe.each(people)("%s", (_, role, agent) => {
  const owner = agent !== "bo";

  test("sees and hears the boxes that are his", async () => {
    const { ask, heard } = desk(role, agent);
    const boxes = (await ask("voicemailBoxes", "")) as { id: string }[];
    expect(boxes.map((b) => b.id)).toEqual(owner ? ["anna", "water"] : []);
    for (const [name, body] of [
      ["messages", {}],
      ["message", {}],
      ["markMessage", { state: "heard" }],
      ["deleteMessage", {}],
      ["dropGreeting", {}],
    ] as const) {
      const answer = ask(name, name === "messages" || name === "dropGreeting" ? "water" : "m1", body);
      if (owner) await answer;
      else await expect(answer).rejects.toMatchObject({ code: "not-found" });
    }
    expect(heard.map((e) => e.on)).toEqual(owner ? ["message.marked", "message.marked", "greeting.recorded"] : []);
  });

  test("sees the work that is his, his queue's, or nobody's", async () => {
    const { ask, heard } = desk(role, agent);
    const seen = ((await ask("items", "")) as { id: string }[]).map((i) => i.id);
    expect(seen).toEqual(agent === "anna" ? ["mine", "queue", "free"] : agent === "bo" ? ["free"] : Object.keys(items));
    for (const id of Object.keys(items)) {
      const answer = ask("takeItem", id);
      if (seen.includes(id)) await answer;
      else await expect(answer).rejects.toMatchObject({ code: "not-found" });
    }
    expect(heard).toHaveLength(seen.length);
  });

  test("reminds himself, and others only as a supervisor; hands over his own calls only", async () => {
    const { ask, heard } = desk(role, agent);
    await ask("remind", "", { reason: "Call back", dueAtMs: 5 });
    expect(heard[0]).toMatchObject({ on: "item.added", item: { kind: "reminder", dueAtMs: 5, ...(agent ? { agent } : {}) } });
    const other = ask("remind", "", { reason: "Call back", dueAtMs: 5, agent: "anna" });
    if (owner) await other;
    else await expect(other).rejects.toMatchObject({ code: "not-allowed" });
    await expect(ask("remind", "", { reason: "x", dueAtMs: 5, agent: "nobody" })).rejects.toMatchObject({ code: "bad-request" });
    const handed = ask("handToSurvey", "c1");
    if (owner) await handed;
    else await expect(handed).rejects.toMatchObject({ code: "not-allowed" });
  });
});

test("a greeting from the browser is in use at once, unless it is too long or the box is somebody else's", async () => {
  const sound = () => Readable.from([Buffer.from("sound")]);
  const { ask, heard } = desk("agent", "anna");
  expect(await ask("putGreeting", "anna", sound())).toEqual({ durationMs: 3_000 });
  expect(heard).toEqual([{ on: "greeting.recorded", box: "anna", path: "prompts/abc.wav", by: "anna" }]);
  await expect(desk("agent", "bo").ask("putGreeting", "anna", sound())).rejects.toMatchObject({ code: "not-found" });
  const long = desk("agent", "anna", 121_000);
  await expect(long.ask("putGreeting", "anna", sound())).rejects.toMatchObject({ code: "audio-too-long" });
  expect(long.heard).toEqual([]);
});

test("boxes say whose they are: a supervisor may hear them all, but they are not his", async () => {
  const mine = async (d: ReturnType<typeof desk>) =>
    ((await d.ask("voicemailBoxes", "")) as { mine: boolean }[]).map((b) => b.mine);
  expect(await mine(desk("agent", "anna"))).toEqual([true, true]);
  expect(await mine(desk("supervisor"))).toEqual([false, false]);
});

test("test mails are few: whoever may change settings is no mail gun", async () => {
  const { ask } = desk("administrator");
  for (let i = 0; i < 5; i++) expect(await ask("testMail", "", { to: "a@example.org" })).toMatchObject({ said: "250 OK" });
  await expect(ask("testMail", "", { to: "a@example.org" })).rejects.toMatchObject({ code: "too-fast" });
});
