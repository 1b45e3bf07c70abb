import { expect, test } from "vitest";
import { pinFault } from "./pin-fault.ts";

test("a PIN has 4 to 12 digits", () => {
  for (const pin of ["", "123", "1234567890123", "12a4"]) expect(pinFault(pin, pin)).toBe("bad");
});
test("a PIN that everybody tries first is refused", () => {
  for (const pin of ["0000", "1234", "8765", "111111"]) expect(pinFault(pin, pin)).toBe("simple");
});
test("a PIN is typed twice", () => {
  expect(pinFault("1357", "1358")).toBe("differs");
  expect(pinFault("1357", "1357")).toBeUndefined();
  expect(pinFault("1235", "1235")).toBeUndefined();
});
