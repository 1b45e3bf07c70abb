import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const read = (...pieces: string[]): string[] => {
  const reader = new LineReader();
  return pieces.flatMap((piece) => reader.feed(bytes(piece))).map((found) => ("line" in found ? found.line : ">"));
};

test("lines however they arrive; empty ones, noise and what is too long are passed over", () => {
  expect(read("\r\nO", "K\r", "\n\r\n", "RING\r\n")).toEqual(["OK", "RING"]);
  expect(read(`${"x".repeat(5_000)}\r\nOK\r\n`)).toEqual(["OK"]);
  expect(read("A\0B\x80\r\n")).toEqual(["AB?"]);
  expect(read("\r\n> ", "\r\n>")).toEqual([">", ">"]);
});

test("what an operator answers to a code may have lines of its own", () => {
  const said = '\r\n+CUSD: 0,"Balance: 12.50\r\n\r\nValid",15\r\nOK\r\n';
  const whole = ['+CUSD: 0,"Balance: 12.50\nValid",15', "OK"];
  expect(read(said)).toEqual(whole);
  expect(read(...said)).toEqual(whole);
  expect(read('+CUSD: 2\r\n+CUSD: 0,"a",15\r\n')).toEqual(["+CUSD: 2", '+CUSD: 0,"a",15']);
});

test("a quote that is never closed swallows nothing else", () => {
  for (const next of ["OK", "ERROR", "RING", '+CMTI: "SM",3', "^CEND:1,5,104,16", "NO CARRIER"])
    expect(read(`+CUSD: 0,"never closed\r\n${next}\r\nOK\r\n`)).toEqual(['+CUSD: 0,"never closed', next, "OK"]);
  expect(read(`+CUSD: 0,"${"line\r\n".repeat(200)}OK\r\n`).at(-1)).toBe("OK");
});
