import { expect, test } from "vitest";
import { troubleWords } from "./trouble.ts";

test("the sentence is the reader's, what others said is quoted as it came, values stand where they belong", () => {
  expect(troubleWords({ code: "refused" })).toEqual({ en: "the connection was refused", zh: "连接被拒绝" });
  expect(troubleWords({ code: "exit", n: 3 })).toEqual({ en: "it ended with code 3", zh: "退出码 3" });
  expect(troubleWords({ code: "login", said: "535 5.7.8\r\n Authentication $& failed " })).toEqual({
    en: 'the login was refused: "535 5.7.8 Authentication $& failed"',
    zh: "登录被拒绝：“535 5.7.8 Authentication $& failed”",
  });
  expect(troubleWords({ code: "own-address", n: "$&" }).en).toBe("$& is this box itself or a link-local address");
  expect(troubleWords({ code: "other", said: "x".repeat(5_000) }).zh.length).toBeLessThan(300);
});
