import { beforeEach, describe, expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import type { VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { checkSettings } from "../settings/check-settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";
import { withoutSecrets } from "./without-secrets.ts";

const boxes: VoicemailBoxSettings[] = [
  { id: "anna", name: "Anna", owner: { kind: "agent", agent: "a1" as never }, number: "8501", mailTo: "anna@example.org" },
  {
    id: "night",
    name: "After hours",
    owner: { kind: "queue", queue: "one" as never },
    number: "8500",
    complaint: true,
    silenceMs: 4_000,
    maxMs: 60_000,
  },
];

function settingsWith(changes: Partial<Settings> = {}): Settings {
  const settings = simSettings();
  settings.trunks[0]!.numbers.push({ pattern: "96300", flow: "night" }, { pattern: "96301", flow: "anna" });
  const flow = (id: string, box: string, next?: string): Settings["flows"][number] => ({
    id,
    name: id,
    languageDefault: "en",
    start: "ask",
    nodes: {
      ask: {
        type: "collect",
        items: [],
        variable: "meter",
        label: { en: "Meter", zh: "水表" },
        minLength: 1,
        maxLength: 4,
        terminator: "#",
        firstDigitMs: 2_000,
        interDigitMs: 2_000,
        tries: 1,
        onTimeout: { next: "box" },
        next: "box",
      },
      box: { type: "voicemail", box, ...(next ? { next } : {}) },
      bye: { type: "hangup", items: [{ kind: "text", text: { en: "Until tomorrow.", zh: "明天见。" } }] },
    },
  });
  return {
    ...settings,
    flows: [...settings.flows, flow("night", "night", "bye"), flow("anna", "anna")],
    voicemailBoxes: boxes,
    mail: { host: "127.0.0.1", port: 25, security: "none", from: "box@example.org" },
    ...changes,
  };
}

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld(settingsWith());
});

/** A caller who has typed his meter number and hears the tone. */
function atTheTone(number = "96300", meter = "4711"): ReturnType<SimWorld["call"]> {
  const caller = w.call(number);
  w.press(caller, `${meter}#`);
  return caller;
}
const saidTo = (leg: string): string[] =>
  w.effects.flatMap((e) =>
    e.do === "speech.render" && e.request.startsWith(`${leg.split("/")[0]}:`)
      ? e.items.map((i) => (i.kind === "speech" ? i.text : i.kind === "recording" ? `[${i.path}]` : i.kind))
      : [],
  );
const messages = () => [...w.rows.messages.values()];
const expectQuietBox = (): void => {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(w.media.openRecordings).toBe(0);
  expect(Object.keys(w.box.timers).filter((k) => k.startsWith("call:"))).toEqual([]);
};

test("the settings are good ones; a box, a queue or a survey that is missing is named", () => {
  expect(checkSettings(settingsWith()).filter((p) => p.severity === "error")).toEqual([]);
  const bad = settingsWith({ voicemailBoxes: [{ ...boxes[0]!, owner: { kind: "agent", agent: "nobody" as never } }] });
  bad.queues[0]!.survey = "none";
  bad.queues[1]!.overflow.to = { kind: "voicemail", box: "lost" };
  expect(
    checkSettings(bad)
      .filter((p) => p.severity === "error")
      .map((p) => p.path),
  ).toEqual(["/voicemailBoxes/0/owner/agent", "/queues/0/survey", "/queues/1/overflow/to/box"]);
});

describe("a message is left", () => {
  test("ended by a key: kept with what was typed, the flow goes on", () => {
    const caller = atTheTone();
    expect(w.callOf(caller)).toMatchObject({ phase: "voicemail", leaving: { phase: "recording" } });
    w.press(caller, "#");
    expect(messages()).toMatchObject([
      { box: "night", caller: "13800138000", state: "new", lengthMs: 5000, fields: [{ name: "meter", value: "4711" }] },
    ]);
    expect(w.rows.recordings.get(messages()[0]!.recording)).toMatchObject({ kind: "voicemail", state: "complete" });
    expect(saidTo(caller).at(-1)).toBe("Until tomorrow.");
    expectQuietBox();
    expect(w.record(caller)).toMatchObject({ endReason: "flow-end" });
  });

  test("ended by quiet: the quiet is no part of its length", () => {
    atTheTone();
    w.media.quiet(3_000);
    w.settle();
    expect(messages()).toMatchObject([{ lengthMs: 2_000 }]);
    expectQuietBox();
  });

  test("ended by the time, and by ringing off: kept all the same", () => {
    atTheTone();
    w.wait(60_000);
    const hasty = atTheTone();
    w.hangUp(hasty);
    expect(messages()).toHaveLength(2);
    expectQuietBox();
  });

  test("star begins anew: the first try is not kept", () => {
    const caller = atTheTone();
    w.press(caller, "*");
    expect(messages()).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ leaving: { phase: "recording" } });
    w.press(caller, "#");
    expect(messages()).toHaveLength(1);
    expectQuietBox();
  });

  test("nothing said: asked once more, then goodbye, nothing kept", () => {
    w.media.speaks = false;
    const caller = atTheTone();
    w.media.quiet(4_000);
    w.settle();
    expect(saidTo(caller).join(" ")).toContain("We did not hear a message");
    w.media.quiet(4_000);
    w.settle();
    expectQuietBox();
    expect(messages()).toEqual([]);
    expect(w.rows.items.size).toBe(0);
    expect(w.record(caller)).toMatchObject({ endReason: "flow-end" });
  });

  test("too short: dropped", () => {
    const caller = atTheTone();
    w.media.speaks = false;
    w.media.quiet(4_500);
    w.settle();
    expect(w.told(caller)).toContain("Nothing was kept.");
    w.hangUp(caller);
    expect(messages()).toEqual([]);
    expectQuietBox();
  });

  test("the disk fails: the caller is told, the flow goes on", () => {
    w.media.recordFails = true;
    const caller = atTheTone();
    expect(saidTo(caller).join(" ")).toContain("could not be kept");
    expect(messages()).toEqual([]);
    expectQuietBox();
  });

  test("no such box, or no room on the disk: the flow hears that it failed", () => {
    w = new SimWorld(settingsWith({ voicemailBoxes: [] }));
    const caller = atTheTone();
    expect(w.told(caller)).toContain('Voicemail box "night": there is no such box.');
    expectQuietBox();
    w = new SimWorld(settingsWith());
    w.hear({ on: "disk.room", low: true, freeMb: 1 });
    const other = atTheTone();
    expect(w.told(other)).toContain('Voicemail box "night": the disk is full.');
    expectQuietBox();
  });

  test("the box fails while somebody speaks: what he had said is his message", () => {
    const caller = atTheTone();
    const begunMs = w.rows.recordingsOf(caller.split("/")[0]!).find((r) => r.kind === "voicemail")!.startedAtMs;
    w.wait(10_000);
    w.crash();
    expect(messages()).toMatchObject([{ call: caller.split("/")[0], lengthMs: w.atMs - 60_000 - begunMs }]);
    expect(w.rows.recordings.get(messages()[0]!.recording)).toMatchObject({ state: "cut" });
  });

  test("a full box takes no more, and its owner is told once", () => {
    w = new SimWorld(settingsWith({ voicemailBoxes: [boxes[0]!, { ...boxes[1]!, mostMessages: 2 }] }));
    for (let n = 0; n < 4; n++) {
      const caller = atTheTone();
      w.press(caller, "#");
      w.hangUp(caller);
    }
    expect(messages()).toHaveLength(2);
    expect([...w.rows.items.values()].filter((i) => i.kind === "voicemail")).toHaveLength(1);
    expectQuietBox();
  });

  test("a complaint becomes work for the queue's people; a person's message a mail", () => {
    const caller = atTheTone();
    w.press(caller, "#");
    expect([...w.rows.items.values()]).toMatchObject([
      { kind: "complaint-recording", state: "open", queue: "one", number: "13800138000", message: messages()[0]!.id },
    ]);
    const other = atTheTone("96301");
    w.press(other, "#");
    expect([...w.rows.mails.values()]).toMatchObject([
      { to: "anna@example.org", state: "waiting", attach: { as: "mp3" }, text: expect.stringContaining("Meter: 4711") },
    ]);
    expect(w.effects.at(-1)).toBeDefined();
    expectQuietBox();
  });

  test("a queue overflows into a box", () => {
    const settings = settingsWith();
    settings.queues[0]!.overflow = { noAgents: true, to: { kind: "voicemail", box: "night" } };
    w = new SimWorld(settings);
    const caller = w.call("96100");
    w.press(caller, "0");
    expect(w.callOf(caller)).toMatchObject({ leaving: { box: "night", goesOn: "end" } });
    w.press(caller, "#");
    expect(messages()).toHaveLength(1);
    expect(w.rows.stay(caller.split("/")[0]!)).toMatchObject([{ outcome: "overflow" }]);
    expectQuietBox();
  });
});

describe("a box is heard by phone", () => {
  const leave = (number = "96301"): void => {
    const caller = atTheTone(number);
    w.press(caller, "#");
    w.hangUp(caller);
    w.wait(1_000);
  };

  test("the lamp follows the rows, also through a failure, and to the phone the owner logs in at", () => {
    leave();
    leave();
    expect(w.lines.lamps.get("8001")).toBe(2);
    w.crash();
    leave();
    expect(w.lines.lamps.get("8001")).toBe(3);
    w.login("a1", "8009");
    expect(w.lines.lamps.get("8001")).toBe(0);
    expect(w.lines.lamps.get("8009")).toBe(3);
  });

  test("from the owner's phone without a PIN: new ones first; saved, deleted, next", () => {
    leave();
    leave();
    leave();
    w.media.playsAtOnce = false;
    const phone = w.call("*97", { phone: "8001" });
    expect(saidTo(phone)[0]).toBe("You have three new messages and no old messages.");
    expect(saidTo(phone).at(-1)).toBe(`[${messages()[0]!.path}]`);
    w.press(phone, "2");
    expect(messages()[0]).toMatchObject({ state: "heard", kept: true });
    w.press(phone, "3");
    expect(messages()[1]).toMatchObject({ state: "deleted" });
    expect(w.lines.lamps.get("8001")).toBe(1);
    w.media.endPlay(phone);
    w.settle();
    expect(messages()[2]).toMatchObject({ state: "heard" });
    expect(w.lines.lamps.get("8001")).toBe(0);
    w.press(phone, "*");
    w.media.endPlay(phone);
    w.settle();
    expectQuietBox();
    expect(messages().map((m) => m.state)).toEqual(["heard", "deleted", "heard"]);
  });

  test("from another phone with the PIN; three wrong ones end it, five lock the box", () => {
    leave();
    const answer = (right: boolean, phone: string): void =>
      w.hear({ on: "pin.checked", call: phone.split("/")[0] as never, outcome: right ? "right" : "wrong" });
    const guess = (): ReturnType<SimWorld["call"]> => {
      const phone = w.call("*978501", { phone: "8002" });
      for (let n = 0; n < 3 && w.callOf(phone); n++) {
        w.press(phone, "1234#");
        answer(false, phone);
      }
      w.wait(1_000);
      return phone;
    };
    guess();
    expectQuietBox();
    expect(w.effects.findLast((e) => e.do === "pin.check")).toMatchObject({ owners: ["box:anna"], pin: "1234" });
    guess();
    const locked = w.call("*978501", { phone: "8002" });
    expect(saidTo(locked)).toEqual(["Too many wrong PINs. Please try again in ten minutes."]);
    w.wait(700_000);
    const phone = w.call("*978501", { phone: "8002" });
    w.press(phone, "4321#");
    answer(true, phone);
    expect(saidTo(phone)).toContain("You have one new message and no old messages.");
    w.hangUp(phone);
    expectQuietBox();
  });

  test("digits typed while a PIN is being looked at are not lost, and none is written down", () => {
    leave();
    const phone = w.call("*978501", { phone: "8002" });
    w.press(phone, "0815#47");
    w.hear({ on: "pin.checked", call: phone.split("/")[0] as never, outcome: "wrong" });
    w.press(phone, "11#");
    expect(w.effects.findLast((e) => e.do === "pin.check")).toMatchObject({ pin: "4711" });
    const typed = { seq: 1, atMs: 1, event: { on: "media.digit", leg: phone, digit: "7", via: "rfc4733" } } as const;
    expect(withoutSecrets(w.box, typed).event).toMatchObject({ digit: "0" });
    w.hangUp(phone);
    expectQuietBox();
  });

  test("who has no box is told so; nobody else's phone opens one by the short code", () => {
    const phone = w.call("*97", { phone: "8009" });
    expect(saidTo(phone)).toEqual(["There is no mailbox for you here."]);
    expectQuietBox();
  });

  test("calls back whoever left it; the far side answers and both talk", () => {
    leave();
    w.media.playsAtOnce = false;
    const phone = w.call("*97", { phone: "8001" });
    w.press(phone, "4");
    const far = w.lines.to("13800138000");
    w.answer(far);
    expect(w.effects.filter((e) => e.do === "media.bridge")).toMatchObject([{ legs: [phone, far] }]);
    w.hangUp(far);
    expectQuietBox();
  });

  test("records a greeting, and callers hear it; then the usual one again", () => {
    w.media.playsAtOnce = true;
    const phone = w.call("*97", { phone: "8001" });
    w.press(phone, "9");
    w.press(phone, "#");
    w.press(phone, "1");
    const path = w.rows.greetings.at(-1)?.path;
    expect(path).toMatch(/^recordings\//);
    w.hangUp(phone);
    const caller = w.call("96301");
    w.press(caller, "1#");
    expect(saidTo(caller)).toContain(`[${path}]`);
    w.hangUp(caller);
    const again = w.call("*97", { phone: "8001" });
    w.press(again, "9");
    w.press(again, "#");
    w.press(again, "3");
    expect(w.rows.greetings.at(-1)?.path).toBeUndefined();
    w.hangUp(again);
    expectQuietBox();
  });
});

test("heard messages go by themselves after their days, unless kept", () => {
  const day = 86_400_000;
  w = new SimWorld(settingsWith({ voicemailBoxes: [{ ...boxes[0]!, deleteAfterDays: 3 }] }));
  for (let n = 0; n < 3; n++) {
    const caller = atTheTone("96301");
    w.press(caller, "#");
    w.hangUp(caller);
    w.wait(1_000);
  }
  const [first, second] = messages();
  w.hear({ on: "message.marked", message: first!.id, state: "heard", by: "anna" });
  w.hear({ on: "message.marked", message: second!.id, state: "heard", kept: true, by: "anna" });
  w.wait(3 * day - 10_000);
  expect(messages().map((m) => m.state)).toEqual(["heard", "heard", "new"]);
  w.crash();
  w.wait(2 * day);
  expect(messages().map((m) => m.state)).toEqual(["deleted", "heard", "new"]);
});

test("a message is written down by the service, and asked for again after a failure of the box", () => {
  w = new SimWorld(settingsWith({ transcription: { url: "http://127.0.0.1:9/" } }));
  const caller = atTheTone();
  w.press(caller, "#");
  w.hangUp(caller);
  const [message] = messages();
  expect(message).toMatchObject({ transcript: { state: "asked" } });
  w.crash();
  expect(w.effects.filter((e) => e.do === "transcribe.ask")).toHaveLength(2);
  w.hear({ on: "message.transcribed", message: message!.id, outcome: "done", text: "The pipe is broken." });
  expect(messages()).toMatchObject([{ transcript: { state: "done", text: "The pipe is broken." } }]);
});
