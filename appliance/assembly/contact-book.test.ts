import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../edge/sip/live/manual-clock.ts";
import type { PhoneId } from "../kit/ids.ts";
import { ContactBook, type PhoneContacts } from "./contact-book.ts";

let dir: string;
let path: string;
let clock: ManualClock;
let warnings: string[];
let now: PhoneContacts[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-book-"));
  path = join(dir, "phones.json");
  clock = new ManualClock();
  warnings = [];
  now = [desk("sip:8001@192.0.2.1")];
});
afterEach(() => rmSync(dir, { recursive: true }));

const desk = (uri: string): PhoneContacts => ({
  phone: "8001" as PhoneId,
  contacts: [
    { uri, address: "192.0.2.1", port: 5060, transport: "udp", expiresAtMs: 1e12, callId: "a", cseq: 1, userAgent: "x" },
  ],
});
const book = (at = path): ContactBook =>
  new ContactBook({
    path: at,
    clock,
    now: () => now,
    log: { warn: (_: unknown, text?: string) => void warnings.push(String(text)) },
  });

test("what is written is read again, by nobody else", async () => {
  const one = book();
  one.changed();
  await one.stop();
  expect(book().read()).toEqual(now);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("many changes within a second are one write, of what stands then", async () => {
  const one = book();
  one.changed();
  now = [desk("sip:8001@192.0.2.2")];
  one.changed();
  expect(clock.pending).toBe(1);
  clock.advance(1_000);
  now = [];
  await one.stop();
  expect(readFileSync(path, "utf8")).toContain("192.0.2.2");
  expect(clock.pending).toBe(0);
});

test("a first start knows nothing, and says nothing", async () => {
  expect(book().read()).toEqual([]);
  await book().stop();
  expect(warnings).toEqual([]);
});

test.each([
  ["half a file", "[{"],
  ["another document", '{"phone":"8001"}'],
  ["entries that are none", '[null,5,{"phone":"8001"},{"phone":"8001","contacts":[{}]}]'],
  [
    "a contact of another kind",
    JSON.stringify([{ ...desk("x"), contacts: [{ ...desk("x").contacts[0], transport: "carrier pigeon" }] }]),
  ],
])("damaged (%s): as if there were none", (_, text) => {
  writeFileSync(path, text);
  expect(book().read()).toEqual([]);
});

test("a disk that takes nothing is a warning, not an end", async () => {
  const one = book(join(dir, "not", "there.json"));
  one.changed();
  await one.stop();
  expect(warnings).toEqual(["the phones' places could not be kept"]);
});
