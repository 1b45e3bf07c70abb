import fc from "fast-check";
import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import { Settings, type SettingsProblem } from "../../contract/settings.ts";
import { checkSettings } from "./check-settings.ts";
import { defaultSettings } from "./default-settings.ts";
import { partFieldWords } from "./part-field-words.ts";
import { planSettings } from "./plan.ts";
import { same } from "./same.ts";
import { schemaChecker } from "./schema-problems.ts";

/** A lab document with something done to it. */
// biome-ignore lint/suspicious/noExplicitAny: a document from outside may have any shape.
function lab(change: (document: any) => void = () => {}): any {
  const document = structuredClone(labSettings("http://127.0.0.1:1"));
  change(document);
  return document;
}
const shown = (problems: SettingsProblem[]): string[] => problems.map((p) => `${p.severity} ${p.path} ${p.reason.en}`);

function expectReadable(problems: SettingsProblem[]): void {
  for (const { path, reason, hint } of problems) {
    expect(path).toMatch(/^\//);
    for (const words of [reason, hint])
      for (const text of [words.en, words.zh]) {
        expect(text.length).toBeGreaterThan(1);
        expect(text).not.toMatch(/undefined|\[object/);
      }
    expect(reason.zh).toMatch(/\p{Script=Han}/u);
  }
}

test("what a box begins with and what the lab begins with may be applied as they are", () => {
  expect(checkSettings(defaultSettings("Box", "zh"))).toEqual([]);
  expect(checkSettings(lab())).toEqual([]);
});

describe("what the schema says is told by place, reason and hint", () => {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  test.each<[string, (d: any) => void, string[]]>([
    ["something missing", (d) => delete d.site.name, ['/site/name "name" is missing.']],
    ["something unknown", (d) => (d.site.colour = 1), ['/site/colour "colour" is not known here.']],
    ["a name with a slash", (d) => (d.site["a/b~c"] = 1), ['/site/a~1b~0c "a/b~c" is not known here.']],
    ["another type", (d) => (d.site.name = 5), ["/site/name This must be a text."]],
    ["null for an object", (d) => (d.site = null), ["/site This must be an object."]],
    ["an object for a list", (d) => (d.trunks = {}), ["/trunks This must be a list."]],
    ["text for true or false", (d) => (d.recording.calls = "yes"), ["/recording/calls This must be true or false."]],
    ["half a number", (d) => (d.sip.maxCallSec = 60.5), ["/sip/maxCallSec This must be a whole number."]],
    ["too small", (d) => (d.sip.maxCallSec = 1), ["/sip/maxCallSec At least 60."]],
    ["too great", (d) => (d.sip.maxCallSec = 1e9), ["/sip/maxCallSec At most 86400."]],
    ["empty", (d) => (d.site.name = ""), ["/site/name This must not be empty."]],
    ["too long", (d) => (d.site.name = "x".repeat(81)), ["/site/name At most 80 characters."]],
    ["another form", (d) => (d.phones[0].id = "abc"), ["/phones/0/id This has a form that is not allowed here."]],
    ["too few", (d) => (d.media.codecs = []), ["/media/codecs At least 1 entries."]],
    ["too many", (d) => (d.media.codecs = ["PCMA", "PCMU", "G722", "PCMA"]), ["/media/codecs At most 3 entries."]],
    ["no choice left", (d) => (d.flows[0].nodes.main.choices = {}), ["/flows/0/nodes/main/choices At least 1 entries."]],
    ["none of the words", (d) => (d.site.language = "fr"), ["/site/language Must be zh / en."]],
    ["a word in a list", (d) => (d.media.codecs[1] = "GSM"), ["/media/codecs/1 Must be PCMA / PCMU / G722."]],
    ["a value or a range", (d) => (d.queues[0].announce.everyMs = 5), ["/queues/0/announce/everyMs At least 10000. Or: 0."]],
    ["no such kind", (d) => (d.sip.server = { kind: "x" }), ["/sip/server/kind Must be embedded / drachtio."]],
    ["no kind", (d) => (d.sip.server = {}), ['/sip/server/kind "kind" is missing.']],
    ["a kind's own field", (d) => (d.sip.server = { kind: "drachtio", port: 1 }), ['/sip/server/host "host" is missing.']],
    ["not even an object", (d) => (d.sip.server = 5), ["/sip/server This must be an object."]],
    [
      "one kind of node among many",
      (d) => delete d.flows[0].nodes.main.choices,
      ['/flows/0/nodes/main/choices "choices" is missing.'],
    ],
    [
      "inside a node's list",
      (d) => delete d.flows[0].nodes.notice.items[0].text,
      ['/flows/0/nodes/notice/items/0/text "text" is missing.'],
    ],
    ["a node's name", (d) => (d.flows[0].nodes["A b"] = { type: "return" }), ['/flows/0/nodes/A b "A b" is not known here.']],
    [
      "no settings at all",
      (d) => {
        for (const k of Object.keys(d)) delete d[k];
      },
      Object.keys(defaultSettings("", "zh")).map((k) => `/${k} "${k}" is missing.`),
    ],
  ])("%s", (_, change, expected) => {
    const problems = checkSettings(lab(change));
    expect(problems.map((p) => `${p.path} ${p.reason.en}`)).toEqual(expected);
    expect(problems.every((p) => p.severity === "error")).toBe(true);
    expectReadable(problems);
  });

  test("no document", () => {
    for (const nothing of [null, undefined, 5, "x", []])
      expect(shown(checkSettings(nothing))).toEqual(["error / This must be an object."]);
  });

  test("a document that is wrong everywhere is bounded", () => {
    const problems = checkSettings(lab((d) => (d.phones = Array.from({ length: 400 }, () => ({})))));
    expect(problems).toHaveLength(50);
  });

  test("whatever is put anywhere: refused with words exactly when the schema refuses it", () => {
    const compiled = Compile(Settings);
    const explained = schemaChecker(Settings);
    const base = JSON.stringify(lab());
    const places: string[][] = [];
    const walk = (value: unknown, at: string[]): void => {
      places.push(at);
      if (typeof value === "object" && value !== null) for (const [k, v] of Object.entries(value)) walk(v, [...at, k]);
    };
    walk(lab(), []);
    const values = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        true,
        "",
        "x",
        "8001",
        "0",
        0,
        1,
        60,
        100_000,
        1e15,
        -1,
        0.5,
        [],
        {},
        { kind: "prompt" },
        { type: "menu" },
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places.slice(1)), values, fc.boolean(), (at, value, remove) => {
        const document = JSON.parse(base);
        const parent = at.slice(0, -1).reduce((o, k) => o[k], document);
        if (remove && !Array.isArray(parent)) delete parent[at.at(-1)!];
        else parent[at.at(-1)!] = value;
        const problems = explained(document);
        if (compiled.Check(document)) expect(problems).toEqual([]);
        else {
          expect(problems.length).toBeGreaterThan(0);
          expect(problems.some((p) => p.reason.en.startsWith("The document does not have"))).toBe(false);
        }
        expectReadable(problems);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what a schema can't see", () => {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  test.each<[string, (d: any) => void, string]>([
    ["a phone twice", (d) => (d.phones[1].id = "8001"), 'error /phones/1/id "8001" is used twice.'],
    ["a reason twice", (d) => d.reasons.push(d.reasons[0]), 'error /reasons/4/code "break" is used twice.'],
    ["a login code twice", (d) => (d.agents[1].loginCode = "101"), 'error /agents/1/loginCode "101" is used twice.'],
    [
      "a queue twice at an agent",
      (d) => d.agents[0].queues.push(d.agents[0].queues[0]),
      'error /agents/0/queues/1/queue "hotline" is used twice.',
    ],
    ["a number's flow", (d) => (d.trunks[0].numbers[0].flow = "no"), 'error /trunks/0/numbers/0/flow There is no flow "no".'],
    ["an agent's phone", (d) => (d.agents[0].phone = "9999"), 'error /agents/0/phone There is no phone "9999".'],
    ["an agent's queue", (d) => (d.agents[0].queues[0].queue = "no"), 'error /agents/0/queues/0/queue There is no queue "no".'],
    ["a queue's music", (d) => (d.queues[0].music = "no"), 'error /queues/0/music There is no prompt "no".'],
    ["a greeting", (d) => (d.queues[0].greeting.prompt = "no"), 'error /queues/0/greeting/prompt There is no prompt "no".'],
    [
      "a missed call's reason",
      (d) => (d.queues[0].missedPolicy.reason = "no"),
      'error /queues/0/missedPolicy/reason There is no reason "no".',
    ],
    ["the site's music", (d) => (d.site.music = "no"), 'error /site/music There is no prompt "no".'],
    [
      "an overflow",
      (d) => (d.queues[0].overflow.to = { kind: "queue", queue: "no" }),
      'error /queues/0/overflow/to/queue There is no queue "no".',
    ],
    [
      "an overflow into itself",
      (d) => (d.queues[0].overflow.to = { kind: "queue", queue: "hotline" }),
      "error /queues/0/overflow/to/queue A queue can't overflow into itself.",
    ],
    [
      "a registration's times",
      (d) => (d.sip.registerMinSec = 3600),
      "error /sip/registerMinSec The shortest registration is longer than the longest.",
    ],
    ["a time zone", (d) => (d.site.timeZone = "Asia/Atlantis"), 'error /site/timeZone There is no time zone "Asia/Atlantis".'],
    [
      "a trunk that registers nowhere",
      (d) => Object.assign(d.trunks[0], { kind: "register", host: undefined }),
      "error /trunks/0/host A registering trunk needs the carrier's host and a user.",
    ],
    [
      "a trunk that registers as nobody",
      (d) => Object.assign(d.trunks[0], { kind: "register", host: "sip.example" }),
      "error /trunks/0/user A registering trunk needs the carrier's host and a user.",
    ],
    [
      "a trunk nobody can use",
      (d) => Object.assign(d.trunks[0], { acceptFrom: [], host: undefined }),
      "error /trunks/0/acceptFrom Nobody can call in: no address is accepted and there is no host.",
    ],
    [
      "a trunk without numbers",
      (d) => (d.trunks[0].numbers = []),
      "warning /trunks/0/numbers No number leads anywhere: every call in is refused.",
    ],
    [
      "an agent without a queue",
      (d) => (d.agents[0].queues = []),
      "warning /agents/0/queues 陈静 Chen Jing is in no queue and will get no calls from one.",
    ],
    [
      "a queue without agents",
      (d) => {
        for (const a of d.agents) a.queues = [];
      },
      "warning /queues/0 No agent serves this queue.",
    ],
    [
      "a prompt that says nothing",
      (d) => d.prompts.push({ id: "p", name: "P", text: {} }),
      "warning /prompts/0 This prompt has neither a text nor a file: callers hear nothing.",
    ],
    ["a calendar", (d) => (d.calendars[0].timeZone = "Moon"), "error /calendars/0/timeZone"],
    ["a flow", (d) => (d.flows[0].nodes.notice.next = "nowhere"), "error /flows/0/nodes/notice/next"],
  ])("%s", (_, change, expected) => {
    const problems = checkSettings(lab(change));
    expect(
      shown(problems).some((text) => text.startsWith(expected)),
      shown(problems).join("\n"),
    ).toBe(true);
    expectReadable(problems);
  });

  test.each([
    ["192.0.2.7", ""],
    ["192.0.2.0/24", ""],
    ["::1", ""],
    ["2001:db8::/32", ""],
    ["::ffff:192.0.2.7", ""],
    ["2001:db8:1:2:3:4:5:6", ""],
    ["999.1.1.1", "is no address"],
    ["192.0.2.7/33", "is no address"],
    ["::/129", "is no address"],
    ["1:2:3", "is no address"],
    ["1::2::3", "is no address"],
    ["::ffff:1.2.3", "is no address"],
    ["0.0.0.0/0", "A large part of the world"],
    ["::/0", "A large part of the world"],
    ["192.0.0.0/4", "A large part of the world"],
  ])("a trunk that accepts from %s", (network, expected) => {
    const problems = checkSettings(lab((d) => (d.trunks[0].acceptFrom = [network])));
    if (expected === "") expect(problems).toEqual([]);
    else expect(shown(problems)).toEqual([expect.stringContaining(`/trunks/0/acceptFrom/0`)]);
    expect(shown(problems).join()).toContain(expected);
  });
});

describe("the plan of a change", () => {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  const plan = (change: (d: any) => void) =>
    planSettings(lab(), lab(change)).map(
      (s) => `${s.what} ${s.id} ${s.change}${s.disturbs ? " disturbs" : ""}${s.confirm ? " confirm" : ""}: ${s.words.en}`,
    );

  test("nothing changes, whatever the order of the keys", () => {
    const turned = Object.fromEntries(Object.entries(lab()).reverse()) as Settings;
    expect(planSettings(lab(), turned)).toEqual([]);
    expect(same({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect(same([1], { 0: 1 })).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
  });

  // biome-ignore lint/suspicious/noExplicitAny: see above.
  test.each<[(d: any) => void, string[]]>([
    [(d) => (d.site.name = "Other"), ["site site change: Site: name changes."]],
    [(d) => (d.sip.realm = "other"), ["sip sip change disturbs confirm: SIP: realm changes."]],
    [(d) => (d.sip.banAfter = 20), ["sip sip change: SIP: banAfter changes."]],
    [
      (d) => (d.sip.server = { kind: "drachtio", host: "h", port: 9022 }),
      ["sip sip change disturbs confirm: SIP: server changes."],
    ],
    [(d) => (d.trunks[0].pingSec = 77), ['trunk lab-trunk change disturbs: Trunk "lab-trunk": how often it is asked changes.']],
    [(d) => (d.phones[0].name = "Desk"), ['phone 8001 change disturbs: Phone "8001": name changes.']],
    [(d) => d.phones.push({ ...d.phones[0], id: "8003" }), ['phone 8003 add: Phone "8003" is added.']],
    [(d) => d.phones.pop(), ['phone 8002 remove disturbs: Phone "8002" is removed.']],
    [(d) => d.reasons.reverse(), ["reason order change: Not-ready reasons: the order changes."]],
    [(d) => (d.agentLimits = { readyMs: 1000 }), ["agent limits change: Longest stays in agent states change."]],
    [
      (d) => Object.assign(d.queues[0], { ringMs: 5000, wrapUpMs: 0 }),
      ['queue hotline change: Queue "hotline": ringMs, wrapUpMs changes.'],
    ],
  ])("%s", (change, expected) => {
    expect(plan(change)).toEqual(expected);
  });

  test("how long calls are kept is a sentence of its own, for what goes doesn't come back", () => {
    const old = lab();
    const next = lab((d) => (d.recording = { ...d.recording, keepCallsDays: 180, keepFreeMb: 300 }));
    const [recording, calls, ...more] = planSettings(old, next);
    expect([recording!.words.en, calls!.words.en, more]).toEqual([
      "Recording: keepFreeMb changes.",
      "Calls older than 180 days lose their journeys, customers' numbers and what was typed, and cases closed before then their numbers and notes, for good; figures stay, and so do held calls, those with a recording and open cases.",
      [],
    ]);
    expect(calls!.words.zh).toContain("180 天");
    expect(planSettings(next, old).map((s) => s.words.en)).toContain("Calls are kept with their journeys for good.");
  });

  test("texts that keep numbers longer than calls do are warned of, not refused", () => {
    const warned = (keepDays: number | undefined, keepCallsDays?: number) =>
      checkSettings(
        lab((d) => {
          d.recording = { ...d.recording, ...(keepCallsDays === undefined ? {} : { keepCallsDays }) };
          d.texts = keepDays === undefined ? {} : { keepDays };
        }),
      ).filter((p) => p.path === "/texts/keepDays");
    expect(warned(undefined, 180)).toMatchObject([{ severity: "warning" }]);
    expect(warned(181, 180)).toHaveLength(1);
    expect([warned(180, 180), warned(365), warned(undefined, 365)]).toEqual([[], [], []]);
  });

  test("what changes about text messages is said in words", () => {
    const old = { ...lab(), texts: { keepDays: 365 } };
    const [step] = planSettings(old, { ...lab(), texts: { keepDays: 90 } });
    expect(step!.words.en).toBe("Text messages: days kept changes.");
    expect(step!.words.zh).toContain("保留天数");
  });
});

test("a plan names the fields of parts that may be missing by their labels, in both languages", () => {
  const parts = { mqtt: "mqtt", host: "host", texts: "texts", plant: "plant", alarmCare: "alarm-care" } as const;
  for (const [part, what] of Object.entries(parts)) {
    const { properties } = Settings.properties[part as keyof typeof parts] as { properties: object };
    expect(Object.keys(partFieldWords[what] ?? {}).sort()).toEqual(Object.keys(properties).sort());
  }
  const mqtt = { enabled: true, host: "192.0.2.1", port: 8883, security: "tls" };
  const before = lab((d) => (d.mqtt = mqtt));
  const after = lab((d) => (d.mqtt = { ...mqtt, port: 1883, tell: ["alarms"] }));
  expect(planSettings(before, after).map((s) => s.words)).toEqual([
    { en: "MQTT broker: port, what is told changes.", zh: "MQTT 服务器：端口、发布内容 变更。" },
  ]);
});
