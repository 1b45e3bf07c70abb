import { expect, test } from "vitest";
import { namedWords, trunkWords } from "./trunk-words.ts";

test("a far side's state is said in both languages; nothing is nothing", () => {
  expect(trunkWords("")).toBeUndefined();
  expect(trunkWords("no answer to OPTIONS")).toEqual({ zh: "OPTIONS 无响应", en: "no answer to OPTIONS" });
  expect(trunkWords("403 Forbidden")).toEqual({ zh: "注册被拒绝：403 Forbidden", en: "registration refused: 403 Forbidden" });
  expect(trunkWords("408 no answer")?.zh).toBe("注册无响应");
  expect(namedWords("Unicom", { zh: "甲", en: "a" })).toEqual({ zh: "Unicom：甲", en: "Unicom: a" });
});
