import { expect, test } from "vitest";
import { gatewayTrouble } from "./gateway-trouble.ts";
import { simWords } from "./sim-words.ts";

const chinese = /[\u4e00-\u9fff]/;

test.each([
  "password not entered",
  "login refused (HTTP 401)",
  "no answer in time",
  "its inbox makes no sense",
  "3 of what it said can't be",
  "ECONNREFUSED",
])("what is wrong with a gateway's texts is said in both languages: %s", (text) => {
  const { zh, en } = gatewayTrouble(text);
  expect(zh).toMatch(chinese);
  expect(en).not.toMatch(chinese);
});

test("codes stay with the words, and what the gateway said itself is handed on", () => {
  expect(gatewayTrouble("login refused (HTTP 401)").zh).toContain("HTTP 401");
  expect(gatewayTrouble("HTTP 502")).toEqual({ zh: "HTTP 502", en: "HTTP 502" });
});

test("the state of a SIM, also one nobody has told us of", () => {
  expect(simWords("NO_SIM").zh).toMatch(chinese);
  expect(simWords("GONE_FISHING").en).toContain("GONE_FISHING");
  expect(simWords("constructor").zh).toContain("constructor");
});
