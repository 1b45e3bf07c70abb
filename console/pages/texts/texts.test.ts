import { expect, test } from "vitest";
import { submitPdus } from "../../../appliance/wire/sms/submit.ts";
import { textsEn } from "../../words/texts.en.ts";
import { countText } from "./count-text.ts";
import { readRecipients } from "./read-recipients.ts";
import { whyText } from "./why-text.ts";

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

test("a reason is told in words: the network's codes stay, a gateway's are not taken for the network's", () => {
  const why = (of: string) => whyText(of, textsEn);
  expect(why("cms 38")).toBe("the network is out of order");
  expect(why("cms 500")).toBe("refused by the network (CMS 500)");
  expect(why("gateway: no available port")).toBe("refused by the gateway (no available port)");
  expect(why("gateway 400")).toBe("refused by the gateway (400)");
  expect(why("login refused (HTTP 403)")).toBe("the gateway refused the login");
  expect(why("HTTP 502")).toBe("the gateway answered HTTP 502");
  expect(why("ECONNREFUSED")).toBe("the gateway did not answer (ECONNREFUSED)");
  expect(why("gateway: failed")).not.toContain("network");
});
