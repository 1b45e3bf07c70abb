import { afterEach, beforeEach, expect, test } from "vitest";
import { DinstarBox } from "../../../test/sim/gateway/dinstar-box.ts";
import type { TextEvent } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { HostClock } from "../../runtime/host-clock.ts";
import { userIdOf } from "../../wire/gateway/text-print.ts";
import type { GatewayKnowledge, PortSaid, ReadMark } from "./gateway-config.ts";
import { GatewayTexts } from "./gateway-texts.ts";

const line = "tel3" as LineId;
type Known = { -readonly [K in "attempts" | "unreported"]: ReturnType<GatewayKnowledge[K]> };

/** The box: remembers what it was told as core/texts does. */
function lab(far: DinstarBox, password = far.password) {
  const told: TextEvent[] = [];
  const troubles: (string | undefined)[] = [];
  const ports: ReadonlyMap<number, PortSaid>[] = [];
  const marks = new Map<string, ReadMark>();
  const known: Known = { attempts: [], unreported: [] };
  const texts = new GatewayTexts(
    {
      known: { readMark: (port) => marks.get(port), attempts: () => known.attempts, unreported: () => known.unreported },
      password: () => password,
      momentOf: (wallMs) => wallMs,
      hear: (event) => {
        told.push(event);
        if (event.on === "text.arrived" && event.place.port !== undefined)
          marks.set(event.place.port, { index: event.place.index, hex: event.place.hex, sentAtMs: event.sentAtMs });
        if (event.on === "text.answered") known.attempts = known.attempts.filter(({ id }) => id !== event.id);
        if (event.on === "text.reported") known.unreported = [];
      },
      trouble: (_, text) => troubles.push(text),
      ports: (_, said) => ports.push(said),
    },
    new HostClock(),
  );
  const open = () =>
    texts.configure([
      {
        id: "gw1",
        api: "dinstar",
        base: `http://127.0.0.1:${far.port}`,
        user: far.user,
        everyMs: 20,
        lines: [{ line, port: 3, name: "gw1-3", send: true, receive: true }],
      },
    ]);
  const send = (id: string, to = "+8613800138000", text = "停水通知") => {
    known.attempts.push({ id, line, to, hurry: true });
    texts.perform({ do: "text.send", id, line, to, text, reference: 1, part: 1, report: true });
  };
  return { told, troubles, ports, marks, known, texts, open, send };
}
const heard = <On extends TextEvent["on"]>(told: TextEvent[], on: On): Extract<TextEvent, { on: On }>[] =>
  told.filter((event): event is Extract<TextEvent, { on: On }> => event.on === on);
const wait = { timeout: 20_000 };

let far: DinstarBox;
let box: ReturnType<typeof lab>;
beforeEach(async () => {
  far = new DinstarBox();
  await far.open();
  box = lab(far);
});
afterEach(async () => {
  await box.texts.stop();
  await far.close();
});

test.each(["basic", "digest"] as const)("a text goes out whole, by %s, and is reported on", async (login) => {
  far.login = login;
  box.open();
  box.send("t1:1:1");
  await expect.poll(() => heard(box.told, "text.answered"), wait).toHaveLength(1);
  expect(heard(box.told, "text.answered")[0]).toMatchObject({ id: "t1:1:1", ok: true, reference: 1, whole: true });
  expect(far.sent).toMatchObject([{ number: "+8613800138000", text: "停水通知", port: 2, user_id: userIdOf("t1:1:1") }]);
  box.known.unreported = [{ attempt: "t1:1:1", line, to: "+8613800138000", reference: 1, atMs: Date.now() }];
  await expect.poll(() => heard(box.told, "text.reported"), wait).toHaveLength(1);
  expect(heard(box.told, "text.reported")[0]).toMatchObject({ outcome: "delivered", attempt: "t1:1:1" });
});

test("an answer that never came is unknown until the gateway tells", async () => {
  far.fail("send_sms", "500");
  box.send("t1:1:1");
  expect(heard(box.told, "text.answered")[0]).toMatchObject({ ok: false, retry: "later", why: "no gateway" });
  box.told.length = 0;
  box.open();
  far.login = "basic";
  box.known.attempts.push({ id: "t2:1:1", line, to: "10086", hurry: false });
  far.outcome = "SENDING";
  box.texts.perform({ do: "text.send", id: "t2:1:1", line, to: "10086", text: "hi", reference: 1, part: 1, report: false });
  await expect.poll(() => heard(box.told, "text.answered"), wait).toMatchObject([{ id: "t2:1:1", ok: false, retry: "unknown" }]);
  box.known.attempts.push({ id: "t2:1:1", line, to: "10086", hurry: false });
  for (const one of far.sent) one.status = "SENT_OK";
  await expect.poll(() => heard(box.told, "text.answered")[1], wait).toMatchObject({ id: "t2:1:1", ok: true });
  expect(far.sent).toHaveLength(1);
});

test("what the gateway refuses, or failed to send, is tried again later", async () => {
  far.fail("send_sms", "refuse");
  box.open();
  box.send("t1:1:1");
  await expect
    .poll(() => heard(box.told, "text.answered"), wait)
    .toMatchObject([{ ok: false, retry: "later", why: "gateway 500" }]);
  far.outcome = "FAILED";
  box.send("t1:1:2");
  await expect
    .poll(() => heard(box.told, "text.answered")[1], wait)
    .toMatchObject({ ok: false, retry: "later", why: "gateway: failed" });
});

test("texts that come are told once and in order, page by page, whatever order they are in", async () => {
  far.untidy = true;
  for (let n = 1; n <= 60; n++) far.deliver(n % 2 === 0 ? 2 : 5, "+8613900139000", `${n} ${"字".repeat(70)}`);
  far.fail("query_incoming_sms", "broken", "500");
  box.open();
  await expect.poll(() => heard(box.told, "text.arrived").length, wait).toBe(30);
  far.deliver(2, "10086", "余额 3.20 元 😀");
  await expect.poll(() => heard(box.told, "text.arrived").length, wait).toBe(31);
  const came = heard(box.told, "text.arrived");
  expect(came.map(({ place }) => place.index)).toEqual([...Array.from({ length: 30 }, (_, n) => 2 * n + 2), 61]);
  expect(came.at(-1)).toMatchObject({ from: "10086", text: "余额 3.20 元 😀", place: { line, port: "gw1-3" } });
  expect(box.troubles.some((text) => text?.includes("HTTP 500"))).toBe(true);
  await expect.poll(() => box.troubles.at(-1), wait).toBeUndefined();
});

test("an emptied gateway counts anew: what comes then is told, what was known is not", async () => {
  let nowMs = Date.now();
  far.now = () => new Date(nowMs);
  for (const text of ["one", "two", "three"]) far.deliver(2, "10086", text);
  box.open();
  await expect.poll(() => heard(box.told, "text.arrived").length, wait).toBe(3);
  far.empty();
  nowMs += 60_000;
  far.deliver(2, "10086", "four");
  await expect.poll(() => heard(box.told, "text.arrived").map(({ text }) => text), wait).toEqual(["one", "two", "three", "four"]);
  far.deliver(2, "10086", "five");
  await expect.poll(() => heard(box.told, "text.arrived").at(-1)?.text, wait).toBe("five");
  expect(heard(box.told, "text.arrived")).toHaveLength(5);
});

test("whoever isn't believed twice leaves the gateway alone", async () => {
  await box.texts.stop();
  box = lab(far, "wrong");
  let refused = 0;
  far.login = "basic";
  box.open();
  await expect.poll(() => box.troubles.filter((text) => text?.startsWith("login refused")).length, wait).toBeGreaterThan(3);
  refused = far.asked.length;
  expect(refused).toBe(0);
  box.send("t1:1:1");
  await expect.poll(() => heard(box.told, "text.answered"), wait).toMatchObject([{ ok: false, retry: "later" }]);
});

test("a text that can't be one is told as unreadable and doesn't stand in the way; ports say how they are", async () => {
  far.registration.set(2, "UNREGISTER");
  far.deliver(2, "10086", "\u0000bad");
  far.deliver(2, "10086", "good");
  box.open();
  await expect.poll(() => heard(box.told, "text.arrived").map(({ text }) => text), wait).toEqual(["good"]);
  expect(heard(box.told, "text.unreadable")[0]).toMatchObject({ place: { index: 1, port: "gw1-3" } });
  await expect.poll(() => box.ports[0]?.get(3), wait).toEqual({ registered: false, word: "UNREGISTER", signalDbm: -67 });
});
