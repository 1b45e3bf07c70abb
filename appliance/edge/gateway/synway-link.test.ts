import { afterEach, beforeEach, expect, test } from "vitest";
import { SynwayBox } from "../../../test/sim/gateway/synway-box.ts";
import type { TextEvent } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { HostClock } from "../../runtime/host-clock.ts";
import type { PortSaid, ReadMark } from "./gateway-config.ts";
import { GatewayTexts } from "./gateway-texts.ts";

const line = "tel3" as LineId;
const wait = { timeout: 20_000 };

/** The box: remembers how far it has read. `marks` outlive a restart. */
function lab(far: SynwayBox, marks = new Map<string, ReadMark>()) {
  const told: TextEvent[] = [];
  const troubles: (string | undefined)[] = [];
  const ports: ReadonlyMap<number, PortSaid>[] = [];
  const texts = new GatewayTexts(
    {
      known: { readMark: (port) => marks.get(port), attempts: () => [], unreported: () => [] },
      password: () => far.password,
      // The moments of its clock, which is this machine's.
      momentOf: (wallMs) => wallMs + new Date(wallMs).getTimezoneOffset() * 60_000,
      hear: (event) => {
        told.push(event);
        if (event.on === "text.arrived")
          marks.set(event.place.port!, { index: event.place.index, hex: event.place.hex, sentAtMs: event.sentAtMs });
      },
      trouble: (_, text) => troubles.push(text),
      ports: (_, said) => ports.push(said),
    },
    new HostClock(),
  );
  const at = { line, port: 3, name: "gw1-3", send: true, receive: true };
  const base = `http://127.0.0.1:${far.port}`;
  const open = () => texts.configure([{ id: "gw1", api: "synway", base, user: far.user, everyMs: 20, lines: [at] }]);
  const send = (id: string, text = "停水通知", to = "+8613800138000") =>
    texts.perform({ do: "text.send", id, line, to, text, reference: 1, part: 1, report: true });
  return { told, troubles, ports, marks, texts, open, send };
}
const heard = <On extends TextEvent["on"]>(told: TextEvent[], on: On): Extract<TextEvent, { on: On }>[] =>
  told.filter((event): event is Extract<TextEvent, { on: On }> => event.on === on);
const words = (told: TextEvent[]): string[] => heard(told, "text.arrived").map(({ text }) => text);

let far: SynwayBox;
let box: ReturnType<typeof lab>;
beforeEach(async () => {
  far = new SynwayBox();
  await far.open();
  box = lab(far);
});
afterEach(async () => {
  await box.texts.stop();
  await far.close();
});

test("a text the gateway has taken has left; one it refuses is tried again; one whose answer is lost is unknown", async () => {
  far.fail("txsms", "refuse", "500", "broken");
  box.open();
  for (const id of ["t1:1:1", "t2:1:1", "t3:1:1"]) {
    box.send(id);
    await expect.poll(() => heard(box.told, "text.answered").some((event) => event.id === id), wait).toBe(true);
  }
  box.send("t4:1:1", "Water off at 9");
  await expect.poll(() => heard(box.told, "text.answered").length, wait).toBe(4);
  expect(heard(box.told, "text.answered")).toMatchObject([
    { ok: false, retry: "later", why: "gateway: no available port" },
    { ok: false, retry: "unknown" },
    { ok: false, retry: "unknown" },
    { ok: true, whole: true },
  ]);
  expect(far.sent.map(({ port, encoding }) => [port, encoding])).toEqual([
    ["3", "8"],
    ["3", "8"],
    ["3", "0"],
  ]);
});

test("what is too long for it is never sent", async () => {
  box.open();
  box.send("t1:1:1", "停".repeat(301));
  await expect.poll(() => heard(box.told, "text.answered"), wait).toMatchObject([{ ok: false, retry: "never" }]);
  expect(far.sent).toEqual([]);
});

test.each([false, true])("texts that come are told once and in order, untidy %s", async (untidy) => {
  far.untidy = untidy;
  const start = Date.now() - 60_000;
  for (let n = 0; n < 12; n++) far.deliver(n % 2 === 0 ? 3 : 1, "+8613900139000", `${n}: a; b\nc`, new Date(start + n * 1000));
  far.fail("queryrxsms", "broken", "500");
  box.open();
  await expect.poll(() => words(box.told), wait).toEqual([0, 2, 4, 6, 8, 10].map((n) => `${n}: a; b\nc`));
  // Noted late, with an earlier moment.
  far.deliver(3, "10086", "late", new Date(start - 5_000));
  await expect.poll(() => words(box.told).length, wait).toBe(7);
});

test("what was read days ago is not told again after a restart", async () => {
  const daysAgo = Date.now() - 4 * 86_400_000;
  for (const text of ["one", "two"]) far.deliver(3, "10086", text, new Date(daysAgo));
  box.open();
  await expect.poll(() => words(box.told), wait).toEqual(["one", "two"]);
  await box.texts.stop();
  box = lab(far, box.marks);
  box.open();
  far.deliver(3, "10086", "new");
  await expect.poll(() => words(box.told), wait).toEqual(["new"]);
});

test("texts that can't be told apart are kept as they came, and those around them are read", async () => {
  const start = Date.now() - 60_000;
  far.deliver(3, "10086", "before", new Date(start));
  far.deliver(3, "666", "x|E;20261122091231:3(-1)(-1):110:pay here", new Date(start + 10_000));
  far.deliver(3, "10086", "after", new Date(start + 20_000));
  box.open();
  await expect.poll(() => words(box.told), wait).toEqual(["before", "after"]);
  expect(heard(box.told, "text.unreadable")).toHaveLength(1);
  const asked = far.asked.length;
  far.deliver(3, "10086", "later", new Date(start + 30_000));
  await expect.poll(() => words(box.told).at(-1), wait).toBe("later");
  // The second that can't be read is left out from now on, instead of being looked for again.
  expect(far.asked.length - asked).toBeLessThan(30);
  expect(heard(box.told, "text.unreadable")).toHaveLength(1);
});

test("more texts than are read at once are asked for in pieces", async () => {
  const start = Date.now() - 3_000_000;
  for (let n = 0; n < 400; n++) far.deliver(3, "10086", `${n} ${"字".repeat(100)}`, new Date(start + n * 1000));
  box.open();
  await expect.poll(() => words(box.told).length, wait).toBe(400);
  expect(words(box.told).map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 400 }, (_, n) => n));
});

test("a clock that had gone wrong doesn't hide what comes after", async () => {
  far.deliver(3, "10086", "from the future", new Date(Date.UTC(2060, 0)));
  box.open();
  await expect.poll(() => words(box.told), wait).toEqual(["from the future"]);
  far.deliver(3, "10086", "now");
  await expect.poll(() => words(box.told), wait).toEqual(["from the future", "now"]);
});

test("ports say how they stand with the network", async () => {
  far.connect = [1, 1, 3, 1];
  box.open();
  await expect.poll(() => box.ports[0], wait).toEqual(new Map([[3, { registered: false, word: "rejected" }]]));
});
