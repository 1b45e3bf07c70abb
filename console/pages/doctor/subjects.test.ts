import { describe, expect, test } from "vitest";
import { choicesOf, partnersOf, type Subject } from "./subjects.ts";

const subject = (id: string, kind: Subject["kind"], more: Partial<Subject> = {}): Subject => ({
  key: `line/${id}`,
  id,
  name: id,
  kind,
  isOff: false,
  isBusy: false,
  number: `1${id}`,
  ...more,
});
const { number: _none, ...bare } = subject("bare", "gsm-modem");
const all = [
  subject("a1", "analog-line"),
  subject("a2", "analog-line"),
  subject("a3", "analog-line", { isOff: true }),
  subject("s1", "gsm-modem", { sends: true, receives: true, hasBalance: true }),
  subject("s2", "gsm-modem", { sends: true }),
  bare,
];
const of = (id: string): Subject => all.find((one) => one.id === id)!;
const can = (id: string, partner?: string): string[] =>
  choicesOf(of(id), partner === undefined ? undefined : of(partner)).flatMap((one) => (one.can ? [one.test] : []));

describe("who can be called for an examination", () => {
  test("analog lines pair among themselves, all others with whoever has a number", () => {
    expect(partnersOf(of("a1"), all).map(({ id }) => id)).toEqual(["a2"]);
    expect(partnersOf(of("s1"), all).map(({ id }) => id)).toEqual(["a1", "a2", "s2"]);
    expect(partnersOf(of("bare"), all)).toEqual([]);
    expect(partnersOf(subject("801", "phone"), all)).toEqual([]);
  });
});

test("what costs money can be asked for only where it can be done", () => {
  expect(can("s1")).toEqual(["balance", "text"]);
  expect(can("s1", "s2")).toEqual(["balance", "text", "call"]);
  expect(can("s2")).toEqual([]);
  expect(can("s2", "s1")).toEqual(["text", "call"]);
  expect(can("bare", "s1")).toEqual([]);
  expect(choicesOf(of("a1"), of("a2"))).toEqual([]);
});
