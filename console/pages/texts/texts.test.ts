import { expect, test } from "vitest";
import { submitPdus } from "../../../appliance/wire/sms/submit.ts";
import { countText } from "./count-text.ts";
import { readRecipients } from "./read-recipients.ts";

test("counted as it goes over the air", () => {
  expect(countText("")).toMatchObject({ characters: 0, parts: 0, left: 160 });
  expect(countText("x".repeat(160))).toMatchObject({ parts: 1, left: 0, alphabet: "gsm7" });
  expect(countText("x".repeat(161))).toMatchObject({ parts: 2, left: 145 });
  expect(countText("水".repeat(70))).toMatchObject({ parts: 1, left: 0, alphabet: "ucs2" });
  expect(countText(`${"水".repeat(69)}😟`)).toMatchObject({ characters: 70, parts: 2 });
  expect(countText("x".repeat(60_000))).toBeUndefined();
  for (const text of ["停水通知", "{€}".repeat(60), "😟".repeat(80), "Water"])
    expect(countText(text)?.parts).toBe(submitPdus({ to: "10086", text, reference: 0, report: false })?.length);
});

test("numbers as people write them", () => {
  expect(readRecipients("138 0013-8000\n+86 139 0013 9000，10086、10086")).toEqual({
    numbers: ["13800138000", "+8613900139000", "10086"],
    bad: [],
  });
  expect(readRecipients("水厂 13800138000\n12\n")).toEqual({ numbers: [], bad: ["水厂 13800138000", "12"] });
});
