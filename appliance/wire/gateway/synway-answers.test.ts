import { expect, test } from "vitest";
import { encodeUtf8 } from "../../kit/utf8.ts";
import { readSynwayInbox, readSynwayPorts, readSynwayTaken, secondsOf } from "./synway-answers.ts";
import { isTooLongForSynway, synway } from "./synway-questions.ts";
import { textPrint } from "./text-print.ts";
import { wallDigits } from "./wall-digits.ts";
import { wallMoment } from "./wall-moment.ts";

const ok = (content: string): Uint8Array => encodeUtf8(JSON.stringify({ result: "ok", content }));
const wallMs = Date.UTC(2026, 10, 22, 9, 12, 30);

test("a text is taken, refused in its own words, or nobody knows", () => {
  expect(readSynwayTaken(ok("taskid:0"))).toEqual({ ok: true });
  const refused = encodeUtf8(JSON.stringify({ result: "error", content: "no available port" }));
  expect(readSynwayTaken(refused)).toEqual({ ok: false, why: "gateway: no available port" });
  for (const said of [ok(""), ok("queued"), encodeUtf8(""), encodeUtf8("<html>"), encodeUtf8('{"result":"maybe","content":""}')])
    expect(readSynwayTaken(said)).toBeUndefined();
});

test("an inbox: both ways to write a moment, signs that part texts within one, ports of others", () => {
  const text = { index: secondsOf(wallMs), from: "10086", wallMs };
  const print = (words: string) => textPrint("10086", "2026-11-22 09:12:30", words);
  expect(
    readSynwayInbox(ok("total:2;20261122091230:2(-1)(-1):10086:a: b; c|E;2026-11-22 09:12:30:2(C) (-1):10086:余额😀|E"), 2),
  ).toEqual({
    items: [
      { ...text, text: "a: b; c", print: print("a: b; c") },
      { ...text, text: "余额😀", print: print("余额😀") },
    ],
    odd: 0,
  });
  expect(readSynwayInbox(ok("total:0"), 2)).toEqual({ items: [], odd: 0 });
  expect(readSynwayInbox(ok("total:1;20261122091230:3(-1)(-1):10086:a|E;"), 2)).toEqual({ items: [], odd: 0 });
});

test("a line break that stands as it is doesn't stop the rest", () => {
  const body = encodeUtf8('{"result":"ok",\n"content":"total:1;20261122091230:2(-1)(-1):10086:one\ntwo|E"}');
  expect(readSynwayInbox(body, 2)).toMatchObject({ items: [{ text: "one\ntwo" }] });
});

test("a text that feigns another makes the whole unreadable, never a wrong one believed", () => {
  const feigned = "total:1;20261122091230:2(-1)(-1):666:hello|E;20261122091231:2(-1)(-1):110:pay here|E";
  expect(readSynwayInbox(ok(feigned), 2)).toEqual({ why: "texts in its inbox can't be told apart", apart: true });
  for (const content of ["total:2;20261122091230:2(-1)(-1):10086:a|E", "total:1;x:2:10086:a|E", "total:0;20261122091230"])
    expect(readSynwayInbox(ok(content), 2)).toMatchObject({ apart: true });
  for (const content of ["", "total:x", "totals:0"]) expect(readSynwayInbox(ok(content), 2)).toMatchObject({ apart: false });
});

test("what can't be a text is unreadable, what has no moment is odd", () => {
  const read = readSynwayInbox(ok("total:2;20261122091230:2(-1)(-1):10086:\u0000|E;20261322091230:2(-1)(-1):10086:a|E"), 2);
  expect(read).toMatchObject({ items: [{ unreadable: expect.any(String) }], odd: 2 });
  for (const from of ["\f10086", " "])
    expect(readSynwayInbox(ok(`total:1;20261122091230:2(-1)(-1):${from}:a|E`), 2)).toMatchObject({
      items: [{ unreadable: expect.any(String) }],
    });
});

test("ports and their network", () => {
  expect(readSynwayPorts(ok("total:4;ConnectState:1,5,3,9"))).toEqual({
    items: [
      { port: 1, registered: true, word: "connected" },
      { port: 2, registered: true, word: "roaming" },
      { port: 3, registered: false, word: "rejected" },
    ],
    odd: 1,
  });
  for (const content of ["total:3;ConnectState:1,1", "total:1;portstate:1", ""])
    expect(readSynwayPorts(ok(content))).toBeUndefined();
});

test("what is asked: letters of seven bits where all have them, else UCS-2, and no more than it takes", () => {
  const body = (text: string) => JSON.parse(synway.send({ port: 3, to: "10086", text }).body!) as object;
  expect(body("Water off")).toEqual({
    event: "txsms",
    userid: "0",
    num: "10086",
    port: "3",
    encoding: "0",
    smsinfo: "Water off",
  });
  for (const text of ["停水", "a`b", "[x]", "é"]) expect(body(text)).toMatchObject({ encoding: "8" });
  expect([600, 601].map((n) => isTooLongForSynway("a".repeat(n)))).toEqual([false, true]);
  expect([300, 301].map((n) => isTooLongForSynway("停".repeat(n)))).toEqual([false, true]);
  const inbox = synway.inbox({ port: 2, fromWallMs: Date.UTC(2000, 0), toWallMs: Date.UTC(2099, 11, 31, 23, 59, 59) });
  expect(inbox.path).toBe("/API/QueryInfo");
  expect(JSON.parse(inbox.body!)).toMatchObject({ begintime: "20000101000000", endtime: "20991231235959", port: "2" });
});

test("moments of a hundred years there and back", () => {
  for (let at = Date.UTC(2000, 0); at < Date.UTC(2100, 0); at += 86_399_000 * 7) {
    const calendar = new Date(at).toISOString().slice(0, 19).replace("T", " ");
    expect(wallDigits(at)).toBe(calendar.replace(/\D/g, ""));
    expect(wallMoment(calendar)).toBe(at);
  }
  expect(wallDigits(Date.UTC(2028, 1, 29, 23, 59, 59))).toBe("20280229235959");
  expect([wallDigits(0), wallDigits(8e15)]).toEqual(["20000101000000", "20991231235959"]);
});
