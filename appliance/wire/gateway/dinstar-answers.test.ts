import { expect, test } from "vitest";
import { encodeUtf8 } from "../../kit/utf8.ts";
import { readInbox, readPorts, readReports, readResults, readTaken } from "./dinstar-answers.ts";
import { dinstar } from "./dinstar-questions.ts";
import { textPrint, userIdOf } from "./text-print.ts";
import { wallMoment } from "./wall-moment.ts";

const body = (said: unknown): Uint8Array => encodeUtf8(JSON.stringify(said));
const time = "2026-11-22 09:12:30";
const wallMs = Date.UTC(2026, 10, 22, 9, 12, 30);
const text = { userId: 77, port: 3, to: "+8613800138000" };

test("a text is taken, refused for now or for good, or nobody knows", () => {
  expect(readTaken(body({ error_code: 202, task_id: 1 }))).toEqual({ ok: true });
  expect(readTaken(body({ error_code: 500 }))).toMatchObject({ ok: false, retry: "later" });
  expect(readTaken(body({ error_code: 413 }))).toMatchObject({ ok: false, retry: "never" });
  for (const said of ["", "<html>", "{}", '{"error_code":"202"}']) expect(readTaken(encodeUtf8(said))).toBeUndefined();
});

test("what became of a text is believed of our number, port and recipient alone", () => {
  const result = { port: 2, number: "8613800138000", user_id: 77, time, status: "SENT_OK", succ_count: 1, ref_id: 9 };
  const read = (...result_: object[]) => readResults(body({ error_code: 200, result: result_ }), [text]);
  expect(read(result, { ...result, user_id: 78 })).toEqual({
    items: [{ userId: 77, state: "sent", wallMs, reference: 9, left: 1 }],
    odd: 0,
  });
  for (const other of [{ port: 1 }, { number: "13800138001" }, { status: "MAYBE" }, { time: "2026-02-30 00:00:00" }])
    expect(read({ ...result, ...other })).toEqual({ items: [], odd: 1 });
});

test("reports by their status (TS 23.040 9.2.3.15)", () => {
  const of = (status_code: number) =>
    readReports(body({ error_code: 200, result: [{ port: 2, number: text.to, time, ref_id: 9, status_code }] }), text);
  expect([0, 31, 32, 63, 64, 255].map((status) => of(status)?.items[0]?.outcome)).toEqual([
    "delivered",
    "delivered",
    "trying",
    "trying",
    "failed",
    "failed",
  ]);
  expect(of(256)).toEqual({ items: [], odd: 1 });
});

test("an inbox whose numbers can't be told is no inbox", () => {
  const one = { incoming_sms_id: 4, port: 2, number: "10086", timestamp: time, text: "a" };
  const read = (...sms: object[]) => readInbox(body({ error_code: 200, sms }), 3);
  expect(read({ ...one, incoming_sms_id: 5 }, one, one)?.items.map(({ index }) => index)).toEqual([4, 5]);
  expect(read(one)?.items[0]).toEqual({ index: 4, print: textPrint("10086", time, "a"), from: "10086", text: "a", wallMs });
  expect(read(one, { ...one, text: "b" })).toBeUndefined();
  expect(read({ ...one, incoming_sms_id: 0 })).toBeUndefined();
  for (const other of [{ text: "\ud83d" }, { number: "" }, { number: "1\n2" }, { text: 5 }, { timestamp: "yesterday" }])
    expect(read({ ...one, ...other })).toMatchObject({ odd: 1, items: [{ index: 4, unreadable: expect.any(String) }] });
});

test("ports, their registration and their signal", () => {
  const info = [
    { port: 0, reg: "REGISTER_OK", signal: 31 },
    { port: 1, reg: "NO_SIM", signal: 99 },
    { port: 2, reg: "<b>" },
  ];
  expect(readPorts(body({ error_code: 200, info }))).toEqual({
    items: [
      { port: 1, registered: true, word: "REGISTER_OK", signalDbm: -51 },
      { port: 2, registered: false, word: "NO_SIM" },
    ],
    odd: 1,
  });
});

test("moments of the gateway's clock are those of any other calendar", () => {
  for (let year = 2000; year < 2100; year++)
    for (const [month, day] of [
      [1, 1],
      [2, 28],
      [3, 1],
      [12, 31],
    ] as const) {
      const two = (n: number) => String(n).padStart(2, "0");
      expect(wallMoment(`${year}-${two(month)}-${two(day)} 23:59:58`)).toBe(Date.UTC(year, month - 1, day, 23, 59, 58));
    }
  expect(wallMoment("2028-02-29 00:00:00")).toBe(Date.UTC(2028, 1, 29));
  for (const text of ["2027-02-29 00:00:00", "2026-11-22", "2026-13-01 00:00:00", "2026-11-22 24:00:00"])
    expect(wallMoment(text)).toBeUndefined();
});

test("an attempt keeps its number; what is asked is one line of address and JSON", () => {
  expect(userIdOf("t1:1:1")).toBe(userIdOf("t1:1:1"));
  const many = new Set(Array.from({ length: 10_000 }, (_, n) => userIdOf(`t${n}:1:1`)));
  expect(many.size).toBeGreaterThan(9_990);
  expect(dinstar.inbox({ port: 1, after: 7 }).path).toBe("/api/query_incoming_sms?incoming_sms_id=7&flag=all&port=0");
  expect(JSON.parse(dinstar.send({ port: 1, to: "10086", text: '"#param#"', userId: 3, report: true }).body!)).toMatchObject({
    port: [0],
    param: [{ number: "10086", text_param: ['"#param#"'], user_id: 3 }],
  });
});
